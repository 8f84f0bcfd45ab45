// From a room's lines to bytes in a thousand outboxes: batches, the hub's flush, the outbox.
// Run with: deno task bench:micro

import { Backlog } from "../../src/backlog.ts";
import { Batch } from "../../src/batch.ts";
import { systemClock as clock } from "../../src/clock.ts";
import { plain } from "../../src/dialect/plain.ts";
import { Hub, type Subscriber } from "../../src/hub.ts";
import type { Said } from "../../src/line.ts";
import { Outbox } from "../../src/outbox.ts";
import { WriteSlices } from "../../src/write_slices.ts";
import { ManualTurns } from "../../tests/support/manual_turns.ts";

const ROOM = "#lobby";
const TEXT = "so it is a quarter past nine and nobody has seen the coffee, ok?";
/** As many lines as come in one turn when a hundred people talk at once. */
const LINES = 100;

const people = Array.from({ length: 1000 }, (_, i) => ({ id: `c${i}`, name: `guest${i}` }));

function lines(text: string): Said[] {
  return people.slice(0, LINES).map((by, i) => {
    return { kind: "said", id: `${i}`, at: 0, room: ROOM, by, text };
  });
}

const ascii = lines(TEXT);
const accented = lines(TEXT.replace("e", "é"));
const batch = new Batch(ascii, plain);

Deno.bench(`Batch: build ${LINES} lines`, { group: "batch", baseline: true }, () => {
  new Batch(ascii, plain);
});

Deno.bench(`Batch: build ${LINES} lines with accents`, { group: "batch" }, () => {
  new Batch(accented, plain);
});

Deno.bench(
  `Batch: without one of ${LINES} lines, as its speaker gets it`,
  { group: "batch" },
  () => {
    batch.without([50]);
  },
);

Deno.bench(`Batch: cut by a question for each of ${LINES} lines`, { group: "batch" }, () => {
  batch.cut((index) => index !== 50);
});

/** A hub with a thousand in one room. */
function crowdedHub() {
  const turns = new ManualTurns();
  const hub = new Hub(turns.atTurnEnd);
  for (const person of people) hub.subscribe(ROOM, subscriber(person));
  return { hub, turns };
}

function subscriber(person: { id: string; name: string }): Subscriber {
  const quiet = { picky: false, hides: () => false, deliver() {}, fail() {} };
  return { ...person, ...quiet, dialect: plain };
}

const { hub, turns } = crowdedHub();

Deno.bench("Hub: one line to 1,000 subscribers", { group: "hub", baseline: true }, () => {
  for (const said of ascii.slice(0, 1)) hub.post(ROOM, said);
  turns.end();
});

Deno.bench(`Hub: ${LINES} lines of as many speakers to 1,000 subscribers`, { group: "hub" }, () => {
  for (const said of ascii) hub.post(ROOM, said);
  turns.end();
});

/** An outbox whose sink takes everything at once. */
function openOutbox() {
  const turns = new ManualTurns();
  const shared = {
    backlog: new Backlog(1e9),
    slices: new WriteSlices(turns.atTurnEnd, 128),
    clock,
  };
  const sink = { write: (bytes: Uint8Array) => Promise.resolve(bytes.length) };
  const owner = { wordsOnCut: () => "", onLost() {} };
  const outbox = new Outbox(sink, { limit: 1e6, shared, owner });
  return { outbox, turns };
}

const box = openOutbox();

Deno.bench("Outbox: one push, one write", { group: "outbox", baseline: true }, async () => {
  box.outbox.push(batch.bytes);
  box.turns.end();
  await Promise.resolve();
});

Deno.bench("Outbox: 16 pushes joined to one write", { group: "outbox" }, async () => {
  for (let i = 0; i < 16; i++) box.outbox.push(batch.bytes);
  box.turns.end();
  await Promise.resolve();
});
