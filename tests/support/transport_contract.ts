// What every transport promises: bytes both ways, each end closed by itself, and rejections, never
// silence, when something broke. Each implementation's test calls this with a way to start it.

import { assert, assertEquals, assertLess, assertRejects } from "@std/assert";
import type { Connection, Listener } from "../../src/transport.ts";
import { joined } from "./bytes.ts";

/** The other end: a client in the transport's own terms. */
export interface Peer {
  send(bytes: Uint8Array): Promise<void>;
  /** Resolves to the next bytes, or null at the end. */
  receive(): Promise<Uint8Array | null>;
  /** Says that no more will be sent. */
  endInput(): Promise<void>;
  /** Hangs up, whatever is still on its way. */
  close(): void;
}

export interface TransportUnderTest {
  /** The name that connections carry. */
  readonly name: string;
  /** Whether it is a flow of bytes, or of whole lines only, both ways; bytes if not given. */
  readonly flow?: "bytes" | "lines";
  /** Listens on a free port of this machine. */
  listen(): Listener;
  connect(address: Listener["address"]): Promise<Peer>;
  /** Connects a client that can break the connection, by what this resolves to. */
  connectToReset(address: Listener["address"]): Promise<() => void>;
  /** Whether accept() gives only clients that have done their part. */
  readonly prepares?: boolean;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Registers the tests of a transport. */
export function testTransport(transport: TransportUnderTest): void {
  const { name, flow = "bytes" } = transport;

  /** `of`: what flows make such a promise; both if not given. */
  function test(promise: string, run: (pair: Pair) => Promise<void>, of = flow): void {
    if (of !== flow) return;
    Deno.test(`${name}: ${promise}`, async () => {
      const listener = transport.listen();
      const peer = await transport.connect(listener.address);
      const connection = await listener.accept();
      assert(connection);
      try {
        await run({ listener, peer, connection });
      } finally {
        connection.close();
        peer.close();
        listener.close();
      }
    });
  }

  test("a connection tells its transport and the other end's address", ({ connection }) => {
    assertEquals(connection.transport, name);
    assertEquals(connection.address, "127.0.0.1");
    return Promise.resolve();
  });

  test("bytes arrive both ways as they were sent", async ({ connection, peer }) => {
    const everyByte = Uint8Array.from({ length: 256 }, (_, i) => i);
    await peer.send(everyByte);
    assertEquals(await readExactly(connection, 256), everyByte);
    await writeAll(connection, everyByte);
    assertEquals(await receiveExactly(peer, 256), everyByte);
  }, "bytes");

  test("read() never gives more than the buffer holds, and loses nothing", async (pair) => {
    await pair.peer.send(encoder.encode("012345678\n"));
    const buffer = new Uint8Array(3);
    let text = "";
    while (text.length < 10) {
      const count = await pair.connection.read(buffer);
      assert(count !== null && count > 0 && count <= 3);
      text += decoder.decode(buffer.subarray(0, count));
    }
    assertEquals(text, "012345678\n");
  });

  test("write() takes what fits when nobody reads, and the rest arrives too", async (pair) => {
    const { connection, peer } = pair;
    const whole = new Uint8Array(32 * 1024 * 1024);
    for (let i = 0; i < whole.length; i += 4096) whole[i] = i >> 12;
    const first = await connection.write(whole);
    assert(first > 0);
    assertLess(first, whole.length);
    const [received] = await Promise.all([
      receiveExactly(peer, whole.length),
      writeAll(connection, whole.subarray(first)),
    ]);
    assertEquals(received.length, whole.length);
    for (let i = 0; i < whole.length; i += 4096) {
      if (received[i] !== whole[i]) assertEquals(received[i], whole[i], `At ${i}`);
    }
  }, "bytes");

  test("the other end's end of input is the end of reading only", async ({ connection, peer }) => {
    await peer.send(encoder.encode("last"));
    await peer.endInput();
    assertEquals(decoder.decode(await readExactly(connection, 4)), "last");
    assertEquals(await connection.read(new Uint8Array(9)), null);
    assertEquals(await connection.read(new Uint8Array(9)), null);
    await writeAll(connection, encoder.encode("still here"));
    assertEquals(decoder.decode(await receiveExactly(peer, 10)), "still here");
  }, "bytes");

  test("closeWrite() lets the other end read all of it, whatever it is sending", async (pair) => {
    const { connection, peer } = pair;
    const line = encoder.encode(`${"x".repeat(4999)}\n`);
    await peer.send(line);
    await peer.send(line);
    await writeAll(connection, encoder.encode("goodbye\n"));
    await connection.closeWrite();
    assertEquals(decoder.decode(await receiveExactly(peer, 8)), "goodbye\n");
    assertEquals(await peer.receive(), null);
    assertEquals((await readExactly(connection, 10_000)).length, 10_000);
  });

  test("closeWrite() does not reject, also twice, after close() or without a peer", async (pair) => {
    const { connection, peer } = pair;
    await connection.closeWrite();
    await connection.closeWrite();
    peer.close();
    await connection.closeWrite();
    connection.close();
    await connection.closeWrite();
  });

  test("write() rejects after closeWrite()", async ({ connection }) => {
    await connection.closeWrite();
    await assertRejects(() => connection.write(encoder.encode("more\n")));
  });

  test("close() twice is harmless, and nothing works after", async ({ connection, peer }) => {
    connection.close();
    connection.close();
    await assertRejects(() => connection.read(new Uint8Array(1)));
    await assertRejects(() => connection.write(new Uint8Array(1)));
    assertEquals(await peer.receive(), null);
  });

  test("close() ends a read that waits", async ({ connection }) => {
    const reading = assertRejects(() => connection.read(new Uint8Array(1)));
    connection.close();
    await reading;
  });

  test("close() ends a write that waits", async ({ connection }) => {
    const writing = assertRejects(() => writeAll(connection, new Uint8Array(64 * 1024 * 1024)));
    connection.close();
    await writing;
  });

  test("a reset rejects the read that waits or comes next, and writes", async ({ listener }) => {
    for (const waits of [false, true]) {
      const reset = await transport.connectToReset(listener.address);
      const connection = await listener.accept();
      assert(connection);
      const reading = waits ? connection.read(new Uint8Array(1)) : undefined;
      reset();
      await assertRejects(() => reading ?? connection.read(new Uint8Array(1)));
      await assertRejects(() => writeAll(connection, new Uint8Array(100)));
      connection.close();
    }
  });

  test("accept() gives clients in the order of their coming, each a connection", async (pair) => {
    const { listener } = pair;
    const connections: Connection[] = [];
    for (const text of ["first\n", "second\n", "third\n"]) {
      const peer = await transport.connect(listener.address);
      const connection = await listener.accept();
      assert(connection);
      await peer.send(encoder.encode(text));
      assertEquals(decoder.decode(await readExactly(connection, text.length)), text);
      connections.push(connection);
      peer.close();
    }
    for (const connection of connections) {
      assertEquals(await connection.read(new Uint8Array(1)), null);
      connection.close();
    }
  });

  test("accept() resolves to null once the listener is closed", async ({ listener }) => {
    const waiting = listener.accept();
    listener.close();
    assertEquals(await waiting, null);
    assertEquals(await listener.accept(), null);
    listener.close();
  });

  test("closing the listener leaves its connections alone", async ({ listener, ...pair }) => {
    listener.close();
    await pair.peer.send(encoder.encode("hello\n"));
    assertEquals(decoder.decode(await readExactly(pair.connection, 6)), "hello\n");
  });

  Deno.test(`${name}: a client that is gone before accept() is no failure`, async () => {
    const listener = transport.listen();
    const peer = await transport.connect(listener.address);
    peer.close();
    if (transport.prepares) {
      const other = await transport.connect(listener.address);
      (await listener.accept())?.close();
      other.close();
      return listener.close();
    }
    const connection = await listener.accept();
    assertEquals(await connection?.read(new Uint8Array(1)), null);
    connection?.close();
    listener.close();
  });
}

interface Pair {
  readonly listener: Listener;
  readonly peer: Peer;
  readonly connection: Connection;
}

async function writeAll(connection: Connection, bytes: Uint8Array): Promise<void> {
  for (let left = bytes; left.length > 0;) left = left.subarray(await connection.write(left));
}

async function readExactly(connection: Connection, count: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for (let left = count; left > 0;) {
    const buffer = new Uint8Array(left);
    const read = await connection.read(buffer);
    assert(read !== null, "The input ended too early");
    pieces.push(buffer.subarray(0, read));
    left -= read;
  }
  return joined(pieces);
}

async function receiveExactly(peer: Peer, count: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for (let left = count; left > 0;) {
    const bytes = await peer.receive();
    assert(bytes, "The output ended too early");
    pieces.push(bytes);
    left -= bytes.length;
  }
  return joined(pieces);
}
