// A certificate as an operator hands it over: the PEM of its chain and its key, checked before it is used.
// Refusals say what is wrong and never show the key. Opens nothing.

import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { ChatError } from "./errors.ts";
import { pemBlocks } from "./pem.ts";

export interface Certificate {
  /** PEM, the server's own certificate first. */
  readonly chain: string;
  /** PEM. */
  readonly key: string;
  /** SHA-256 of the server's own certificate, as "AB:CD:…": what a client may compare. */
  readonly fingerprint: string;
  /** Milliseconds since 1970. */
  readonly notAfter: number;
}

const HOW = "give the chain and its key as PEM, as in cat fullchain.pem privkey.pem";

/** Reads the blocks in `pem`, in whatever order; what stands between them is skipped. Throws ChatError "bad-setting". */
export function readCertificate(pem: string, now: number): Certificate {
  const blocks = pemBlocks(pem);
  const certificates = blocks.filter(({ label }) => label === "CERTIFICATE");
  const keys = blocks.filter(({ label }) => label.endsWith("PRIVATE KEY"));
  const chain = certificates.map(({ block }, at) => readOne(block, at + 1));
  const [own] = chain;
  const [key] = keys;
  if (own === undefined) throw bad(`There is no certificate in it: ${HOW}`);
  if (key === undefined) throw bad(`There is no private key in it: ${HOW}`);
  if (keys.length > 1) throw bad(`There are ${keys.length} private keys in it: ${HOW}`);
  checkKey(readKey(key.block), chain);
  const notAfter = checkDates(own, now);
  return {
    chain: certificates.map(({ block }) => `${block}\n`).join(""),
    key: `${key.block}\n`,
    fingerprint: own.fingerprint256,
    notAfter,
  };
}

function readOne(block: string, place: number): X509Certificate {
  try {
    return new X509Certificate(block);
  } catch {
    throw bad(`Certificate "${place}" of the chain cannot be read: ${HOW}`);
  }
}

function readKey(block: string): KeyObject {
  if (block.includes("ENCRYPTED")) {
    throw bad("The private key is encrypted: take its password off first, with openssl pkey");
  }
  try {
    return createPrivateKey(block);
  } catch {
    throw bad(`The private key cannot be read: ${HOW}`);
  }
}

function checkKey(key: KeyObject, [own, ...others]: readonly X509Certificate[]): void {
  if (own?.checkPrivateKey(key)) return;
  throw others.some((other) => other.checkPrivateKey(key))
    ? bad("The chain begins with another's certificate: put the server's own first")
    : bad("The private key is not the certificate's: give the two that belong together");
}

/** When it ends, in milliseconds since 1970. */
function checkDates({ validFrom, validTo }: X509Certificate, now: number): number {
  if (Date.parse(validTo) <= now) {
    throw bad(`The certificate expired on "${validTo}": get a new one`);
  }
  if (Date.parse(validFrom) > now) {
    throw bad(`The certificate begins on "${validFrom}": check the clock of this machine`);
  }
  return Date.parse(validTo);
}

function bad(message: string): ChatError {
  return new ChatError("bad-setting", message);
}
