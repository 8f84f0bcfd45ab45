// Connections that have to do something before they can be talked on: each by itself, in its own time, and not
// too many of them.

import { assertEquals, assertRejects } from "@std/assert";
import { MAX_UNPREPARED, REFUSALS_MS } from "../../src/limits.ts";
import { Anteroom } from "../../src/transport/anteroom.ts";
import type { Connection } from "../../src/transport.ts";
import { FakeClock } from "../support/fake_clock.ts";
import { FakeConnection, FakeListener } from "../support/fake_connection.ts";
import { FakeLog } from "../support/fake_log.ts";
import { settle } from "../support/settle.ts";

const MS = 1000;

/** An anteroom where a client has to send a byte. */
class Place {
  readonly clock = new FakeClock();
  readonly log = new FakeLog();
  readonly source = new FakeListener();
  readonly anteroom = new Anteroom(this.source, {
    ...this,
    transport: "tls",
    failure: "not ready",
    ms: MS,
    maxPerAddress: 2,
    prepare: async (connection) => {
      if (await connection.read(new Uint8Array(1)) !== null) return connection;
      throw new Error("nothing came");
    },
  });

  arrive(address?: string): FakeConnection {
    const connection = new FakeConnection(address);
    this.source.arrive(connection);
    return connection;
  }
}

Deno.test("Anteroom.accept() gives clients as they get ready, not as they came", async () => {
  const { anteroom, ...place } = new Place();
  const [slow, quick] = [place.source, place.source].map((source, at) => {
    const connection = new FakeConnection(`192.0.2.${at}`);
    source.arrive(connection);
    return connection;
  });
  const first = anteroom.accept();
  await settle();
  quick?.type("x");
  assertEquals(await first, quick as Connection);
  const second = anteroom.accept();
  slow?.type("x");
  assertEquals(await second, slow as Connection);
  assertEquals(place.clock.waiting, 0);
});

Deno.test("Anteroom.accept() loses nobody who gets ready while nobody asks", async () => {
  const place = new Place();
  const first = place.anteroom.accept();
  const clients = [place.arrive("192.0.2.1"), place.arrive("192.0.2.2"), place.arrive("192.0.2.3")];
  await settle();
  for (const client of clients) client.type("x");
  await settle();
  const accepted = [await first, await place.anteroom.accept(), await place.anteroom.accept()];
  assertEquals(accepted, clients as Connection[]);
});

Deno.test("Anteroom closes whoever takes too long, and says so in the log", async () => {
  const place = new Place();
  place.anteroom.accept();
  const slow = place.arrive();
  await settle();
  place.clock.advance(MS - 1);
  assertEquals(slow.closed, false);
  place.clock.advance(1);
  await settle();
  assertEquals(slow.closed, true);
  assertEquals(place.log.of("connection refused"), [
    { address: slow.address, reason: "not ready", transport: "tls", why: "not ready in 1 second" },
  ]);
  place.clock.advance(REFUSALS_MS);
  assertEquals(place.clock.waiting, 0);
});

Deno.test("Anteroom sums up in the log of how many nothing came, and whom it did not let wait", async () => {
  const place = new Place();
  place.anteroom.accept();
  for (let i = 0; i < 5; i++) place.arrive();
  await settle();
  place.clock.advance(MS);
  await settle();
  place.anteroom.close();
  const reasons = place.log.of("connection refused").map(({ reason }) => reason);
  assertEquals(reasons, ["too many at the door", "not ready"]);
  const summed = place.log.of("connections refused");
  assertEquals(summed, [
    { count: 2, reason: "too many at the door" },
    { count: 1, reason: "not ready" },
  ]);
  assertEquals(place.clock.waiting, 0);
});

Deno.test("Anteroom closes those of whom nothing comes, and goes on", async () => {
  const place = new Place();
  const accepted = place.anteroom.accept();
  const [gone, broken, good] = [
    place.arrive(),
    place.arrive("192.0.2.2"),
    place.arrive("192.0.2.3"),
  ];
  gone.endInput();
  broken.reset();
  good.type("x");
  assertEquals(await accepted, good as Connection);
  await settle();
  assertEquals([gone.closed, broken.closed, good.closed], [true, true, false]);
});

Deno.test("Anteroom lets so many of one address wait, and any number of this machine", async () => {
  const place = new Place();
  place.anteroom.accept();
  const [, , third] = [place.arrive(), place.arrive(), place.arrive()];
  const other = place.arrive("192.0.2.2");
  const local = Array.from({ length: 9 }, () => place.arrive("127.0.0.1"));
  await settle();
  assertEquals([third?.closed, other.closed, ...local.map(({ closed }) => closed)], [
    true,
    false,
    ...local.map(() => false),
  ]);
  place.clock.advance(MS);
  await settle();
  const next = place.arrive();
  await settle();
  assertEquals(next.closed, false, "places come free again");
});

Deno.test("Anteroom lets whoever has waited longest make room when it is full", async () => {
  const place = new Place();
  place.anteroom.accept();
  const all = Array.from({ length: MAX_UNPREPARED + 2 }, () => place.arrive("127.0.0.1"));
  await settle();
  const closed = all.map(({ closed }, at) => closed ? at : -1).filter((at) => at >= 0);
  assertEquals(closed, [0, 1]);
});

Deno.test("Anteroom.accept() rejects when its listener fails, and recovers with it", async () => {
  const { anteroom, source, ...place } = new Place();
  const failed = anteroom.accept();
  source.fail(new Error("no file descriptors"));
  await assertRejects(() => failed, Error, "no file descriptors");
  const accepted = anteroom.accept();
  const client = new FakeConnection();
  source.arrive(client);
  client.type("x");
  assertEquals(await accepted, client as Connection);
  assertEquals(place.clock.waiting, 0);
});

Deno.test("Anteroom.close() closes those who wait, and gives null", async () => {
  const place = new Place();
  const waiting = place.anteroom.accept();
  const slow = place.arrive();
  await settle();
  place.anteroom.close();
  place.anteroom.close();
  assertEquals([await waiting, await place.anteroom.accept()], [null, null]);
  await settle();
  assertEquals([slow.closed, place.clock.waiting], [true, 0]);
});
