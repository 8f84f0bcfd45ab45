// Asking for passwords on the next lines, so that they need not stand beside a command. One question at a
// time; how a line becomes an answer is the session's business.

import type { Context } from "./command.ts";
import { sanitize } from "./sanitize.ts";

/** A password as all commands take it, typed beside the command: told what becomes of it, if too late. */
export function typedPassword({ warnOfPasswords }: Context, text: string): string {
  warnOfPasswords();
  return cleaned(text);
}

/** Asks for a password, having told what becomes of it on the way here. */
export function askPassword(
  { ask, warnOfPasswords }: Context,
  { text, then }: { text: string; then: (password: string) => void | Promise<void> },
): void {
  warnOfPasswords();
  ask({ text, secret: true, answer: (line) => then(cleaned(line)) });
}

/** The same, on whichever line it was typed. */
function cleaned(text: string): string {
  return sanitize(text).trim();
}
