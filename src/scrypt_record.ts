// The text that stands for a password in an account: scrypt's parameters, salt and hash as a PHC string,
// `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`. Written and read strictly: what hashing could not bear is no
// record. Pure; the hashing itself is password.ts.
//
// https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md, RFC 7914 (scrypt).

import { Buffer } from "node:buffer";

/** What one hash costs: 128 · 2^ln · r bytes of memory, and p times the work of filling them. */
export interface ScryptParameters {
  /** Logarithm to base 2 of scrypt's N. */
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

export interface ScryptRecord {
  readonly parameters: ScryptParameters;
  /** 8 to 48 bytes, the PHC format's range. */
  readonly salt: Uint8Array;
  /** 16 to 64 bytes. Fewer could be hit by chance; none at all would fit every password. */
  readonly hash: Uint8Array;
}

/**
 * Most that a record may ask for, so that a broken one neither takes gigabytes nor hours: the memory of
 * OWASP's largest set (N=2^17, r=8) in bytes, and twice its work, as N · r · p.
 */
export const MAX_SCRYPT_BYTES = 128 * 1024 * 1024;
const MAX_SCRYPT_WORK = 2 * 2 ** 17 * 8;

const RECORD =
  /^\$scrypt\$ln=([1-9]\d?),r=([1-9]\d?),p=([1-9]\d?)\$([A-Za-z0-9+/]{11,64})\$([A-Za-z0-9+/]{22,86})$/;

export function formatRecord({ parameters: { ln, r, p }, salt, hash }: ScryptRecord): string {
  return `$scrypt$ln=${ln},r=${r},p=${p}$${toBase64(salt)}$${toBase64(hash)}`;
}

/** Throws SyntaxError, without a word of the text, if it is no record that formatRecord() could have made. */
export function parseRecord(text: string): ScryptRecord {
  const [, ln, r, p, salt = "", hash = ""] = RECORD.exec(text) ?? [];
  const parameters = { ln: Number(ln), r: Number(r), p: Number(p) };
  const record = { parameters, salt: fromBase64(salt), hash: fromBase64(hash) };
  if (bearable(parameters) && formatRecord(record) === text) return record;
  throw new SyntaxError("A stored password is no scrypt record that can be used");
}

/** NaN is not. Under 16 · r is RFC 7914's own bound of ln. */
function bearable({ ln, r, p }: ScryptParameters): boolean {
  const memory = 128 * 2 ** ln * r;
  const work = 2 ** ln * r * p;
  return memory <= MAX_SCRYPT_BYTES && work <= MAX_SCRYPT_WORK && ln < 16 * r;
}

/** As PHC has it: no padding, no line breaks. */
function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64").replace(/=+$/, "");
}

/** Takes what is not quite base64 too; writing it again shows the difference. */
function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "base64"));
}
