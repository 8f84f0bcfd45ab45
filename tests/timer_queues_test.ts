// Many timers, one of the system's: each runs once, in time and in order, unless it was cancelled.

import { assertEquals } from "@std/assert";
import { TimerQueues } from "../src/timer_queues.ts";
import { FakeClock } from "./support/fake_clock.ts";

function queues() {
  const clock = new FakeClock();
  const timers = new TimerQueues({
    now: () => clock.now(),
    setTimer: (ms, run) => clock.after(ms, run),
  });
  const ran: string[] = [];
  const after = (ms: number, name: string) => timers.after(ms, () => ran.push(name));
  return { clock, timers, ran, after };
}

Deno.test("TimerQueues runs each when it is due, and not before", () => {
  const { clock, ran, after } = queues();
  after(100, "a");
  clock.advance(60);
  after(100, "b");
  clock.advance(39);
  assertEquals(ran, []);
  clock.advance(1);
  assertEquals(ran, ["a"]);
  clock.advance(59);
  assertEquals(ran, ["a"]);
  clock.advance(1);
  assertEquals([ran, clock.waiting], [["a", "b"], 0]);
});

Deno.test("TimerQueues has one timer of the system for each delay", () => {
  const { clock, ran, after } = queues();
  for (let i = 0; i < 1000; i++) after(100, `slow ${i}`);
  for (let i = 0; i < 1000; i++) after(20, `fast ${i}`);
  assertEquals(clock.waiting, 2);
  clock.advance(100);
  assertEquals([ran.length, ran[0], ran[1000], clock.waiting], [2000, "fast 0", "slow 0", 0]);
});

Deno.test("TimerQueues does not run what was cancelled, and waits for nothing in vain", () => {
  const { clock, ran, after } = queues();
  const [first, second, third] = [after(10, "1"), after(10, "2"), after(10, "3")];
  second?.();
  second?.();
  clock.advance(10);
  assertEquals([ran, clock.waiting], [["1", "3"], 0]);
  first?.();
  third?.();
  after(10, "4")();
  assertEquals(clock.waiting, 0);
  after(10, "5");
  clock.advance(10);
  assertEquals([ran, clock.waiting], [["1", "3", "5"], 0]);
});

Deno.test("TimerQueues lets what runs set timers and cancel others", () => {
  const { clock, timers, ran, after } = queues();
  timers.after(10, () => {
    after(10, "later");
    never();
  });
  const never = after(10, "never");
  clock.advance(10);
  assertEquals([ran, clock.waiting], [[], 1]);
  clock.advance(9);
  assertEquals(ran, []);
  clock.advance(1);
  assertEquals([ran, clock.waiting], [["later"], 0]);
});

Deno.test("TimerQueues goes on after a bug, and reports it", () => {
  const { clock, timers, ran, after } = queues();
  const reported: unknown[] = [];
  const onError = (event: ErrorEvent) => {
    event.preventDefault();
    reported.push(event.error);
  };
  addEventListener("error", onError);
  const bug = new Error("Bug");
  timers.after(10, () => {
    throw bug;
  });
  after(10, "next");
  clock.advance(10);
  removeEventListener("error", onError);
  assertEquals([ran, reported], [["next"], [bug]]);
});
