// Where the contract of stores finds a store, and the few words its tests are written in.

import { assertEquals } from "@std/assert";
import type { Change, DocumentKey, Store } from "../../src/store.ts";

/** Where a store lives during one test. */
export interface StoreHome extends AsyncDisposable {
  /** Opens the store. A durable home gives the same one again, once that is closed. */
  open(options: { readonly linesPerRoom: number }): Promise<Store>;
}

export interface StoreKind {
  readonly durable: boolean;
  readonly home: () => Promise<StoreHome>;
}

/** Registers tests that get a store which keeps `linesPerRoom` lines, 100 if that does not matter. */
export function storeTests(name: string, { home }: StoreKind) {
  return (promise: string, run: (store: Store) => Promise<void>, linesPerRoom = 100): void => {
    Deno.test(`${name} ${promise}`, async () => {
      await using place = await home();
      const store = await place.open({ linesPerRoom });
      await run(store);
      await store.close();
    });
  };
}

export function doc(key: DocumentKey, value: unknown): Change {
  return { key, value };
}

export async function put(store: Store, key: DocumentKey, value: unknown): Promise<void> {
  assertEquals(await store.commit([{ key, value }]), true);
}

export async function valueOf(store: Store, key: DocumentKey): Promise<unknown> {
  return (await store.read(key))?.value;
}

export async function versionOf(store: Store, key: DocumentKey): Promise<string> {
  return (await store.read(key))?.version ?? "";
}

export async function listed(store: Store, prefix: DocumentKey): Promise<DocumentKey[]> {
  return (await store.list(prefix)).map(({ key }) => key);
}

/** Reads, adds one, and tries again when somebody was quicker. */
export async function increment(store: Store, key: DocumentKey): Promise<void> {
  for (;;) {
    const document = await store.read(key);
    const value = Number(document?.value ?? 0) + 1;
    if (await store.commit([{ key, value, ifVersion: document?.version ?? null }])) return;
  }
}

/** Numbers that sort as text. */
export function pad(n: number): string {
  return String(n).padStart(5, "0");
}
