// The time until the process goes down: what is told when, and that the latest order counts.

import { assertEquals } from "@std/assert";
import { Countdown } from "../src/countdown.ts";
import type { DrainNews, DrainOrder } from "../src/drain.ts";
import { FakeClock } from "./support/fake_clock.ts";
import { promisesKept } from "./support/settle.ts";

const SECOND = 1000;

class World {
  readonly clock = new FakeClock();
  readonly told: DrainNews[] = [];
  readonly over: DrainOrder[] = [];
  readonly countdown = new Countdown({
    clock: this.clock,
    tell: (news) => void this.told.push(news),
  });

  constructor() {
    this.countdown.over.then((order) => this.over.push(order));
  }

  order(seconds: number | null): void {
    this.countdown.order({ by: "rosa", seconds });
  }

  async pass(seconds: number): Promise<void> {
    this.clock.advance(seconds * SECOND);
    await promisesKept();
  }

  /** What was told since it was last asked. */
  news(): string[] {
    return this.told.splice(0).map((news) =>
      news.kind === "called off" ? news.kind : `${news.kind} ${news.seconds}`
    );
  }
}

Deno.test("Countdown tells that it has begun, reminds, and is over in time", async () => {
  const world = new World();
  world.order(60);
  assertEquals(world.news(), ["begun 60"]);
  assertEquals(world.countdown.left, 60);
  await world.pass(29);
  assertEquals([world.news(), world.countdown.left], [[], 31]);
  await world.pass(26);
  assertEquals(world.news(), ["reminder 30", "reminder 10", "reminder 5"]);
  await world.pass(4);
  assertEquals(world.over, []);
  await world.pass(1);
  assertEquals(world.over, [{ by: "rosa", seconds: 60 }]);
  assertEquals(world.countdown.left, 0);
});

Deno.test("Countdown.order() of no seconds calls it off, and all timers with it", async () => {
  const world = new World();
  world.order(60);
  world.order(null);
  assertEquals(world.news(), ["begun 60", "called off"]);
  assertEquals([world.countdown.left, world.clock.waiting], [null, 0]);
  await world.pass(120);
  assertEquals([world.news(), world.over], [[], []]);
});

Deno.test("Countdown.order() again sets the time anew", async () => {
  const world = new World();
  world.order(300);
  world.order(10);
  assertEquals(world.news(), ["begun 300", "begun 10"]);
  await world.pass(10);
  assertEquals([world.news(), world.over.length], [["reminder 5"], 1]);
});

Deno.test("Countdown.order() of 0 seconds is over at once, and announces no countdown", async () => {
  const world = new World();
  world.order(0);
  await world.pass(0);
  assertEquals([world.news(), world.over.length], [[], 1]);
});

Deno.test("Countdown.order() that calls nothing off tells nothing", () => {
  const world = new World();
  world.order(null);
  assertEquals(world.news(), []);
});

Deno.test("Countdown.end() leaves no timer, and no second left", async () => {
  const world = new World();
  world.order(60);
  world.countdown.end();
  assertEquals([world.countdown.left, world.clock.waiting], [0, 0]);
  await world.pass(60);
  assertEquals(world.over, []);
});
