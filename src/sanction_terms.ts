// For how long, where and why, as it is typed after a name: "/ban bob 10m spam", "/ban bob 3d server spam".
// Pure.

import { bounded } from "./bounded.ts";
import { MAX_NOTE } from "./limits.ts";
import { sanitize } from "./sanitize.ts";
import { parseTimeSpan } from "./time_span.ts";

export interface SanctionTerms {
  /** Milliseconds; null: for good. */
  readonly span: number | null;
  /** Whether it is meant for the whole server. */
  readonly server: boolean;
  /** Or "". */
  readonly why: string;
}

/**
 * Reads the words after a name: a time if they begin with a digit, the word "server" before or after it,
 * and the rest is why. A time that is none is refused, and not taken for the reason of a ban for good.
 * Throws ChatError "usage".
 */
export function parseTerms(words: readonly string[]): SanctionTerms {
  let left = words.map(sanitize).join(" ").trim(); // one by one: an escape ends with its word
  let span: number | null = null;
  let server = false;
  for (;;) {
    const [first = ""] = left.split(/\s/, 1);
    if (span === null && /^[-+]?\d/.test(first)) span = parseTimeSpan(first);
    else if (!server && first.toLowerCase() === "server") server = true;
    else break;
    left = left.slice(first.length).trimStart();
  }
  return { span, server, why: bounded(left, { what: "reason", max: MAX_NOTE }) };
}
