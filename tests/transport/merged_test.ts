// Several listeners as one: nobody is lost or left waiting, whichever they come by, and what fails or closes at
// one of them is heard like anything else.

import { assert, assertEquals, assertRejects } from "@std/assert";
import { Merged } from "../../src/transport/merged.ts";
import type { Connection } from "../../src/transport.ts";
import { FakeConnection, FakeListener } from "../support/fake_connection.ts";
import { settle } from "../support/settle.ts";

class Place {
  readonly doors: readonly [FakeListener, FakeListener, FakeListener] = [
    new FakeListener(),
    new FakeListener(),
    new FakeListener(),
  ];
  readonly merged: Merged;

  constructor() {
    const [first, ...others] = this.doors;
    this.merged = new Merged(first, others);
  }

  /** Clients that come by those doors, in turn. */
  arrive(...doors: (0 | 1 | 2)[]): FakeConnection[] {
    return doors.map((door, at) => {
      const connection = new FakeConnection(`192.0.2.${at}`);
      this.doors[door].arrive(connection);
      return connection;
    });
  }
}

async function accept(merged: Merged, count: number): Promise<(Connection | null)[]> {
  const accepted = [];
  while (accepted.length < count) accepted.push(await merged.accept());
  return accepted;
}

Deno.test("Merged.accept() gives everybody once, whichever door they came by", async () => {
  const place = new Place();
  const { merged } = place;
  const clients: (Connection | null)[] = place.arrive(0, 1, 2, 0, 0, 2);
  const accepted = await accept(merged, clients.length);
  assertEquals(new Set(accepted), new Set(clients));
  const waiting = merged.accept();
  const [late] = place.arrive(1);
  assertEquals(await waiting, late as Connection);
  merged.close();
});

Deno.test("Merged.accept() lets those at one door come in as they came", async () => {
  const place = new Place();
  const { merged } = place;
  const clients: (Connection | null)[] = place.arrive(1, 1, 1, 1);
  assertEquals(await accept(merged, clients.length), clients);
  merged.close();
});

Deno.test("Merged.accept() is fair: a door with a queue keeps nobody out who comes by another", async () => {
  const place = new Place();
  const { merged } = place;
  const crowd = place.arrive(...Array<0>(50).fill(0));
  const first = await accept(merged, 5);
  const [other] = place.arrive(1);
  await settle();
  const next = await accept(merged, 3);
  assert(next.includes(other as Connection), "came in after the whole queue");
  assertEquals(
    [...first, ...next].filter((one) => crowd.includes(one as FakeConnection)).length,
    7,
  );
  merged.close();
});

Deno.test("Merged.accept() takes no client that nobody asked for, but one at each door", async () => {
  const place = new Place();
  const { merged } = place;
  const clients = place.arrive(0, 0, 0, 1);
  assertEquals(await merged.accept(), clients[0] as Connection);
  await settle();
  merged.close();
  await settle();
  assertEquals(clients.map(({ closed }) => closed), [false, true, false, true]); // taken, and to be told so
});

Deno.test("Merged.accept() rejects when a door fails, and goes on", async () => {
  const place = new Place();
  const { merged } = place;
  place.doors[1].fail(new Error("too many open files"));
  await assertRejects(() => merged.accept(), Error, "too many open files");
  const [client] = place.arrive(1);
  assertEquals(await merged.accept(), client as Connection);
  merged.close();
});

Deno.test("Merged.accept() rejects once when all doors fail together, and is over it with them", async () => {
  const place = new Place();
  const { merged } = place;
  for (const door of place.doors) door.fail(new Error("too many open files"));
  await assertRejects(() => merged.accept(), Error, "too many open files");
  await settle();
  const clients = place.arrive(0, 1, 2);
  assertEquals(new Set(await accept(merged, 3)), new Set<Connection | null>(clients));
  merged.close();
});

Deno.test("Merged.close() ends what waits, and turns away whoever is just arriving", async () => {
  const place = new Place();
  const { merged } = place;
  const waiting = merged.accept();
  const [late] = place.arrive(2);
  merged.close();
  merged.close();
  assertEquals(await waiting, null);
  assertEquals(await merged.accept(), null);
  await settle();
  assertEquals(late?.closed, true);
});
