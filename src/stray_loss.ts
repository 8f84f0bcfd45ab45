// Which errors that nobody heard are no bugs: a connection of NATS's library that broke. It takes its listeners
// off a socket that it is done with, or is between two steps with, and a reset in that moment is heard by nobody;
// the loss itself the library notices in another way. Nothing else in netchat has sockets of Node's kind. Pure.

/** What the system says of a connection that broke. */
const LOSSES: ReadonlySet<string> = new Set(["ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT"]);

export function isStrayLoss(error: unknown): boolean {
  const { code, syscall } = (error ?? {}) as { code?: unknown; syscall?: unknown };
  return LOSSES.has(String(code)) && typeof syscall === "string";
}
