// The unsent bytes of all connections together: who has most gives way when they are too many.
// The queues here give up all they have when they are cut.

import { assertEquals } from "@std/assert";
import { Backlog, type Holder } from "../src/backlog.ts";

/** A queue that gives up all it has when it is cut. */
class Queue implements Holder {
  unsent = 0;
  readonly cuts: string[] = [];
  readonly #backlog: Backlog;

  constructor(backlog: Backlog) {
    this.#backlog = backlog;
    backlog.join(this);
  }

  add(bytes: number): void {
    this.unsent += bytes;
    this.#backlog.add(bytes);
  }

  cut(why: string): void {
    this.cuts.push(why);
    this.#backlog.remove(this.unsent);
    this.unsent = 0;
  }
}

function queues(limit: number, sizes: readonly number[]) {
  const backlog = new Backlog(limit);
  const all = sizes.map((size) => {
    const queue = new Queue(backlog);
    queue.add(size);
    return queue;
  });
  return { backlog, all, cuts: () => all.map(({ cuts }) => cuts.length) };
}

Deno.test("Backlog.total counts what was added and removed over all holders", () => {
  const { backlog } = queues(1000, [100, 200]);
  backlog.remove(50);
  assertEquals(backlog.total, 250);
});

Deno.test("Backlog.add() cuts the largest holders until the rest fits", async (t) => {
  const cases = [
    { name: "nobody up to the limit", sizes: [60, 30, 10], cuts: [0, 0, 0] },
    { name: "the largest, one byte above it", sizes: [60, 30, 11], cuts: [1, 0, 0] },
    { name: "also the one who adds", sizes: [10, 30, 61], cuts: [0, 0, 1] },
    { name: "not who adds, if others have more", sizes: [10, 80, 11], cuts: [0, 1, 0] },
    { name: "nobody who has nothing", sizes: [0, 0, 101], cuts: [0, 0, 1] },
  ];
  for (const { name, sizes, cuts } of cases) {
    await t.step(name, () => assertEquals(queues(100, sizes).cuts(), cuts));
  }
});

Deno.test("Backlog.add() goes on to the next largest when one was not enough", () => {
  const { backlog, all, cuts } = queues(100, [30, 20, 40]);
  const [, , largest] = all;
  const added = new Queue(backlog);
  if (largest) largest.cut = () => {}; // keeps what it has
  added.add(25);
  assertEquals(cuts(), [1, 0, 0]);
});

Deno.test("Backlog.add() tells the one it cuts why", () => {
  const { all } = queues(100, [101]);
  assertEquals(all[0]?.cuts, [
    "the server holds more than 100 unsent bytes, and yours were the most",
  ]);
});

Deno.test("Backlog.add() cuts nobody a second time, nor one who left", () => {
  const { backlog, all, cuts } = queues(100, [40, 30, 20]);
  const [first, second] = all;
  if (first) backlog.leave(first);
  new Queue(backlog).add(11);
  assertEquals(cuts(), [0, 1, 0]);
  second?.add(200);
  assertEquals(cuts(), [0, 1, 1]);
});

Deno.test("Backlog.add() returns when nobody is left to cut", () => {
  const backlog = new Backlog(10);
  backlog.add(100);
  assertEquals(backlog.total, 100);
});
