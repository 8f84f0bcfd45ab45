// For how long, what of and why, as it is typed after a name: "/ban bob 10m spam", "/ban bob 3d server spam",
// "/mute bob games".
// Pure.

import { bounded } from "./bounded.ts";
import { MAX_NOTE } from "./limits.ts";
import { sanitize } from "./sanitize.ts";
import { parseTimeSpan } from "./time_span.ts";

/** The whole server, or games alone. */
export type Scope = "server" | "games";

export interface SanctionTerms {
  /** Milliseconds; null: for good. */
  readonly span: number | null;
  /** A word that says more or less than this room is meant; null if there is none. */
  readonly scope: Scope | null;
  /** Or "". */
  readonly why: string;
}

/**
 * Reads the words after a name: a time if they begin with a digit, one of `scopes` before or after it,
 * and the rest is why. A time that is none is refused, and not taken for the reason of a ban for good.
 * Throws ChatError "usage".
 */
export function parseTerms(words: readonly string[], scopes: readonly Scope[]): SanctionTerms {
  let left = words.map(sanitize).join(" ").trim(); // one by one: an escape ends with its word
  let span: number | null = null;
  let scope: Scope | null = null;
  for (;;) {
    const [first = ""] = left.split(/\s/, 1);
    if (span === null && /^[-+]?\d/.test(first)) span = parseTimeSpan(first);
    else {
      const found = scopes.find((each) => each === first.toLowerCase());
      if (scope !== null || found === undefined) break;
      scope = found;
    }
    left = left.slice(first.length).trimStart();
  }
  return { span, scope, why: bounded(left, { what: "reason", max: MAX_NOTE }) };
}
