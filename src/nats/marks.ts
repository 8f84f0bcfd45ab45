// What stands on a document's subject: its value, or the mark of a transaction with the value before and the
// one that it gets if that commits. Pure: bytes in, data out.

import type { PublishOptions } from "./link.ts";
import type { Message } from "./message.ts";

/** A value and its version. */
export interface Settled {
  readonly bytes: Uint8Array;
  readonly version: string;
}

/** A subject's last message. `seq` 0: there is none. */
export interface Entry {
  readonly seq: number;
  /** null: no such document. */
  readonly settled: Settled | null;
}

export interface Mark {
  readonly seq: number;
  readonly transaction: string;
  readonly old: Settled | null;
  readonly fresh: Settled | null;
}

/** What publish() is given. */
export interface Written {
  readonly bytes: Uint8Array;
  readonly headers: Required<PublishOptions>["headers"];
}

/** A value that was written under another number keeps its version here; others have their number. */
const VERSION = "Netchat-Version";
const TRANSACTION = "Netchat-Transaction";

/** A mark's JSON. The values are JSON as text. */
interface Kept {
  readonly old: { readonly json: string; readonly version: string } | null;
  readonly fresh: string | null;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

export function readEntry(message: Message | null): Entry | Mark {
  if (!message) return { seq: 0, settled: null };
  const { seq, bytes } = message;
  const transaction = message.header(TRANSACTION);
  if (transaction === "") {
    return { seq, settled: { bytes, version: message.header(VERSION) || String(seq) } };
  }
  const { old, fresh } = JSON.parse(decoder.decode(bytes)) as Kept;
  return {
    seq,
    transaction,
    old: old && { bytes: encoder.encode(old.json), version: old.version },
    fresh: fresh === null ? null : { bytes: encoder.encode(fresh), version: transaction },
  };
}

export function writeMark(
  transaction: string,
  { old, fresh }: { old: Settled | null; fresh: Uint8Array | null },
): Written {
  const kept: Kept = {
    old: old && { json: decoder.decode(old.bytes), version: old.version },
    fresh: fresh && decoder.decode(fresh),
  };
  return { bytes: encoder.encode(JSON.stringify(kept)), headers: { [TRANSACTION]: transaction } };
}

export function writeSettled({ bytes, version }: Settled): Written {
  return { bytes, headers: { [VERSION]: version } };
}
