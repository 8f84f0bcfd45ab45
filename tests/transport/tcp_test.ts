// TCP keeps the promises of every transport, on real sockets of this machine, and says in words why it
// cannot listen.

import { setImmediate } from "node:timers";
import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { ChatError } from "../../src/errors.ts";
import { ACCEPTS_PER_TURN, LISTENING_SOCKETS } from "../../src/limits.ts";
import { listenTcp } from "../../src/transport/tcp.ts";
import { connect, connectToReset } from "../support/tcp_peer.ts";
import { testTransport } from "../support/transport_contract.ts";

const LOCAL = { host: "127.0.0.1", port: 0 };

testTransport({ name: "tcp", listen: () => listenTcp(LOCAL), connect, connectToReset });

Deno.test("accept() lets others have their turn while many clients wait", async () => {
  const listener = listenTcp(LOCAL);
  const { port } = listener.address;
  const clients = 2 * ACCEPTS_PER_TURN;
  const far = await Promise.all(
    Array.from({ length: clients }, () => connect({ port })),
  );
  let accepted = 0;
  let acceptedInATurn = 0;
  let before = 0;
  const watch = () => {
    acceptedInATurn = Math.max(acceptedInATurn, accepted - before);
    before = accepted;
    if (accepted < clients) setImmediate(watch);
  };
  setImmediate(watch);
  const near = [];
  while (accepted < clients) {
    near.push(await listener.accept());
    accepted++;
  }
  await new Promise((resolve) => setImmediate(resolve));
  assert(acceptedInATurn <= ACCEPTS_PER_TURN, `${acceptedInATurn} in one turn`);
  for (const end of [...far, ...near, listener]) end?.close();
});

/** Connects that come before one is accepted: more than the system holds if it is not asked to. */
const BURST = 400;

Deno.test({
  name: "listenTcp() lets a burst of clients connect before the first is accepted",
  ignore: !holdsBurst(),
  async fn() {
    const listener = listenTcp(LOCAL);
    const { port } = listener.address;
    const signal = AbortSignal.timeout(20_000); // sleep-ok: a bound on a failing test, not a wait
    const clients = await Promise.all(
      Array.from({ length: BURST }, () => Deno.connect({ hostname: "127.0.0.1", port, signal })),
    );
    assertEquals(clients.length, BURST);
    for (const end of [...clients, listener]) end.close();
  },
});

/** Whether this system lets any program have as many wait. */
function holdsBurst(): boolean {
  try {
    return Number(Deno.readTextFileSync("/proc/sys/net/core/somaxconn")) >= BURST;
  } catch {
    return false;
  }
}

Deno.test("accept() passes over a client that is gone before its turn, and takes the next", async () => {
  const listener = listenTcp(LOCAL);
  for (let gone = 0; gone < 3; gone++) await (await connectToReset(listener.address))();
  const peer = await connect(listener.address);
  const connection = await listener.accept();
  await peer.send(new Uint8Array([42]));
  const buffer = new Uint8Array(1);
  assertEquals([await connection?.read(buffer), buffer[0]], [1, 42]);
  for (const end of [peer, connection, listener]) end?.close();
});

Deno.test({
  name: "accept() turns the kernel's keep-alive on, so that a peer that vanished is noticed",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const listener = listenTcp(LOCAL);
    const peer = await connect(listener.address);
    const connection = await listener.accept();
    const port = listener.address.port.toString(16).toUpperCase().padStart(4, "0");
    // Columns of proc(5): local address, remote address, state (01: established), queues, timer (02: keep-alive).
    const row = new RegExp(`: [0-9A-F]{8}:${port} \\S+ 01 \\S+ 02:`);
    assertMatch(await Deno.readTextFile("/proc/net/tcp"), row);
    for (const end of [peer, connection, listener]) end?.close();
  },
});

Deno.test("listenTcp() tells the address and the port it got", () => {
  const listener = listenTcp(LOCAL);
  const { host, port } = listener.address;
  assertEquals(host, "127.0.0.1");
  assert(Number.isInteger(port) && port > 0);
  listener.close();
});

Deno.test({
  name: "listenTcp() knows an IPv6 client by its address",
  ignore: !hasIpv6(),
  async fn() {
    const listener = listenTcp({ host: "::1", port: 0 });
    const conn = await Deno.connect({ hostname: "::1", port: listener.address.port });
    const connection = await listener.accept();
    assertEquals(connection?.address, "::1");
    for (const end of [conn, connection, listener]) end?.close();
  },
});

/** Containers often have IPv4 alone. */
function hasIpv6(): boolean {
  try {
    Deno.listen({ hostname: "::1", port: 0 }).close();
    return true;
  } catch {
    return false;
  }
}

Deno.test({
  name: "listenTcp() listens with several sockets, as the system holds so many clients for each",
  ignore: Deno.build.os !== "linux",
  async fn() {
    for (const shared of [false, true]) {
      const listener = listenTcp({ ...LOCAL, shared });
      const port = listener.address.port.toString(16).toUpperCase().padStart(4, "0");
      const rows = (await Deno.readTextFile("/proc/net/tcp")).split("\n");
      const listening = new RegExp(`: 0100007F:${port} 00000000:0000 0A `); // 0A: listens
      assertEquals(rows.filter((row) => listening.test(row)).length, LISTENING_SOCKETS);
      listener.close();
    }
  },
});

Deno.test("listenTcp() refuses a port in use, and an address that is not this machine's", () => {
  const listener = listenTcp(LOCAL);
  const { port } = listener.address;
  const cases = [
    [{ host: "127.0.0.1", port }, `Port "${port}" is in use: choose another with --port`],
    [{ host: "192.0.2.1", port: 0 }, 'Cannot listen on "192.0.2.1" port "0"'],
    [{ host: "no such host", port: 0 }, 'Cannot listen on "no such host" port "0"'],
  ] as const;
  for (const [address, message] of cases) {
    const error = assertThrows(() => listenTcp(address), ChatError, message);
    assertEquals(error.code, "cannot-listen");
  }
  listener.close();
});
