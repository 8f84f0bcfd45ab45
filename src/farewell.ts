// How a conversation can end, and what is said of it: to the room, and as last words to the client. Pure;
// ending it is the session's business.

import { answerTo } from "./knock.ts";
import { MAX_UNFINISHED_BYTES } from "./limits.ts";
import type { Ending } from "./line_reader.ts";
import type { Loss } from "./outbox.ts";
import type { WaysIn } from "./ways_in.ts";

/** Why a conversation ended, and the word the room gets. */
export interface Goodbye {
  readonly reason: Ending | Loss | "quit" | "sent away" | "recalled" | "shutdown" | "bug";
  readonly text: string;
  /** What was thrown, for "bug". */
  readonly error?: unknown;
}

export const CONNECTION_LOST = "connection lost";

/** The goodbye of a client whose input has ended. */
export function goodbyeAtEnd(reason: Ending): Goodbye {
  return { reason, text: reason === "connection broken" ? CONNECTION_LOST : "" };
}

/** The goodbye of a client that could not be written to. */
export function goodbyeOfLoss(reason: Loss): Goodbye {
  return { reason, text: reason === "write failed" ? CONNECTION_LOST : reason };
}

/** What a client whose input has ended is told, "" for most. */
export function lastWords(ending: Ending, ways: WaysIn): string {
  switch (ending) {
    case "http":
    case "tls":
    case "scanner":
      return answerTo(ending, ways);
    case "line without end":
      return `* No end of line in ${MAX_UNFINISHED_BYTES} bytes: goodbye\n`;
    case "end of input":
    case "connection broken":
      return "";
  }
}

/**
 * Until when all that was sent has surely arrived: till the end if it was orderly, else till the client was
 * last heard. null for those who do not mean to come back. Milliseconds since 1970.
 */
export function lastWell(
  reason: Goodbye["reason"],
  { heardAt, now }: { heardAt: number; now: number },
): number | null {
  switch (reason) {
    case "quit":
    case "sent away":
      return null;
    case "end of input":
    case "shutdown":
      return now;
    default:
      return heardAt;
  }
}
