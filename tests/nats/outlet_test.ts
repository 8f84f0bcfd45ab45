// Facts on their way out: together where that changes nothing, one after the other where it does, and again
// until they are stored.

import { assertEquals } from "@std/assert";
import type { Fact } from "../../src/fact.ts";
import { MAX_PARCEL_BYTES, MAX_WAITING_LINES, RESEND_MS } from "../../src/limits.ts";
import { unpack } from "../../src/nats/envelope.ts";
import { Outlet } from "../../src/nats/outlet.ts";
import { FakeClock } from "../support/fake_clock.ts";
import { ManualTurns } from "../support/manual_turns.ts";
import { promisesKept } from "../support/settle.ts";

interface Sent {
  readonly subject: string;
  readonly id: string;
  readonly texts: string[];
  /** NATS has stored it. */
  ack(): Promise<void>;
  /** NATS does not answer. */
  fail(): Promise<void>;
}

class Out {
  readonly clock = new FakeClock(0);
  readonly turns = new ManualTurns();
  readonly sent: Sent[] = [];
  failures = 0;
  /** Subjects that this node hears. */
  readonly heard = new Set<string>();
  readonly outlet = new Outlet({
    link: {
      publish: (subject, bytes, options) => this.#publish(subject, bytes, options?.id ?? ""),
    },
    clock: this.clock,
    atTurnEnd: this.turns.atTurnEnd,
    idPrefix: "n1.",
    hears: (subject) => this.heard.has(subject),
    failed: () => {
      this.failures++;
      return Promise.resolve();
    },
  });

  line(room: string, text: string): Promise<void> {
    return this.outlet.add(said(room, text), { kind: "lines", subject: room });
  }

  away(text: string): Promise<void> {
    const by = { id: "1", name: "anna" };
    return this.outlet.add({ kind: "away", by, text }, { kind: "people", subject: "all" });
  }

  async turn(): Promise<void> {
    this.turns.end();
    await promisesKept();
  }

  /** Subject and texts of what was sent since. */
  news(): string[] {
    return this.sent.splice(0).map(({ subject, texts }) => `${subject}: ${texts.join(" ")}`);
  }

  #publish(subject: string, bytes: Uint8Array, id: string): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const texts = unpack(bytes).facts.map((fact) => "text" in fact ? String(fact.text) : "");
    const ack = () => {
      resolve(1);
      return promisesKept();
    };
    const fail = () => {
      reject(new Error("no answer"));
      return promisesKept();
    };
    this.sent.push({ subject, id, texts, ack, fail });
    return promise;
  }
}

function said(room: string, text: string): Fact {
  return { kind: "said", id: text, at: 1, room, by: { id: "1", name: "anna" }, text };
}

Deno.test("Outlet.add() sends what one turn says in a room as one message, and rooms side by side", async () => {
  const out = new Out();
  for (const text of ["1", "2"]) for (const room of ["tea", "jam"]) out.line(room, text);
  await out.turn();
  assertEquals(out.news(), ["tea: 1 2", "jam: 1 2"]);
});

Deno.test("Outlet.add() keeps the order of lines and people, and sends nothing before what is before it is stored", async () => {
  const out = new Out();
  out.line("tea", "1");
  out.away("2");
  out.line("tea", "3");
  await out.turn();
  const [first] = out.sent;
  assertEquals(out.news(), ["tea: 1"]);
  out.line("tea", "4");
  await first?.ack();
  const [second] = out.sent;
  assertEquals(out.news(), ["all: 2"]);
  await second?.ack();
  assertEquals(out.news(), ["tea: 3 4"]);
});

Deno.test("Outlet.add() sends a message again, the same one, until it is stored", async () => {
  const out = new Out();
  out.line("tea", "1");
  await out.turn();
  const [first] = out.sent;
  out.line("tea", "2");
  await first?.fail();
  out.clock.advance(RESEND_MS);
  await promisesKept();
  const again = out.sent.at(-1);
  assertEquals([again?.id, again?.texts], [first?.id, ["1"]]);
  assertEquals(out.failures, 1);
  await again?.ack();
  assertEquals(out.sent.at(-1)?.texts, ["2"]);
});

Deno.test("Outlet.returned() is as good as an answer: what has come back is not sent again", async () => {
  const out = new Out();
  out.heard.add("tea");
  let done = false;
  out.line("tea", "1").then(() => done = true);
  await out.turn();
  const [first] = out.sent;
  await first?.fail();
  out.outlet.returned(first?.id ?? "");
  out.clock.advance(RESEND_MS);
  await promisesKept();
  assertEquals([out.sent.length, done], [1, true]);
});

Deno.test("Outlet.add() resolves when it has come back, or where it is not heard when it is stored", async () => {
  const out = new Out();
  out.heard.add("tea");
  const done: string[] = [];
  out.line("tea", "1").then(() => done.push("tea"));
  out.line("jam", "1").then(() => done.push("jam"));
  await out.turn();
  const [tea, jam] = out.sent;
  await tea?.ack();
  await jam?.ack();
  assertEquals(done, ["jam"]);
  out.outlet.returned(tea?.id ?? "");
  await promisesKept();
  assertEquals(done, ["jam", "tea"]);
});

Deno.test("Outlet.add() fills no message beyond what one may hold", async () => {
  const out = new Out();
  const text = "x".repeat(MAX_PARCEL_BYTES / 2);
  for (let i = 0; i < 3; i++) out.line("tea", text);
  await out.turn();
  assertEquals(out.sent.map(({ texts }) => texts.length), [1]);
  for (let i = 0; i < 2; i++) await out.sent.at(-1)?.ack();
  assertEquals(out.sent.length, 3);
});

Deno.test("Outlet.addLate() makes its message when all before has come back", async () => {
  const out = new Out();
  out.heard.add("all");
  let state = "early";
  out.away("1");
  out.outlet.addLate("all", () => [said("tea", state)]);
  await out.turn();
  const [first] = out.sent.splice(0);
  await first?.ack();
  assertEquals(out.news(), []);
  state = "late";
  out.outlet.returned(first?.id ?? "");
  await promisesKept();
  assertEquals(out.news(), ["all: late"]);
});

Deno.test("Outlet.full says when no more lines may wait, and idle() resolves when none do", async () => {
  const out = new Out();
  for (let i = 0; i < MAX_WAITING_LINES; i++) out.line("tea", "");
  assertEquals([out.outlet.full, out.outlet.waiting], [true, MAX_WAITING_LINES]);
  await out.turn();
  let idle = false;
  out.outlet.idle().then(() => idle = true);
  while (!idle) {
    await out.sent.shift()?.ack();
    await promisesKept();
  }
  assertEquals([out.outlet.full, out.outlet.waiting], [false, 0]);
});
