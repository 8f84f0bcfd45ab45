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
}

/** Resolves when both are closed: to whether all was carried, and no end broke. Never rejects. */
export async function relay(near: End, far: End, { opening }: RelayOptions): Promise<boolean> {
  try {
    await Promise.all([carryOpening(near, far, opening), carry(far, near)]);
    return true;
  } catch {
    return false;
  } finally {
    near.close();
    far.close();
  }
}

async function carryOpening(near: End, far: End, opening: Uint8Array): Promise<void> {
  await writeAll(far, opening);
  await carry(near, far);
}

async function carry(from: End, to: End): Promise<void> {
  const idle = new Uint8Array(READ_BYTES);
  let buffer = idle;
  for (;;) {
    const count = await from.read(buffer);
    if (count === null) return await to.closeWrite();
    await writeAll(to, buffer.subarray(0, count));
    if (count <= READ_BYTES / 2) buffer = idle;
    else if (count === buffer.length && buffer === idle) buffer = new Uint8Array(BUSY_BYTES);
  }
}

async function writeAll(to: End, bytes: Uint8Array): Promise<void> {
  for (let left = bytes; left.length > 0;) left = left.subarray(await to.write(left));
}
