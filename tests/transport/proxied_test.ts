// Clients behind a proxy: known by the address that the proxy names, but only if it may.

import { assertEquals } from "@std/assert";
import { PROXY_HEADER_MS, REFUSALS_MS } from "../../src/limits.ts";
import { parseNetwork } from "../../src/network.ts";
import { systemClock } from "../../src/clock.ts";
import { silent } from "../../src/log.ts";
import { listenProxied } from "../../src/transport/proxied.ts";
import { listenTcp } from "../../src/transport/tcp.ts";
import type { Connection } from "../../src/transport.ts";
import { FakeClock } from "../support/fake_clock.ts";
import { FakeConnection, FakeListener } from "../support/fake_connection.ts";
import { FakeLog } from "../support/fake_log.ts";
import { settle } from "../support/settle.ts";
import { connect, connectToReset } from "../support/tcp_peer.ts";
import { testTransport } from "../support/transport_contract.ts";

const PROXY = "192.0.2.1";
const HEADER = "PROXY TCP4 203.0.113.9 192.0.2.7 1234 5000\r\n";
const LOCAL = { host: "127.0.0.1", port: 0 };

function networks(text: string) {
  return text.split(",").map(parseNetwork).filter((network) => network !== null);
}

class Place {
  readonly clock = new FakeClock();
  readonly log = new FakeLog();
  readonly source = new FakeListener();
  readonly listener = listenProxied(this.source, { ...this, proxies: networks(`${PROXY},::1`) });
  readonly accepted: Connection[] = [];

  constructor() {
    this.#accept();
  }

  arrive(address: string, ...pieces: readonly string[]): FakeConnection {
    const connection = new FakeConnection(address);
    for (const piece of pieces) connection.type(piece);
    this.source.arrive(connection);
    return connection;
  }

  async #accept(): Promise<void> {
    for (;;) {
      const connection = await this.listener.accept();
      if (connection === null) return;
      this.accepted.push(connection);
    }
  }
}

async function readAll(connection: Connection | undefined): Promise<string> {
  const buffer = new Uint8Array(4);
  let text = "";
  for (let count = await connection?.read(buffer); count;) {
    text += new TextDecoder().decode(buffer.subarray(0, count));
    count = await connection?.read(buffer);
  }
  return text;
}

testTransport({
  name: "tcp",
  listen: () =>
    listenProxied(listenTcp(LOCAL), {
      proxies: networks("127.0.0.0/8"),
      clock: systemClock,
      log: silent,
    }),
  connect: (address) => connect(address, "PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\n"),
  connectToReset: (address) => connectToReset(address, "PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\n"),
});

Deno.test("listenProxied() gives a proxy's clients the address that the header names", async () => {
  const place = new Place();
  place.arrive(PROXY, HEADER + "hello\n").endInput();
  await settle();
  const [connection] = place.accepted;
  assertEquals(connection?.address, "203.0.113.9");
  assertEquals(await readAll(connection), "hello\n");
});

Deno.test("listenProxied() takes a header in pieces, and what comes later as it is", async () => {
  const place = new Place();
  place.arrive(PROXY, ...HEADER, "he", "llo\n").endInput();
  await settle();
  assertEquals(place.accepted.map(({ address }) => address), ["203.0.113.9"]);
  assertEquals(await readAll(place.accepted[0]), "hello\n");
});

Deno.test("listenProxied() takes no header from others: it is what they type", async () => {
  const place = new Place();
  place.arrive("192.0.2.2", HEADER).endInput();
  await settle();
  assertEquals(place.accepted.map(({ address }) => address), ["192.0.2.2"]);
  assertEquals(await readAll(place.accepted[0]), HEADER);
});

Deno.test("listenProxied() knows the proxy itself by its own address", async () => {
  const place = new Place();
  place.arrive(PROXY, "PROXY UNKNOWN\r\n");
  await settle();
  assertEquals(place.accepted.map(({ address }) => address), [PROXY]);
});

Deno.test("listenProxied() closes a proxy's connection without a header, and logs it", async () => {
  const place = new Place();
  const bad = [place.arrive(PROXY, "hello\n")];
  await settle();
  place.clock.advance(REFUSALS_MS);
  bad.push(place.arrive(PROXY));
  bad[1]?.endInput();
  await settle();
  assertEquals(place.accepted, []);
  assertEquals(bad.map(({ closed }) => closed), [true, true]);
  const refused = { address: PROXY, reason: "proxy refused", transport: "tcp" };
  assertEquals(place.log.of("connection refused"), [
    { ...refused, why: "no PROXY header" },
    { ...refused, why: "no PROXY header before the end" },
  ]);
});

Deno.test("listenProxied() waits for a header as long as it may take, and holds up nobody", async () => {
  const place = new Place();
  const slow = place.arrive(PROXY, "PROXY TCP4");
  await settle();
  place.arrive(PROXY, HEADER);
  await settle();
  assertEquals(place.accepted.length, 1);
  place.clock.advance(PROXY_HEADER_MS - 1);
  assertEquals(slow.closed, false);
  place.clock.advance(1);
  assertEquals(slow.closed, true);
  place.clock.advance(REFUSALS_MS);
  assertEquals(place.clock.waiting, 0);
});
