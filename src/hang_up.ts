// How a connection is closed so that our last bytes arrive: closing while the other end is still sending
// would reset it, and lose them. Ours is ended first; what still comes is read and forgotten.

import type { Clock } from "./clock.ts";
import { LINGER_MS } from "./limits.ts";
import type { Connection } from "./transport.ts";

const DISCARD_BYTES = 512;

/**
 * Resolves when the connection is closed: once the other end has hung up, or after LINGER_MS. `reading`: a
 * discard() that is under way already.
 */
export async function hangUp(
  connection: Connection,
  clock: Clock,
  reading?: Promise<void>,
): Promise<void> {
  const cancel = clock.after(LINGER_MS, () => connection.close());
  await connection.closeWrite();
  await (reading ?? discard(connection));
  cancel();
  connection.close();
}

/** Reads and forgets what still comes, until the other end hangs up or ours is closed. */
export async function discard(connection: Connection): Promise<void> {
  const buffer = new Uint8Array(DISCARD_BYTES);
  try {
    while (await connection.read(buffer) !== null);
  } catch {
    // Broken or closed: there is nothing more to read, which is all we wanted to know.
  }
}
