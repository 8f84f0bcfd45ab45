// Short texts that others see for long: topics, away texts, parting words. Refused when too long, never cut.

import { ChatError } from "./errors.ts";

/** `text` if it has at most `max` characters; else throws ChatError "usage". */
export function bounded(text: string, { what, max }: { what: string; max: number }): string {
  const length = Array.from(text).length;
  if (length <= max) return text;
  throw new ChatError("usage", `Your ${what} has ${length} characters: use at most ${max}`);
}
