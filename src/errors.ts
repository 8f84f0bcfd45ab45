// The one error whose message may be shown to a person, and the codes that name each case for programs.
// Anything else that is thrown is a bug: it is logged, and its text never reaches a client.

export type ErrorCode =
  | "bad-name"
  | "bad-room"
  | "name-taken"
  | "no-such-name"
  | "no-such-room"
  | "unknown-command"
  | "usage"
  | "refused"
  | "bad-request"
  | "not-allowed"
  | "bad-setting"
  | "cannot-listen"
  | "worker-ended"
  | "no-store"
  | "no-cluster"
  | "cannot-print"
  | "bug";

/** A refusal in words: what happened, with the value in quotes, and what to do. */
export class ChatError extends Error {
  override readonly name = "ChatError";

  constructor(readonly code: ErrorCode, message: string) {
    super(message);
  }
}

/** `fault`: in words, what stands against it; null if nothing does. */
export function refuseIf(fault: string | null): void {
  if (fault !== null) throw new ChatError("refused", fault);
}
