// TLS keeps the promises of every transport, for clients that shake hands; those that do not cost nothing but
// themselves.

import { createConnection } from "node:net";
import { connect as connectTls } from "node:tls";
import { assertEquals, assertMatch } from "@std/assert";
import { systemClock as clock } from "../../src/clock.ts";
import { HANDSHAKE_MS } from "../../src/limits.ts";
import { silent } from "../../src/log.ts";
import { listenTcp } from "../../src/transport/tcp.ts";
import { listenTls, type TlsOptions } from "../../src/transport/tls.ts";
import type { Address, Listener } from "../../src/transport.ts";
import { certificates, chainOf, OTHER_PEM, PEM } from "../support/certificates.ts";
import { FakeClock } from "../support/fake_clock.ts";
import { FakeLog } from "../support/fake_log.ts";
import { settle } from "../support/settle.ts";
import { connect as connectTcp, peerOf } from "../support/tcp_peer.ts";
import { type Peer, testTransport } from "../support/transport_contract.ts";

const LOCAL = { host: "127.0.0.1", port: 0 };
const encoder = new TextEncoder();
const decoder = new TextDecoder();

function reach(port: number): string {
  return `ncat --ssl HOST ${port}`;
}

function listen(options: Partial<TlsOptions> = {}): Listener {
  const defaults = { certificates: certificates(), clock, log: silent, reach };
  return listenTls(listenTcp(LOCAL), { ...defaults, ...options });
}

async function connect({ port }: Address, pem = PEM): Promise<Peer> {
  return peerOf(await Deno.connectTls({ hostname: "localhost", port, caCerts: [chainOf(pem)] }));
}

/** By node, since Deno's own sockets cannot be reset on purpose. */
async function connectToReset({ port }: Address): Promise<() => void> {
  const socket = createConnection(port, "127.0.0.1");
  await new Promise<void>((resolve) => void socket.once("connect", resolve));
  const secure = connectTls({ socket, rejectUnauthorized: false });
  secure.on("error", () => {}); // it is broken on purpose
  return () => void socket.resetAndDestroy();
}

testTransport({ name: "tls", listen, connect, connectToReset, prepares: true });

/** All that comes until the end. */
async function received(peer: Peer): Promise<string> {
  let text = "";
  for (let bytes = await peer.receive(); bytes; bytes = await peer.receive()) {
    text += decoder.decode(bytes);
  }
  return text;
}

Deno.test("listenTls() tells clients without TLS what to do, in their own terms", async () => {
  const listener = listen();
  const accepted = listener.accept();
  const answers = [];
  for (const opening of ["hello\n", "GET / HTTP/1.1\r\nHost: x\r\n\r\n"]) {
    const peer = await connectTcp(listener.address, opening);
    answers.push(await received(peer));
    peer.close();
  }
  const [line = "", page = ""] = answers;
  const words = `This port speaks TLS: use ncat --ssl HOST ${listener.address.port}\n`;
  assertEquals(line, `* ${words}`);
  assertMatch(page, /^HTTP\/1\.1 400 /);
  assertEquals(page.split("\r\n\r\n")[1], words);
  listener.close();
  assertEquals(await accepted, null);
});

Deno.test("listenTls() gives a new certificate to those who come after it", async () => {
  const held = certificates();
  const listener = listen({ certificates: held });
  const first = await connect(listener.address);
  const before = await listener.accept();
  held.replace(OTHER_PEM);
  const second = await connect(listener.address, OTHER_PEM); // and it trusts no other
  const after = await listener.accept();
  for (const [peer, connection] of [[first, before], [second, after]] as const) {
    await connection?.write(encoder.encode("hello"));
    assertEquals(decoder.decode(await peer.receive() ?? undefined), "hello");
    await peer.send(encoder.encode("hi"));
    assertEquals(await connection?.read(new Uint8Array(9)), 2);
  }
  for (const end of [first, before, second, after, listener]) end?.close();
});

Deno.test("listenTls() takes a client that hangs up without a word in TLS for one that ended", async () => {
  const listener = listen();
  const socket = createConnection(listener.address.port, "127.0.0.1");
  const secure = connectTls({ socket, rejectUnauthorized: false });
  const connection = await listener.accept();
  await new Promise((resolve) => secure.write("bye\n", resolve));
  assertEquals(await connection?.read(new Uint8Array(9)), 4);
  socket.end();
  assertEquals(await connection?.read(new Uint8Array(9)), null);
  connection?.close();
  listener.close();
  socket.destroy();
  secure.destroy();
});

/** What a client may send of a handshake and then stop. */
const HALF: readonly [what: string, bytes: Uint8Array][] = [
  ["nothing", new Uint8Array(0)],
  ["one byte", Uint8Array.of(22)],
  ["half a ClientHello", Uint8Array.of(22, 3, 1, 0, 200, 1, 0, 0, 196, 3, 3, ...Array(50).fill(7))],
];

for (const [what, bytes] of HALF) {
  Deno.test(`listenTls() waits ${HANDSHAKE_MS} ms for one that sends ${what}, and lets others in`, async () => {
    const [time, log] = [new FakeClock(), new FakeLog()];
    const listener = listen({ clock: time, log });
    const accepted = listener.accept();
    const slow = await connectTcp(listener.address);
    await slow.send(bytes);
    const peer = await connect(listener.address);
    const connection = await accepted;
    await connection?.write(encoder.encode("hello"));
    assertEquals(decoder.decode(await peer.receive() ?? undefined), "hello");
    const next = listener.accept();
    time.advance(HANDSHAKE_MS);
    assertEquals(await slow.receive(), null);
    await settle();
    for (const end of [slow, peer, connection, listener]) end?.close();
    assertEquals(await next, null);
    assertEquals(log.of("connection refused").map(({ reason }) => reason), ["handshake failed"]);
    time.advance(HANDSHAKE_MS);
  });
}

const HOSTILE: readonly [what: string, bytes: Uint8Array][] = [
  ["noise", Uint8Array.of(22, ...Array.from({ length: 400 }, (_, i) => i * 37 & 255))],
  ["a record too long", Uint8Array.of(22, 3, 1, 255, 255, ...Array(300).fill(1))],
  ["an empty record", Uint8Array.of(22, 3, 1, 0, 0)],
  ["SSL 3", Uint8Array.of(22, 3, 0, 0, 4, 1, 0, 0, 0)],
  ["an alert", Uint8Array.of(21, 3, 1, 0, 2, 2, 40)],
];

for (const [what, bytes] of HOSTILE) {
  Deno.test(`listenTls() survives ${what}, and lets the next one in`, async () => {
    const listener = listen();
    const accepted = listener.accept();
    const hostile = await connectTcp(listener.address);
    await hostile.send(bytes);
    await received(hostile).catch(() => {}); // a reset is an end, too
    const peer = await connect(listener.address);
    const connection = await accepted;
    assertEquals(connection?.transport, "tls");
    for (const end of [hostile, peer, connection, listener]) end?.close();
  });
}

Deno.test({
  name: "listenTls() gives nothing to strangers who find its inner port",
  ignore: Deno.build.os !== "linux",
  fn: meetStrangers,
});

async function meetStrangers(): Promise<void> {
  const before = openPorts();
  const listener = listen();
  const inner = openPorts().filter((port) =>
    !before.includes(port) && port !== listener.address.port
  );
  const accepted = listener.accept();
  const strangers = await Promise.all(inner.map((port) => connect({ host: "", port })));
  const peer = await connect(listener.address);
  const connection = await accepted;
  await connection?.write(encoder.encode("hello"));
  assertEquals(decoder.decode(await peer.receive() ?? undefined), "hello");
  for (const stranger of strangers) await stranger.receive().catch(() => {});
  for (const end of [...strangers, peer, connection, listener]) end?.close();
}

/** Ports of IPv4 that this process listens on, as the kernel tells. */
function openPorts(): number[] {
  const own = Array.from(Deno.readDirSync("/proc/self/fd"), ({ name }) => inodeOf(name));
  const rows = Deno.readTextFileSync("/proc/net/tcp").split("\n").slice(1);
  return rows.map((row) => row.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === LISTEN && own.includes(inode))
    .map(([, local = ""]) => parseInt(local.split(":")[1] ?? "", 16));
}

const LISTEN = "0A";

/** Of a socket; undefined for another file, or one that is closed meanwhile. */
function inodeOf(fd: string): string | undefined {
  try {
    return /^socket:\[(\d+)\]$/.exec(Deno.readLinkSync(`/proc/self/fd/${fd}`))?.[1];
  } catch {
    return undefined;
  }
}
