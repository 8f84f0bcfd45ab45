// Opens the store that the operator chose, and finds out whether it outlives the process. The only place
// that asks Deno for a database.

import type { StoreChoice } from "../config.ts";
import { ChatError } from "../errors.ts";
import { printable } from "../sanitize.ts";
import type { Store } from "../store.ts";
import { KvStore } from "./kv.ts";
import { MemoryStore } from "./memory.ts";

/** How long the database remembers being asked whether it is shared, should that be broken off. */
const PROBE_MS = 60_000;

export interface OpenStoreOptions {
  /** Lines that each room keeps, from 0. */
  readonly linesPerRoom: number;
  /** The database's file; "" or none for Deno's default for this program, which alone needs no permission. */
  readonly path?: string;
}

/** Throws ChatError "no-store" if it cannot be opened. */
export async function openStore(choice: StoreChoice, options: OpenStoreOptions): Promise<Store> {
  const { path = "" } = options;
  if (choice === "memory") {
    if (path === "") return new MemoryStore(options);
    throw new ChatError("bad-setting", '--kv-path needs the store "kv": leave one of the two out');
  }
  let kv: Deno.Kv | undefined;
  try {
    kv = await openKv(path);
    return new KvStore(kv, { ...options, durable: await isShared(kv, path), path });
  } catch (error) {
    kv?.close();
    throw error instanceof Deno.errors.NotCapable ? notAllowed(path) : refusal(error);
  }
}

function openKv(path: string): Promise<Deno.Kv> {
  return Deno.openKv(path === "" ? undefined : path);
}

/**
 * Whether a second connection finds what the first one wrote. A database on disk is shared; one in
 * memory is its connection's own. Asked for and not told from the version, as the default database is in
 * memory for several reasons: a binary compiled by Deno before 2.9, DENO_KV_DB_MODE=memory, and
 * whatever Deno comes up with.
 */
async function isShared(kv: Deno.Kv, path: string): Promise<boolean> {
  const other = await openKv(path);
  const key = ["probe", crypto.randomUUID()];
  try {
    await kv.set(key, true, { expireIn: PROBE_MS });
    return (await other.get(key)).value === true;
  } finally {
    await kv.delete(key);
    other.close();
  }
}

function notAllowed(path: string): ChatError {
  const file = printable(path, 200);
  return new ChatError(
    "no-store",
    `The file "${file}" may not be used: leave --kv-path out, as nothing needs it, or run it from source ` +
      "with deno run and --allow-read and --allow-write for that file",
  );
}

function refusal(error: unknown): ChatError {
  const reason = error instanceof Error ? error.message : String(error);
  return new ChatError(
    "no-store",
    `Cannot open Deno KV ("${
      printable(reason, 120)
    }"): make sure that the disk has room and Deno's ` +
      `folder may be written to, or use the store "memory"`,
  );
}
