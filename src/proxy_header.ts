// The PROXY protocol, versions 1 and 2: what a proxy sends ahead of a client's bytes, to say whose they are.
// Bytes in, address out; nothing is guessed, and what is not exactly right is refused. What else version 2 may
// carry (its TLVs) is skipped.

import { dotted } from "./address.ts";

/** Whose bytes follow: null for the proxy itself, as when it looks whether we are there. */
export interface ProxyHeader {
  readonly source: string | null;
  /** Bytes it took: the client's begin behind. */
  readonly length: number;
}

/** Longest line of version 1, with its CR LF. */
const MAX_V1 = 107;
/** Version 2: the signature, a byte each for version and command, family and transport, two for the length. */
const V2_HEAD = 16;
/** Longest version 2 header that is taken, with its TLVs. Certificates' names and the like fit well. */
export const MAX_PROXY_HEADER = 2048;
const V2_SIGNATURE = Uint8Array.of(13, 10, 13, 10, 0, 13, 10, 81, 85, 73, 84, 10);
const V1_SIGNATURE = new TextEncoder().encode("PROXY ");
const LF = 10;

/**
 * Reads the header at the start of `bytes`; null while it is not all there. Throws a TypeError that says what is
 * wrong with it: what follows cannot be trusted then.
 */
export function parseProxyHeader(bytes: Uint8Array): ProxyHeader | null {
  if (begins(bytes, V2_SIGNATURE)) return bytes.length < V2_HEAD ? null : parseV2(bytes);
  if (begins(bytes, V1_SIGNATURE)) return parseV1(bytes);
  throw new TypeError("no PROXY header");
}

/** Whether `bytes` are the signature, or its beginning so far. */
function begins(bytes: Uint8Array, signature: Uint8Array): boolean {
  return signature.subarray(0, bytes.length).every((byte, at) => bytes[at] === byte);
}

const V1 = /^PROXY (?:UNKNOWN(?: [\x21-\x7e ]*)?|(TCP4|TCP6) (\S+) (\S+) (\d{1,5}) (\d{1,5}))\r\n$/;

function parseV1(bytes: Uint8Array): ProxyHeader | null {
  const end = bytes.subarray(0, MAX_V1).indexOf(LF);
  if (end < 0 && bytes.length < MAX_V1) return null;
  const line = String.fromCharCode(...bytes.subarray(0, end + 1));
  const [whole, family, source = "", target = "", ...ports] = V1.exec(line) ?? [];
  if (whole === undefined) throw new TypeError("bad PROXY line");
  if (family === undefined) return { source: null, length: end + 1 };
  const isAddress = family === "TCP4" ? isV4 : isV6;
  if (!isAddress(source) || !isAddress(target) || !ports.every(isPort)) {
    throw new TypeError("bad address in the PROXY line");
  }
  return { source: family === "TCP4" ? source : shortest(source), length: end + 1 };
}

function isV4(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 &&
    parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
}

function isV6(text: string): boolean {
  return /^[0-9a-f:.]{2,45}$/i.test(text) && text.includes(":") &&
    URL.canParse(`http://[${text}]/`);
}

function isPort(text: string): boolean {
  return /^(0|[1-9]\d*)$/.test(text) && Number(text) < 65_536;
}

const LOCAL = 0;
const PROXY = 1;

function parseV2(bytes: Uint8Array): ProxyHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const command = view.getUint8(12);
  const length = V2_HEAD + view.getUint16(14);
  if (command >> 4 !== 2) throw new TypeError(`version "${command >> 4}" of PROXY`);
  if ((command & 15) !== LOCAL && (command & 15) !== PROXY) {
    throw new TypeError(`PROXY command "${command & 15}"`);
  }
  if (length > MAX_PROXY_HEADER) throw new TypeError(`PROXY header of ${length} bytes`);
  if (bytes.length < length) return null;
  const source = (command & 15) === LOCAL ? null : sourceOf(view, length - V2_HEAD);
  return { source, length };
}

/** Family and transport of what can come through TCP, and how many bytes their addresses take. */
const UNSPEC = 0x00;
const TCP4 = { code: 0x11, bytes: 12 };
const TCP6 = { code: 0x21, bytes: 36 };

function sourceOf(view: DataView, size: number): string | null {
  const family = view.getUint8(13);
  if (family === UNSPEC) return null;
  if (family !== TCP4.code && family !== TCP6.code) {
    throw new TypeError(`PROXY for something else than TCP ("0x${family.toString(16)}")`);
  }
  if (size < (family === TCP4.code ? TCP4 : TCP6).bytes) throw new TypeError("PROXY too short");
  if (family === TCP4.code) {
    return [16, 17, 18, 19].map((at) => view.getUint8(at)).join(".");
  }
  const groups = Array.from({ length: 8 }, (_, at) => view.getUint16(V2_HEAD + 2 * at));
  return shortest(groups.map((group) => group.toString(16)).join(":"));
}

/** An IPv6 address as the rest of the server knows it. */
function shortest(address: string): string {
  return dotted(new URL(`http://[${address}]/`).hostname.slice(1, -1));
}
