// Who is at the door? Programs that speak something else than chat give themselves away in their first
// line, and are told so instead of becoming a user. Text and bytes in, verdict and answer out.

import type { WaysIn } from "./ways_in.ts";

export type Intruder = "http" | "tls" | "scanner";

/** Characters of the first line that are looked at. */
export const KNOCK_CHARACTERS = 128;

/**
 * An HTTP/1 request line, its path perhaps longer than what is looked at, or the preface of HTTP/2.
 * "GET me a beer" is chat.
 */
const HTTP = /^(?:[A-Z]{3,12} (?:\S+ HTTP\/\d|\/\S{100})|PRI \* HTTP\/2)/;
/** Record type 22, major version 3: every TLS ClientHello so far (RFC 8446, 5.1). */
const TLS = "\x16\x03";
/** Greetings and requests of SSH, RTSP, SIP and of proxies that are not expected. "what is SIP/2" is chat. */
const OTHER_PROTOCOL =
  /^(?:SSH-\d|[A-Z]{3,12} \S+ (?:RTSP|SIP)\/\d|PROXY (?:TCP[46] \S+ \S+ \d|UNKNOWN))/;
/** Two control characters that no keyboard line begins with among the first eight: some binary protocol. */
// deno-lint-ignore no-control-regex
const BINARY = /^(?:[^\n]{0,3}[\x01-\x06\x0e-\x1a\x1c-\x1f]){2}/;
const CR = 13;
const ESC = 27;
const IAC = 255;
const decoder = new TextDecoder();

interface Circumstances {
  /** Whether its first bytes looked binary. */
  readonly binary: boolean;
  /** Whether the client has been spoken to: somebody may be typing, and odd bytes alone are no proof. */
  readonly greeted: boolean;
}

/** What the first characters of a connection give away; null for a person, or if it is too early to say. */
export function recognize(opening: string, { binary, greeted }: Circumstances): Intruder | null {
  if (HTTP.test(opening)) return "http";
  if (opening.startsWith(TLS)) return "tls";
  if (OTHER_PROTOCOL.test(opening)) return "scanner";
  return !greeted && (binary || BINARY.test(opening)) ? "scanner" : null;
}

/** Bytes at the start of a first read that are looked at for NULs, and how many no person sends. */
const FIRST_BYTES = 8;
const MANY_NULS = 2;
/** Odd bytes in a whole first read that no person sends, if some of it is no text at all. */
const MANY_ODD = 4;

/**
 * Whether a first read is a binary protocol, a file or noise. It is looked at before text loses its NULs. Telnet's
 * CR NUL and options do not count; nor do odd characters in what is text otherwise, as IRC's colours.
 */
export function looksBinary(firstRead: Uint8Array): boolean {
  const negotiation = firstRead.indexOf(IAC);
  const plain = negotiation < 0 ? firstRead : firstRead.subarray(0, negotiation);
  if (count(plain.subarray(0, FIRST_BYTES), isNul) >= MANY_NULS) return true;
  if (negotiation === 0) return false; // a telnet client, and its options are full of such bytes
  return count(firstRead, isOdd) >= MANY_ODD &&
    (firstRead.some(isNul) || !isText(firstRead));
}

type ByteTest = (byte: number, at: number, bytes: Uint8Array) => boolean;

function count(bytes: Uint8Array, test: ByteTest): number {
  return bytes.filter(test).length;
}

function isNul(byte: number, at: number, bytes: Uint8Array): boolean {
  return byte === 0 && bytes[at - 1] !== CR;
}

/** A control character, but for those that terminals and telnet clients send. */
function isOdd(byte: number, at: number, bytes: Uint8Array): boolean {
  if (byte === 0) return isNul(byte, at, bytes);
  return byte < 7 || (byte > 13 && byte < 32 && byte !== ESC);
}

/** Whether it is UTF-8; its last character may be cut off. */
function isText(bytes: Uint8Array): boolean {
  return !decoder.decode(bytes).slice(0, -1).includes("\ufffd");
}

/** What to send an intruder before closing. */
export function answerTo(intruder: Intruder, { here, encrypted }: WaysIn): string {
  switch (intruder) {
    case "http":
      return httpAnswer(`This is a chat server's text port, not a web page: use ${here}\n`);
    case "tls":
      return `* This port speaks plain text, not TLS: use ${encrypted ?? here}\n`;
    case "scanner":
      return `* This is a chat for people, in plain text: use ${here}\n`;
  }
}

/** A line of text as HTTP's refusal. */
export function httpAnswer(body: string): string {
  return [
    "HTTP/1.1 400 Bad Request",
    "Content-Type: text/plain; charset=utf-8",
    `Content-Length: ${body.length}`,
    "Connection: close",
    "",
    body,
  ].join("\r\n");
}
