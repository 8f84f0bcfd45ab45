// Documents between the port and a store: what may be a key, and values as bytes. Shared by all stores,
// so that what one of them takes, every other takes too. Keeps nothing.

import {
  MAX_CHANGES,
  MAX_COMMIT_BYTES,
  MAX_DOCUMENT_BYTES,
  MAX_DOCUMENT_KEY_BYTES,
} from "./limits.ts";
import { printable } from "./sanitize.ts";
import type { Change, DocumentKey } from "./store.ts";

/** A change that is known to fit, its value as bytes of JSON. */
export interface Write extends Pick<Change, "key" | "ifVersion"> {
  /** null deletes. */
  readonly bytes: Uint8Array | null;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Throws RangeError for a key that is too long or holds half a character. */
export function checkKey(key: DocumentKey): void {
  const bytes = key.reduce((sum, word) => sum + encoder.encode(word).length, 0);
  if (bytes > MAX_DOCUMENT_KEY_BYTES) {
    throw new RangeError(
      `The key ${quoted(key)} has ${bytes} bytes: use at most ${MAX_DOCUMENT_KEY_BYTES}`,
    );
  }
  if (!key.every((word) => word.isWellFormed())) {
    throw new RangeError(`The key ${quoted(key)} has half a character: use well-formed text`);
  }
}

/** Throws RangeError for more than fits one commit, TypeError for what is not JSON. */
export function toWrites(changes: readonly Change[]): Write[] {
  if (changes.length > MAX_CHANGES) {
    throw new RangeError(`${changes.length} changes in one commit: make at most ${MAX_CHANGES}`);
  }
  const writes = changes.map(toWrite);
  const bytes = writes.reduce((sum, write) => sum + (write.bytes?.length ?? 0), 0);
  if (bytes <= MAX_COMMIT_BYTES) return writes;
  throw new RangeError(`A commit of ${bytes} bytes: make it at most ${MAX_COMMIT_BYTES}`);
}

/** What toWrites() made bytes of. */
export function fromBytes(bytes: Uint8Array): unknown {
  return JSON.parse(decoder.decode(bytes));
}

/** Word by word, and each word as UTF-8 sorts: by code point, not by UTF-16 unit as < does. */
export function compareKeys(a: DocumentKey, b: DocumentKey): number {
  const at = a.findIndex((word, i) => word !== b[i]);
  return at === -1 ? a.length - b.length : compareText(a[at] ?? "", b[at]);
}

/** By code points; nothing comes before everything. */
export function compareText(a: string, b: string | undefined): number {
  if (b === undefined) return 1;
  const [left, right] = [Array.from(a), Array.from(b)];
  const at = left.findIndex((character, i) => character !== right[i]);
  if (at === -1) return left.length - right.length;
  return (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? -1);
}

function toWrite({ value, ...change }: Change): Write {
  checkKey(change.key);
  if (value === null) return { ...change, bytes: null };
  const json: string | undefined = JSON.stringify(value);
  if (json === undefined) throw new TypeError(`The document ${quoted(change.key)} is no JSON`);
  const bytes = encoder.encode(json);
  if (bytes.length <= MAX_DOCUMENT_BYTES) return { ...change, bytes };
  throw new RangeError(
    `The document ${
      quoted(change.key)
    } has ${bytes.length} bytes: use at most ${MAX_DOCUMENT_BYTES}`,
  );
}

function quoted(key: DocumentKey): string {
  return `"${printable(key.join(" "))}"`;
}
