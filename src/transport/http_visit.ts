// One connection to the web port: reads the heads of its requests within their time and size, and writes
// what the site answers, until the other end has enough or asks for a WebSocket.
//
// Deno's own HTTP server is not used: it waits for a head for ever, and a WebSocket of it hands over
// messages of up to 64 MiB before anyone can object. A port that strangers reach needs bounds for both.

import type { Clock } from "../clock.ts";
import { Flood } from "../flood.ts";
import { discard, hangUp } from "../hang_up.ts";
import {
  ANSWER_MS,
  HEAD_MS,
  MAX_HEAD_BYTES,
  REQUESTS_AT_ONCE,
  REQUESTS_PER_SECOND,
} from "../limits.ts";
import type { Answer, Site } from "../site.ts";
import type { Connection } from "../transport.ts";
import { type Head, headOf, HttpFault, parseHead } from "./http_head.ts";

export interface HttpVisitParts {
  readonly clock: Clock;
  /** Known once the server serves. */
  readonly site: Promise<Site>;
  /** Who really comes, where the connection is a proxy's. */
  readonly addressOf: (head: Head) => string;
  /** Called when an answer begins that has no end yet. */
  readonly onFollow: () => void;
  /** Whether a request is to become something else. Throws HttpFault to refuse it. */
  readonly upgrades: (head: Head) => boolean;
}

/** A request that is to become something else, and the bytes that came behind it. */
export interface Upgrade {
  readonly head: Head;
  readonly rest: Uint8Array;
}

const TLS_HANDSHAKE = 22;
const HEAD_START_BYTES = 1024;
const PACE = { burst: REQUESTS_AT_ONCE, rate: REQUESTS_PER_SECOND };
const encoder = new TextEncoder();
const decoder = new TextDecoder("latin1");

export class HttpVisit {
  readonly #connection: Connection;
  readonly #parts: HttpVisitParts;
  readonly #flood: Flood;
  #buffer = new Uint8Array(HEAD_START_BYTES);
  #held = 0;
  /** Reads and forgets, once nothing more is to be asked for. */
  #reading: Promise<void> | undefined;

  constructor(connection: Connection, parts: HttpVisitParts) {
    this.#connection = connection;
    this.#parts = parts;
    this.#flood = new Flood(PACE, parts.clock.now());
  }

  /** Answers requests until the end, and null then; or resolves to the one that asks for more. */
  async run(): Promise<Upgrade | null> {
    let head: Head | null = null;
    try {
      for (;;) {
        head = await this.#nextHead();
        if (head === null) break;
        await this.#keepPace();
        if (this.#parts.upgrades(head)) return { head, rest: this.#buffer.slice(0, this.#held) };
        const answer = await this.#answerTo(head);
        await this.#send(answer, head);
        if (!goesOn(answer, head)) break;
      }
    } catch (error) {
      if (!(error instanceof HttpFault)) throw error;
      await this.#send(error.answer, head && { ...head, keepAlive: false });
    }
    await hangUp(this.#connection, this.#parts.clock, this.#reading);
    return null;
  }

  async #keepPace(): Promise<void> {
    const { clock } = this.#parts;
    const ms = this.#flood.take(1, clock.now());
    if (ms > 0) await new Promise<void>((resolve) => clock.after(ms, resolve));
  }

  /** The next request's head; null if none comes. Throws HttpFault for what is none. */
  async #nextHead(): Promise<Head | null> {
    const cancel = this.#parts.clock.after(HEAD_MS, () => this.#connection.close());
    try {
      for (;;) {
        const text = this.#takeHead();
        if (text !== null) return parseHead(text);
        const read = await this.#connection.read(this.#room());
        if (read === null) return null;
        this.#held += read;
      }
    } finally {
      cancel();
    }
  }

  /** Where the next read may write. Throws HttpFault if a head may not grow that long. */
  #room(): Uint8Array {
    const { length } = this.#buffer;
    if (this.#held < length) return this.#buffer.subarray(this.#held);
    if (length >= MAX_HEAD_BYTES) {
      throw new HttpFault(431, `The head of a request may have ${MAX_HEAD_BYTES} bytes here`);
    }
    const longer = new Uint8Array(Math.min(MAX_HEAD_BYTES, length * 2));
    longer.set(this.#buffer);
    this.#buffer = longer;
    return longer.subarray(length);
  }

  /** Takes what stands before the first empty line out of the buffer, if that has come. */
  #takeHead(): string | null {
    if (this.#held > 0 && this.#buffer[0] === TLS_HANDSHAKE) {
      throw new HttpFault(400, "This port speaks http, not https");
    }
    const text = decoder.decode(this.#buffer.subarray(0, this.#held));
    const found = /^(?:\r?\n)*([^\r\n][^]*?)\r?\n\r?\n/.exec(text);
    if (!found) return null;
    this.#buffer.copyWithin(0, found[0].length, this.#held);
    this.#held -= found[0].length;
    return found[1] ?? "";
  }

  async #answerTo(head: Head): Promise<Answer> {
    const { addressOf, site } = this.#parts;
    const { method, target, headers } = head;
    const answer = await site;
    return await answer({ method, target, headers, address: addressOf(head) });
  }

  async #send(answer: Answer, head: Head | null): Promise<void> {
    const { body } = answer;
    const connection = {
      date: new Date(this.#parts.clock.now()).toUTCString(),
      connection: head && goesOn(answer, head) ? "keep-alive" : "close",
    };
    if (typeof body === "function") {
      await this.#write(encoder.encode(headOf(answer, connection))).catch(() => {}); // as it will see
      return await this.#stream(body);
    }
    const length = answer.status === 304 ? {} : { "content-length": String(body.length) };
    const start = encoder.encode(headOf(answer, { ...length, ...connection }));
    await this.#write(head?.method === "HEAD" ? start : joined(start, body));
  }

  /** Whoever hangs up meanwhile has enough. */
  async #stream(body: Extract<Answer["body"], (...args: never) => unknown>): Promise<void> {
    this.#parts.onFollow();
    const gone = new AbortController();
    this.#reading = discard(this.#connection);
    this.#reading.then(() => gone.abort());
    const write = (bytes: Uint8Array) => this.#connection.write(bytes);
    await body({ write, gone: gone.signal });
  }

  /** Whoever does not take an answer in its time is cut. */
  async #write(bytes: Uint8Array): Promise<void> {
    const cancel = this.#parts.clock.after(ANSWER_MS, () => this.#connection.close());
    try {
      for (let left = bytes; left.length > 0;) {
        left = left.subarray(await this.#connection.write(left));
      }
    } finally {
      cancel();
    }
  }
}

function goesOn({ body }: Answer, head: Head): boolean {
  return head.keepAlive && typeof body !== "function";
}

function joined(start: Uint8Array, end: Uint8Array): Uint8Array {
  const whole = new Uint8Array(start.length + end.length);
  whole.set(start);
  whole.set(end, start.length);
  return whole;
}
