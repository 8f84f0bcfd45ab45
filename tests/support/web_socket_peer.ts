// A WebSocket client that may also do what no browser would: it writes frames bit by bit, and reads those that
// come as they are. For what a well-behaved client sees, Deno's own WebSocket is there.

import { joined } from "./bytes.ts";

export interface Frame {
  readonly opcode: number;
  readonly payload: Uint8Array;
}

export interface FrameOptions {
  readonly final?: boolean;
  readonly masked?: boolean;
  /** The three bits that are for extensions. */
  readonly reserved?: number;
  /** What the head says instead of the payload's length. */
  readonly length?: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const MASK = Uint8Array.of(1, 2, 3, 4);

/** A request for a WebSocket; a header given as "" is left out. */
export function handshake(headers: Readonly<Record<string, string>> = {}, path = "/ws"): string {
  const all = {
    "Host": "localhost",
    "Upgrade": "websocket",
    "Connection": "keep-alive, Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    ...headers,
  };
  const lines = Object.entries(all).filter(([, value]) => value !== "");
  return [`GET ${path} HTTP/1.1`, ...lines.map((line) => line.join(": ")), "", ""].join("\r\n");
}

/** A frame as clients send it. */
export function clientFrame(
  opcode: number,
  data: string | Uint8Array,
  { final = true, masked = true, reserved = 0, length }: FrameOptions = {},
): Uint8Array {
  const payload = typeof data === "string" ? encoder.encode(data) : data;
  const size = length ?? payload.length;
  const mark = masked ? 0x80 : 0;
  const first = (final ? 0x80 : 0) | reserved << 4 | opcode;
  const head = size < 126
    ? [first, mark | size]
    : size < 65_536
    ? [first, mark | 126, size >> 8, size & 255]
    : [first, mark | 127, 0, 0, 0, 0, ...[24, 16, 8, 0].map((bits) => size >>> bits & 255)];
  const body = masked ? payload.map((byte, i) => byte ^ (MASK[i % 4] ?? 0)) : payload;
  return joined([Uint8Array.from(head), ...masked ? [MASK] : [], body]);
}

export class WebSocketPeer {
  readonly #conn: Deno.Conn;
  #held: Uint8Array = new Uint8Array(0);
  #open = true;

  private constructor(conn: Deno.Conn) {
    this.#conn = conn;
  }

  /** Connects and shakes hands. Rejects with the answer if there is no WebSocket. */
  static async open(
    port: number,
    headers?: Readonly<Record<string, string>>,
  ): Promise<WebSocketPeer> {
    const peer = new WebSocketPeer(await Deno.connect({ hostname: "127.0.0.1", port }));
    await peer.write(encoder.encode(handshake(headers)));
    const head = await peer.#head();
    if (head.startsWith("HTTP/1.1 101 ")) return peer;
    peer.close();
    throw new Error(head);
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let left = bytes; left.length > 0;) left = left.subarray(await this.#conn.write(left));
  }

  send(opcode: number, data: string | Uint8Array, options?: FrameOptions): Promise<void> {
    return this.write(clientFrame(opcode, data, options));
  }

  /** The next frame, or null at the end. */
  async frame(): Promise<Frame | null> {
    for (;;) {
      const frame = this.#take();
      if (frame) return frame;
      if (!await this.#receive()) return null;
    }
  }

  /** The code and the words of the frame that ends it, whatever comes before. */
  async ending(): Promise<{ code: number; why: string } | null> {
    for (let frame = await this.frame(); frame; frame = await this.frame()) {
      if (frame.opcode !== 8) continue;
      const code = new DataView(frame.payload.buffer, frame.payload.byteOffset).getUint16(0);
      return { code, why: decoder.decode(frame.payload.subarray(2)) };
    }
    return null;
  }

  close(): void {
    if (this.#open) this.#conn.close();
    this.#open = false;
  }

  async #head(): Promise<string> {
    for (;;) {
      const text = decoder.decode(this.#held);
      const end = text.indexOf("\r\n\r\n");
      if (end >= 0) {
        this.#held = this.#held.slice(end + 4);
        return text.slice(0, end);
      }
      if (!await this.#receive()) return text;
    }
  }

  #take(): Frame | null {
    const bytes = this.#held;
    const [first = 0, short = 0] = bytes;
    const extra = short === 126 ? 2 : short === 127 ? 8 : 0;
    if (bytes.length < 2 + extra) return null;
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const length = extra === 0
      ? short
      : extra === 2
      ? view.getUint16(2)
      : Number(view.getBigUint64(2));
    const end = 2 + extra + length;
    if (bytes.length < end) return null;
    this.#held = bytes.slice(end);
    return { opcode: first & 15, payload: bytes.slice(2 + extra, end) };
  }

  async #receive(): Promise<boolean> {
    const buffer = new Uint8Array(64 * 1024);
    const count = await this.#conn.read(buffer).catch(() => null);
    if (count === null) return false;
    this.#held = joined([this.#held, buffer.subarray(0, count)]);
    return true;
  }
}
