// Tables are woken when something is due, once, and with few timers; again if that has not helped.

import { assertEquals } from "@std/assert";
import type { Fact } from "../src/fact.ts";
import { SEAT_MS } from "../src/limits.ts";
import { TableAlarms } from "../src/table_alarms.ts";
import { FakeClock } from "./support/fake_clock.ts";
import { sampleTable } from "./support/sample_table.ts";

function world() {
  const clock = new FakeClock(0);
  const facts: Fact[] = [];
  const bus = {
    publish: (fact: Fact) => {
      facts.push(fact);
      return Promise.resolve();
    },
  };
  const alarms = new TableAlarms({ bus, clock, node: "w1" });
  return { clock, facts, alarms };
}

Deno.test("TableAlarms say that something is due, in the room of the table, when it is", () => {
  const { clock, facts, alarms } = world();
  alarms.set(sampleTable({ due: 10_000 }));
  clock.advance(9_999);
  assertEquals(facts, []);
  clock.advance(1);
  const by = { id: "", name: "" };
  const act = { do: "wait", node: "w1" } as const;
  assertEquals(facts, [{ kind: "played", at: 10_000, room: "#tea", by, act }]);
});

Deno.test("TableAlarms ring for a seat that is empty for too long, before the turn is over", () => {
  const { clock, facts, alarms } = world();
  const table = sampleTable({ due: 2 * SEAT_MS });
  alarms.set(table);
  for (const seat of table.seats.slice(1)) seat.away = 5000;
  alarms.set(table);
  clock.advance(5000 + SEAT_MS - 1);
  assertEquals(facts, []);
  clock.advance(1);
  assertEquals(facts.length, 1);
});

Deno.test("TableAlarms take no new timer for each move, and ring at the last move's time", () => {
  const { clock, facts, alarms } = world();
  const table = sampleTable({ due: 10_000 });
  for (let move = 0; move < 100; move++) {
    table.due = clock.now() + 10_000;
    alarms.set(table);
    assertEquals(clock.waiting, 1);
    clock.advance(100);
  }
  clock.advance(9_899);
  assertEquals(facts, []);
  clock.advance(1);
  assertEquals(facts.length, 1);
});

Deno.test("TableAlarms ring again each second as long as nothing comes of it", () => {
  const { clock, facts, alarms } = world();
  alarms.set(sampleTable({ due: 1 }));
  clock.advance(3001);
  assertEquals(facts.length, 4);
});

Deno.test("TableAlarms are silent when the game is over, and when they are stopped", () => {
  const { clock, facts, alarms } = world();
  const [over, other] = [sampleTable(), sampleTable({ number: 2 })];
  alarms.set(over);
  alarms.set(other);
  over.phase = "over";
  alarms.set(over);
  assertEquals(clock.waiting, 1);
  alarms.stop();
  clock.advance(SEAT_MS);
  assertEquals([clock.waiting, facts.length], [0, 0]);
});
