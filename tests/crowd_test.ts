// Arrivals and departures: told one by one while a room is small, summed up once a second when it is
// crowded, so that n arrivals never cost n² deliveries.

import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { Crowd } from "../src/crowd.ts";
import type { RoomEvent, Summary } from "../src/event.ts";
import type { Joined, Left } from "../src/fact.ts";
import { CROWD, CROWD_NOTICE_MS } from "../src/limits.ts";
import { Roster } from "../src/roster.ts";
import { FakeClock } from "./support/fake_clock.ts";

const NOBODY: Summary = { names: [], others: 0 };

function joined(name: string, room = "#room"): Joined {
  return { kind: "joined", at: 0, room, by: { id: name, name } };
}

function left(name: string, room = "#room"): Left {
  return { kind: "left", at: 0, room, by: { id: name, name }, text: "" };
}

function open() {
  const clock = new FakeClock();
  const posts: { room: string; event: RoomEvent }[] = [];
  const roster = new Roster({ lobby: "#lobby", history: 0 });
  const post = (room: string, event: RoomEvent) => void posts.push({ room, event });
  for (const room of ["#room", "#other", "#a", "#b", "#small"]) {
    const by = { id: `keeper of ${room}`, name: "keeper" };
    roster.apply({ kind: "arrived", at: 0, by, address: "192.0.2.1" });
    roster.apply({ kind: "joined", at: 0, room, by });
  }
  const crowd = new Crowd({ clock, roster, post });
  return { clock, posts, roster, crowd, events: () => posts.map(({ event }) => event) };
}

/** How one reader of a room knows who is in it. */
function present(events: readonly RoomEvent[]): string[] {
  const names = new Set<string>();
  for (const event of events) {
    const [came, went] = event.kind === "crowd"
      ? [event.joined.names, event.left.names]
      : event.kind === "joined"
      ? [[event.by.name], []]
      : event.kind === "left"
      ? [[], [event.by.name]]
      : [[], []];
    for (const name of came) names.add(name);
    for (const name of went) names.delete(name);
  }
  return [...names];
}

Deno.test("Crowd.tell() posts each arrival and departure at once in a room of up to 50", () => {
  const { crowd, posts, clock } = open();
  crowd.tell(joined("anna"), CROWD);
  crowd.tell(left("bob", "#other"), 1);
  assertEquals(posts, [
    { room: "#room", event: joined("anna") },
    { room: "#other", event: left("bob", "#other") },
  ]);
  assertEquals(clock.waiting, 0);
});

Deno.test("Crowd.tell() sums up a crowded room's second in one event", () => {
  const { crowd, events, clock } = open();
  for (const name of ["anna", "bob", "carl", "dora", "emil"]) crowd.tell(joined(name), CROWD + 1);
  crowd.tell(left("fred"), CROWD + 1);
  clock.advance(CROWD_NOTICE_MS - 1);
  assertEquals(events(), []);
  clock.advance(1);
  assertEquals(events(), [{
    kind: "crowd",
    at: clock.now(),
    room: "#room",
    joined: { names: ["anna", "bob"], others: 3 },
    left: { names: ["fred"], others: 0 },
    balance: { came: [], went: ["fred"], whole: true, people: 1 }, // none of these has really come
  }]);
});

Deno.test("Crowd.tell() begins a new sum after each", () => {
  const { crowd, events, clock } = open();
  for (const name of ["anna", "bob"]) {
    crowd.tell(joined(name), CROWD + 1);
    clock.advance(CROWD_NOTICE_MS);
  }
  clock.advance(10 * CROWD_NOTICE_MS);
  const sums = events().map((event) => event.kind === "crowd" && event.joined.names[0]);
  assertEquals(sums, ["anna", "bob"]);
  assertEquals(clock.waiting, 0);
});

Deno.test("Crowd.tell() counts each room by itself", () => {
  const { crowd, posts, clock } = open();
  crowd.tell(joined("anna", "#a"), CROWD + 1);
  crowd.tell(left("bob", "#b"), CROWD + 1);
  crowd.tell(joined("carl", "#small"), 2);
  clock.advance(CROWD_NOTICE_MS);
  assertEquals(posts.map(({ room }) => room), ["#small", "#a", "#b"]);
  const sums = posts.map(({ event }) => event).filter((event) => event.kind === "crowd");
  assertEquals(sums.map(({ joined }) => joined), [{ names: ["anna"], others: 0 }, NOBODY]);
  assertEquals(sums.map(({ left }) => left), [NOBODY, { names: ["bob"], others: 0 }]);
});

Deno.test("Crowd.tell() posts at most one event a second to a crowded room, whatever comes and goes", () => {
  const { crowd, events, clock } = open();
  const seconds = 5;
  for (let ms = 0; ms < seconds * 1000; ms += 10) {
    crowd.tell(ms % 20 === 0 ? joined(`a${ms}`) : left(`b${ms}`), 300);
    clock.advance(10);
  }
  assertLessOrEqual(events().length, seconds);
  const counts = events().map((event) =>
    event.kind === "crowd" ? event.joined.names.length + event.joined.others : 0
  );
  assert(counts.reduce((sum, count) => sum + count, 0) >= (seconds - 1) * 50);
});

Deno.test("Crowd.tell() names nobody as gone before they are named as come", () => {
  const { crowd, events, clock } = open();
  crowd.tell(joined("anna"), CROWD + 1);
  crowd.tell(left("bob"), CROWD + 1);
  crowd.tell(left("anna"), CROWD); // now the room is small, and anna's arrival still untold
  clock.advance(CROWD_NOTICE_MS);
  assertEquals(present(events()), []);
});
