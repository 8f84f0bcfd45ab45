// A WebSocket keeps the promises of every transport that carries lines, and ends for whoever breaks its protocol:
// with the code for that, whatever the other end is still sending.

import { createConnection } from "node:net";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { MAX_MESSAGE_BYTES, PING_MS, UNANSWERED_PINGS } from "../../src/limits.ts";
import { inWords } from "../../src/site.ts";
import { CLOSE, OPCODE } from "../../src/transport/frame.ts";
import { listenTcp } from "../../src/transport/tcp.ts";
import type { Connection } from "../../src/transport.ts";
import { WebListener } from "../../src/transport/web.ts";
import { WebSocketConnection } from "../../src/transport/websocket.ts";
import { FakeClock } from "../support/fake_clock.ts";
import { FakeConnection } from "../support/fake_connection.ts";
import { type Peer, testTransport } from "../support/transport_contract.ts";
import {
  clientFrame,
  type FrameOptions,
  handshake,
  WebSocketPeer,
} from "../support/web_socket_peer.ts";

const { text, binary, continuation, close, ping, pong } = OPCODE;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

function listen(): WebListener {
  const below = listenTcp({ host: "127.0.0.1", port: 0 });
  const comerOf = (_: Headers, connection: Connection) => connection;
  const listener = new WebListener(below, { clock: new FakeClock(), origins: [], comerOf });
  listener.answer(() => inWords(404, "There are no pages here"));
  return listener;
}

/** Lines out are messages, and messages in are lines. */
async function connect({ port }: { port: number }): Promise<Peer> {
  const peer = await WebSocketPeer.open(port);
  return {
    send: (bytes) => peer.send(text, bytes.subarray(0, -1)),
    async receive() {
      const frame = await peer.frame();
      return frame?.opcode === text ? encoder.encode(`${decoder.decode(frame.payload)}\n`) : null;
    },
    endInput: () => peer.send(close, ""),
    close: () => peer.close(),
  };
}

async function connectToReset({ port }: { port: number }): Promise<() => void> {
  const socket = createConnection(port, "127.0.0.1");
  socket.write(handshake());
  await new Promise((resolve) => socket.once("data", resolve));
  return () => void socket.resetAndDestroy();
}

testTransport({ name: "websocket", flow: "lines", listen, connect, connectToReset });

/** A conversation over a fake connection, under a clock that stands still. */
function begin() {
  const under = new FakeConnection();
  const clock = new FakeClock();
  const options = { address: "192.0.2.9", encrypted: false, clock, rest: new Uint8Array(0) };
  const connection = new WebSocketConnection(under, options);
  return { under, clock, connection };
}

async function readLine(connection: WebSocketConnection): Promise<string | null> {
  const buffer = new Uint8Array(MAX_MESSAGE_BYTES + 1);
  const count = await connection.read(buffer);
  return count === null ? null : decoder.decode(buffer.subarray(0, count));
}

Deno.test("A message is one line, whatever newlines are in it and however it comes", async () => {
  const { under, connection } = begin();
  const whole = [
    clientFrame(text, '{"do":\r\n"who"}'),
    clientFrame(text, "é", {}),
    clientFrame(text, '{"a', { final: false }),
    clientFrame(ping, "still there?"),
    clientFrame(continuation, "", { final: false }),
    clientFrame(continuation, '":1}'),
    clientFrame(text, "x".repeat(MAX_MESSAGE_BYTES)),
  ];
  for (const frame of whole) for (const byte of frame) under.type(Uint8Array.of(byte));
  const lines = ['{"do":  "who"}', "é", '{"a":1}', "x".repeat(MAX_MESSAGE_BYTES)];
  for (const line of lines) assertEquals(await readLine(connection), `${line}\n`);
  assertEquals(under.output, "\x8a\x0cstill there?".replace("\x8a", "\ufffd"));
  connection.close();
});

Deno.test("write() makes each line one message, and the same bytes into frames once", async () => {
  const { under, connection } = begin();
  const long = "é".repeat(40_000);
  await connection.write(encoder.encode(`one\n\n${"x".repeat(200)}\n${long}\n`));
  const shared = encoder.encode("two\nthree\n");
  assertEquals(await connection.write(shared), shared.length);
  assertEquals(await connection.write(shared), shared.length);
  const [first = ""] = under.output.split("one");
  assertEquals(first.length, 2);
  assertEquals(under.output.split("two").length, 3);
  assert(under.output.includes(long));
  connection.close();
});

interface Violation {
  readonly what: string;
  readonly opcode: number;
  readonly data: string | Uint8Array;
  readonly options?: FrameOptions;
  readonly code: number;
}

const VIOLATIONS: readonly Violation[] = [
  { what: "a binary message", opcode: binary, data: "x", code: CLOSE.unsupported },
  { what: "too long a message", opcode: text, data: "x".repeat(8193), code: CLOSE.tooBig },
  {
    what: "the promise of a huge message",
    opcode: text,
    data: "",
    options: { length: 2 ** 31 },
    code: CLOSE.tooBig,
  },
  {
    what: "a message without a mask",
    opcode: text,
    data: "x",
    options: { masked: false },
    code: CLOSE.protocolError,
  },
  {
    what: "a bit of an extension",
    opcode: text,
    data: "x",
    options: { reserved: 4 },
    code: CLOSE.protocolError,
  },
  { what: "a frame of no kind", opcode: 3, data: "", code: CLOSE.protocolError },
  { what: "a control frame of no kind", opcode: 11, data: "", code: CLOSE.protocolError },
  { what: "a continuation of nothing", opcode: continuation, data: "", code: CLOSE.protocolError },
  {
    what: "half a ping",
    opcode: ping,
    data: "",
    options: { final: false },
    code: CLOSE.protocolError,
  },
  { what: "too long a ping", opcode: ping, data: "x".repeat(126), code: CLOSE.protocolError },
  {
    what: "bytes that are no text",
    opcode: text,
    data: Uint8Array.of(0xc3, 0x28),
    code: CLOSE.invalidText,
  },
  {
    what: "a reason that is no text",
    opcode: close,
    data: Uint8Array.of(3, 232, 0xff),
    code: CLOSE.invalidText,
  },
  ...[[3], [0, 0], [3, 231], [3, 237], [3, 247], [11, 183], [19, 136]].map((bytes) => ({
    what: `a goodbye with the bytes ${bytes}`,
    opcode: close,
    data: Uint8Array.from(bytes),
    code: CLOSE.protocolError,
  })),
  { what: "a goodbye", opcode: close, data: "", code: CLOSE.normal },
  { what: "a goodbye with that code", opcode: close, data: Uint8Array.of(3, 233, 98), code: 1001 },
  { what: "one with a code of its own", opcode: close, data: Uint8Array.of(19, 135), code: 4999 },
];

for (const { what, opcode, data, options, code } of VIOLATIONS) {
  Deno.test(`A WebSocket ends with ${code} for ${what}, and the other end hears of it`, async () => {
    const listener = listen();
    const arriving = listener.accept();
    const peer = await WebSocketPeer.open(listener.address.port);
    const connection = await arriving;
    await peer.send(opcode, data, options);
    assertEquals(await connection?.read(new Uint8Array(9)), null);
    const ended = connection?.closeWrite();
    assertEquals((await peer.ending())?.code, code);
    peer.close();
    await ended;
    connection?.close();
    listener.close();
  });
}

Deno.test("A message in many frames is too long as soon as it is", async () => {
  const { under, connection } = begin();
  for (let sent = 0; sent <= MAX_MESSAGE_BYTES; sent += 100) {
    under.type(clientFrame(sent === 0 ? text : continuation, "x".repeat(100), { final: false }));
  }
  assertEquals(await readLine(connection), null);
  assert(under.output.includes(`has ${MAX_MESSAGE_BYTES} bytes at most`));
  connection.close();
});

Deno.test("Of many pings that come while a write is under way the last alone is answered", async () => {
  const { under, connection } = begin();
  under.stalled = true;
  const writing = connection.write(encoder.encode("line\n"));
  for (let i = 0; i < 1000; i++) under.type(clientFrame(ping, `${i}`));
  under.type(clientFrame(text, "end"));
  assertEquals(await readLine(connection), "end\n");
  under.resume();
  await writing;
  const output = await under.until((output) => output.includes("999"));
  assertEquals(output.length, "__line__999".length);
  connection.close();
});

Deno.test("Who says nothing is pinged, and cut when pings are in vain", async () => {
  const { under, clock, connection } = begin();
  const reading = readLine(connection).catch(() => "cut");
  for (let i = 0; i < 3; i++) {
    clock.advance(PING_MS);
    await under.until((output) => output.length === 2 * (i + 1));
    under.type(clientFrame(pong, "")); // which keeps it alive
    await Promise.resolve();
    await new Promise((resolve) => queueMicrotask(() => resolve(null)));
  }
  assertEquals(under.closed, false);
  for (let i = 0; i <= UNANSWERED_PINGS; i++) clock.advance(PING_MS);
  assertEquals(under.closed, true);
  assertEquals(await reading, "cut");
  assertEquals(clock.waiting, 0);
});

Deno.test("A closed WebSocket takes no more lines", async () => {
  const { connection } = begin();
  await connection.closeWrite();
  await assertRejects(() => connection.write(encoder.encode("more\n")));
  connection.close();
});
