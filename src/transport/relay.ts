// Carries bytes between two connections until both ways have ended: each end of input is passed on, and when
// one end breaks, so does the other. Holds no more than one buffer each way.

import { READ_BYTES } from "../limits.ts";

/** One of the two. */
export interface End {
  read(buffer: Uint8Array): Promise<number | null>;
  write(bytes: Uint8Array): Promise<number>;
  closeWrite(): Promise<void>;
  close(): void;
}

/** Read at a time while much comes: what fits a TLS record. */
const BUSY_BYTES = 16 * 1024;

export interface RelayOptions {
  /** What was read of the first already. */
  readonly opening: Uint8Array;
  /** Called when the first has no more to send, and is not broken. */
  readonly onEnd: () => void;
}

/** Resolves when both are closed: to whether all was carried, and no end broke. Never rejects. */
export async function relay(near: End, far: End, options: RelayOptions): Promise<boolean> {
  try {
    await Promise.all([carryThere(near, far, options), carry(far, near, () => {})]);
    return true;
  } catch {
    return false;
  } finally {
    near.close();
    far.close();
  }
}

async function carryThere(near: End, far: End, { opening, onEnd }: RelayOptions): Promise<void> {
  await writeAll(far, opening);
  await carry(near, far, onEnd);
}

async function carry(from: End, to: End, onEnd: () => void): Promise<void> {
  const idle = new Uint8Array(READ_BYTES);
  let buffer = idle;
  for (;;) {
    const count = await from.read(buffer);
    if (count === null) break;
    await writeAll(to, buffer.subarray(0, count));
    if (count <= READ_BYTES / 2) buffer = idle;
    else if (count === buffer.length && buffer === idle) buffer = new Uint8Array(BUSY_BYTES);
  }
  onEnd();
  await to.closeWrite();
}

async function writeAll(to: End, bytes: Uint8Array): Promise<void> {
  for (let left = bytes; left.length > 0;) left = left.subarray(await to.write(left));
}
