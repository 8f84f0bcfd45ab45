// The checker must find each thing that can go wrong with a line, and call it by its name.

import { assert, assertEquals } from "@std/assert";
import { Ledger, type LedgerOptions } from "../../../bench/load/ledger.ts";
import { Random } from "../../support/random.ts";

const ANNA = 0;
const BOB = 1;
const CARL = 2;

/** Three people, of whom anna and bob speak, and so many lines of each. */
function ledgerOf(lines: number, options: Partial<LedgerOptions> = {}): Ledger {
  const hears = (receiver: number, speaker: number) => receiver !== speaker;
  const ledger = new Ledger({ receivers: 3, speakers: 2, hears, ...options });
  for (let i = 0; i < lines; i++) for (const speaker of [ANNA, BOB]) ledger.say(speaker);
  return ledger;
}

/** Everything but what carl hears of anna has arrived. */
function hearTheRest(ledger: Ledger, lines: number): void {
  for (let i = 0; i < lines; i++) {
    ledger.hear(BOB, ANNA, i);
    ledger.hear(ANNA, BOB, i);
    ledger.hear(CARL, BOB, i);
  }
}

function faultsOf({ lost, doubled, disordered, stray, torn }: Ledger) {
  return { lost, doubled, disordered, stray, torn };
}

const NONE = { lost: 0, doubled: 0, disordered: 0, stray: 0, torn: 0 };

/** What carl gets of anna's five lines, and what that is. */
const CASES = [
  { name: "everything", heard: [0, 1, 2, 3, 4], faults: NONE },
  { name: "nothing", heard: [], faults: { ...NONE, lost: 5 } },
  { name: "no first line", heard: [1, 2, 3, 4], faults: { ...NONE, lost: 1 } },
  { name: "a gap of two", heard: [0, 3, 4], faults: { ...NONE, lost: 2 } },
  { name: "no last line", heard: [0, 1, 2, 3], faults: { ...NONE, lost: 1 } },
  { name: "one line twice", heard: [0, 1, 1, 2, 3, 4], faults: { ...NONE, doubled: 1 } },
  { name: "an old line again", heard: [0, 1, 2, 3, 4, 0], faults: { ...NONE, doubled: 1 } },
  { name: "two lines swapped", heard: [0, 2, 1, 3, 4], faults: { ...NONE, disordered: 1 } },
  {
    name: "a late line, and that twice",
    heard: [0, 2, 3, 4, 1, 1],
    faults: { ...NONE, doubled: 1, disordered: 1 },
  },
  { name: "a line nobody said", heard: [0, 1, 2, 3, 4, 5], faults: { ...NONE, torn: 1 } },
];

for (const { name, heard, faults } of CASES) {
  Deno.test(`Ledger knows what it is to hear ${name}`, () => {
    const ledger = ledgerOf(5);
    hearTheRest(ledger, 5);
    for (const sequence of heard) ledger.hear(CARL, ANNA, sequence);
    assertEquals(faultsOf(ledger), faults);
    assertEquals(ledger.delivered, 20 - faults.lost);
  });
}

Deno.test("Ledger calls stray what a speaker hears of itself", () => {
  const ledger = ledgerOf(1);
  hearTheRest(ledger, 1);
  ledger.hear(CARL, ANNA, 0);
  ledger.hear(ANNA, ANNA, 0);
  assertEquals(faultsOf(ledger), { ...NONE, stray: 1 });
  assertEquals(ledger.delivered, 4);
});

Deno.test("Ledger.heard counts deliveries of each speaker's lines, doubles apart", () => {
  const ledger = ledgerOf(2);
  hearTheRest(ledger, 2);
  ledger.hear(BOB, ANNA, 1);
  assertEquals([...ledger.heard], [2, 4]);
});

Deno.test("Ledger lets those who join in the middle begin with any line, and go on from there", () => {
  const ledger = ledgerOf(9, { fromAnyLine: true });
  for (const sequence of [4, 5, 6]) ledger.hear(CARL, ANNA, sequence);
  assertEquals(faultsOf(ledger), NONE);
  ledger.hear(CARL, ANNA, 8);
  assertEquals(faultsOf(ledger), { ...NONE, lost: 1 });
});

Deno.test("Ledger.reset() forgets where a receiver was, and not what went wrong", () => {
  const ledger = ledgerOf(9, { fromAnyLine: true });
  for (const sequence of [0, 2]) ledger.hear(CARL, ANNA, sequence);
  ledger.reset(CARL);
  for (const sequence of [5, 6]) ledger.hear(CARL, ANNA, sequence);
  assertEquals(faultsOf(ledger), { ...NONE, lost: 1 });
});

Deno.test("Ledger finds every fault of a server that makes many at random", () => {
  const random = new Random(7);
  const lines = 5000;
  const ledger = ledgerOf(lines);
  hearTheRest(ledger, lines);
  const heard = new Set<number>();
  const expected = { ...NONE };
  let last = -1;
  for (let i = 0; i < lines; i++) {
    const sequence = Math.max(0, random.once(10) ? i - random.below(30) : i);
    if (random.once(10)) continue;
    ledger.hear(CARL, ANNA, sequence);
    if (heard.has(sequence)) expected.doubled++;
    else if (sequence < last) expected.disordered++;
    heard.add(sequence);
    last = Math.max(last, sequence);
  }
  expected.lost = lines - heard.size;
  assertEquals(faultsOf(ledger), expected);
  assert(expected.lost > 100 && expected.doubled > 100 && expected.disordered > 50);
});
