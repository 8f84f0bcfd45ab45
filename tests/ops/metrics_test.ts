// The metrics of one event loop and of several, as a parser of Prometheus' text reads them.

import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Accounts } from "../../src/accounts.ts";
import { LOOP_DELAY_MS } from "../../src/limits.ts";
import { exposition, Metrics, type Watched } from "../../src/ops/metrics.ts";
import { NO_TRAFFIC } from "../../src/traffic.ts";
import { FakeClock } from "../support/fake_clock.ts";
import { type Family, parse, valueIn } from "../support/prometheus.ts";

const ABOUT = {
  build: { version: "1.2.3", deno: "2.9.6", target: "x86_64-unknown-linux-gnu" },
  startedAt: 1_700_000_000,
  ready: true,
};

/** An event loop with these many connections and lines. */
function watched(connections: number, lines: number): Watched {
  const figures = {
    traffic: { ...NO_TRAFFIC, lines },
    accepted: new Map([["tcp", connections]]),
    connected: new Map([["tcp", connections]]),
    ended: new Map([["slow reader", 2]]),
    refused: 3,
    acceptFailures: 4,
  };
  const people = { residents: new Map([["1", {}], ["2", {}]]), rooms: new Map([["#a", {}]]) };
  const logins: Accounts["logins"] = { succeeded: 5, failed: 6, heldBack: 7 };
  return {
    server: { figures },
    chat: { roster: people as unknown as Watched["chat"]["roster"] },
    hub: { deliveries: 8 },
    accounts: { logins },
    backlog: { total: 9 },
    history: { status: { outage: null, waiting: 10, dropped: 11 } },
  };
}

function watching(connections: number, lines: number): Metrics {
  const metrics = new Metrics(new FakeClock());
  metrics.watch(watched(connections, lines));
  return metrics;
}

async function scraped(...loops: Metrics[]): Promise<Family[]> {
  return parse(await exposition(await Promise.all(loops.map((one) => one.sample())), ABOUT));
}

Deno.test("exposition() is text that a parser reads, each metric with its help and its type", async () => {
  const families = await scraped(watching(1, 2));
  assert(families.length > 20);
  for (const { name, help, type } of families) {
    assertMatch(name, /^netchat_[a-z_]+$/);
    assertMatch(help, /^[A-Z1]/, name);
    assertEquals(type === "COUNTER", name.endsWith("_total"), name);
  }
});

Deno.test("exposition() has what was counted, by label", async () => {
  const families = await scraped(watching(1, 2));
  const expected: [name: string, labels: Record<string, string>, value: number][] = [
    ["netchat_connections", { transport: "tcp" }, 1],
    ["netchat_lines_received_total", {}, 2],
    ["netchat_connections_ended_total", { reason: "slow reader" }, 2],
    ["netchat_connections_refused_total", {}, 3],
    ["netchat_accept_failures_total", {}, 4],
    ["netchat_logins_total", { result: "failed" }, 6],
    ["netchat_logins_total", { result: "held_back" }, 7],
    ["netchat_deliveries_total", {}, 8],
    ["netchat_unsent_bytes", {}, 9],
    ["netchat_history_waiting_lines", {}, 10],
    ["netchat_people", {}, 2],
    ["netchat_rooms", {}, 1],
    ["netchat_ready", {}, 1],
    ["netchat_start_time_seconds", {}, ABOUT.startedAt],
    ["netchat_build_info", ABOUT.build, 1],
  ];
  for (const [name, labels, value] of expected) {
    assertEquals(valueIn(families, name, labels), value, name);
  }
  assert(valueIn(families, "netchat_resident_memory_bytes") > 1e6);
});

Deno.test("exposition() sums up several event loops, but for what all of them know", async () => {
  const families = await scraped(watching(1, 2), watching(10, 20));
  assertEquals(valueIn(families, "netchat_connections", { transport: "tcp" }), 11);
  assertEquals(valueIn(families, "netchat_lines_received_total"), 22);
  assertEquals(valueIn(families, "netchat_people"), 2);
  assertEquals(valueIn(families, "netchat_rooms"), 1);
});

Deno.test("Metrics.sample() tells what is now, not what has been added up", async () => {
  const metrics = watching(1, 2);
  await scraped(metrics);
  assertEquals(valueIn(await scraped(metrics), "netchat_lines_received_total"), 2);
});

Deno.test("Metrics look at how late the event loop is, again and again", async () => {
  const clock = new FakeClock();
  const metrics = new Metrics(clock);
  for (let i = 0; i < 3; i++) clock.advance(LOOP_DELAY_MS);
  const families = await scraped(metrics);
  const delay = families.find(({ name }) => name === "netchat_event_loop_delay_seconds");
  assertEquals(delay?.metrics[0]?.count, "3");
  assertEquals(delay?.metrics[0]?.buckets?.["+Inf"], "3");
});
