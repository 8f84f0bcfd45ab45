// A switch as people type it. Pure.

import { ChatError } from "./errors.ts";
import { printable } from "./sanitize.ts";

/** "on" or "off" in any case; else throws ChatError "usage". */
export function parseOnOff(text: string): boolean {
  const lower = text.toLowerCase();
  if (lower === "on" || lower === "off") return lower === "on";
  throw new ChatError("usage", `A setting is on or off, not "${printable(text)}"`);
}
