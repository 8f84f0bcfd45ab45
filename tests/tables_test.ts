// Tables on several nodes: each applies the same facts in the same order, and all have the same tables then,
// whatever happens in between. Numbers do not collide, and what is over is gone.

import { assert, assertEquals } from "@std/assert";
import type { Fact, TableAct } from "../src/fact.ts";
import type { Person } from "../src/person.ts";
import { games as realGames } from "../src/game/mod.ts";
import { SEAT_MS, TABLES_PER_ROOM } from "../src/limits.ts";
import { silent } from "../src/log.ts";
import { Roster } from "../src/roster.ts";
import { Tables } from "../src/tables.ts";
import type { TableNews } from "../src/table_news.ts";
import { broken, coin } from "./support/coin_game.ts";
import { Random } from "./support/random.ts";
import { startWorkerNodes } from "./support/worker_nodes.ts";
import { ChatRoom } from "./support/chat_room.ts";

const ROOMS = ["#lobby", "#tea"];
const OPTIONS = ["", "easy", "versus", "word tea", "alone", "closed", "x hush", "20"];
const MOVES = ["win", "pass", "break", "e", "t", "tea", "4", "1", "7", "10", "whisper"];

/** One node, without clients. */
class Node {
  readonly roster = new Roster({ lobby: "#lobby", history: 0 });
  readonly tables = new Tables({
    games: [coin, broken, ...realGames],
    roster: this.roster,
    log: silent,
  });

  /** As delivery.ts does it. */
  receive(fact: Fact): TableNews[] {
    const rooms = "by" in fact ? this.roomsOf(fact.by) : [];
    this.roster.apply(fact);
    switch (fact.kind) {
      case "played":
        return this.tables.played(fact);
      case "joined":
        return this.tables.here(fact.room, fact.by);
      case "left":
        return this.tables.gone(fact.room, { person: fact.by, at: fact.at, returns: false });
      case "departed":
        return rooms.flatMap((room) =>
          this.tables.gone(room, { person: fact.by, at: fact.at, returns: fact.returns === true })
        );
      case "renamed":
        return this.tables.renamed(fact, rooms);
      default:
        return [];
    }
  }

  roomsOf({ id }: Person): string[] {
    return this.roster.residents.get(id)?.rooms.map(({ name }) => name) ?? [];
  }

  get state() {
    return ROOMS.map((room) => this.tables.book.of(room));
  }
}

/** Random facts about a few people; some have an account, with several clients. */
class Happenings {
  readonly #random: Random;
  #at = 1;
  #id = 0;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  *next({ roster, tables }: Node): Generator<Fact> {
    const random = this.#random;
    const at = this.#at += random.below(random.once(10) ? SEAT_MS : 3000);
    const [resident] = [...roster.residents.values()].slice(
      random.below(roster.residents.size || 1),
    );
    if (!resident || (roster.residents.size < 8 && random.once(4))) return yield* this.#arrive(at);
    const { person: by, rooms } = resident;
    const room = random.pick(ROOMS);
    switch (random.below(14)) {
      case 0:
        return yield { kind: "departed", at, by, text: "", returns: random.once(2) };
      case 1:
        if (rooms.length > 1) yield { kind: "left", at, room, by, text: "" };
        return;
      case 2:
        return yield { kind: "joined", at, room, by };
      case 3:
        return yield* this.#rename(by, at);
      case 4:
        return yield { kind: "played", at, room, by: SERVER, act: { do: "wait", node: "" } };
      default: {
        const act = this.#act(tables.book.of(room).map(({ number }) => number), roster);
        return yield { kind: "played", at, room, by, act };
      }
    }
  }

  *#arrive(at: number): Generator<Fact> {
    const id = `c${++this.#id}`;
    const by = this.#random.once(3)
      ? { id, name: "ute", account: "u" }
      : { id, name: `guest${this.#id}` };
    yield { kind: "arrived", at, by, address: "192.0.2.1" };
    for (const room of ROOMS) yield { kind: "joined", at, room, by };
  }

  *#rename(by: Person, at: number): Generator<Fact> {
    if (by.account !== undefined) return yield { kind: "renamed", at, by, name: `${by.id}x` };
    const account = this.#random.once(2) ? { name: "ute", account: "u" } : { name: `${by.name}y` };
    yield { kind: "renamed", at, by, ...account };
  }

  #act(numbers: readonly number[], roster: Roster): TableAct {
    const random = this.#random;
    const table = random.pick([1, 2, ...numbers]);
    switch (random.below(8)) {
      case 0:
      case 1: {
        const rival = random.once(3) ? random.pick([...roster.residents.values()]).person : null;
        const game = random.pick(["coin", "broken", ...realGames.map(({ name }) => name)]);
        return {
          do: "play",
          game,
          options: random.pick(OPTIONS),
          rival,
          seed: random.below(2 ** 32),
        };
      }
      case 2:
        return { do: random.pick(["leave", "end"]), table };
      case 3:
      case 4:
        return { do: random.pick(["join", "join", "watch"]), table };
      case 5:
        return { do: "return", mark: `c${random.below(9)} 1` };
      default:
        return { do: "move", table, text: random.pick(MOVES) };
    }
  }
}

const SERVER = { id: "", name: "" };

Deno.test("Tables are the same on every node, however facts reach it, and hold together", () => {
  let played = 0;
  for (let seed = 0; seed < 60; seed++) {
    const [one, two] = [new Node(), new Node()];
    const happenings = new Happenings(seed);
    for (let step = 0; step < 200; step++) {
      for (const fact of happenings.next(one)) {
        const news = one.receive(fact);
        assertEquals(two.receive(JSON.parse(JSON.stringify(fact))), news);
        assertEquals(two.state, one.state);
        played += news.length;
      }
      check(one);
    }
  }
  assert(played > 5000, "too little happened to show anything");
});

function check({ tables, state }: Node): void {
  for (const [i, room] of ROOMS.entries()) {
    const here = tables.book.of(room);
    assert(here.length <= TABLES_PER_ROOM);
    assertEquals(new Set(here.map(({ number }) => number)).size, here.length);
    for (const table of here) {
      assert(table.phase !== "over", "a table that is over is still there");
      assert(table.seats.some(({ left }) => !left), "a table without players is still there");
      assertEquals(JSON.parse(JSON.stringify(table)), table, "a table is plain JSON");
      const accounts = table.seats.flatMap(({ left, person }) =>
        left ? [] : person.account ?? person.id
      );
      assertEquals(new Set(accounts).size, accounts.length, "somebody sits twice");
    }
    assertEquals(state[i], here);
  }
}

Deno.test("Two nodes that begin games in a room at once have two tables, with two numbers", async () => {
  await using nodes = startWorkerNodes(2);
  const rooms = nodes.nodes.map((bus, i) => new ChatRoom({ bus, node: `w${i}`, games: [coin] }));
  const [anna, bob] = await Promise.all(
    rooms.map((room, i) => entered(room, ["anna", "bob"][i] ?? "")),
  );
  await until(() => rooms.every((room) => room.inside().length === 2), rooms);
  await Promise.all([anna?.types("/play coin alone"), bob?.types("/play coin alone")]);
  const numbers = () =>
    rooms.map(({ chat }) => chat.tables.book.of("#lobby").map(({ number }) => number));
  await until(() => numbers().every(({ length }) => length === 2), rooms);
  assertEquals(numbers(), [[1, 2], [1, 2]]);
  const [first] = rooms[0]?.chat.tables.book.of("#lobby") ?? [];
  const own = first?.seats[0]?.person.name === "anna" ? anna : bob;
  const other = own === anna ? bob : anna;
  await other?.types("/join-game 1");
  await own?.types("!1:pass");
  await until(
    () =>
      other?.connection.output.includes("*1 " + first?.seats[0]?.person.name + " passed") ?? false,
    rooms,
  );
  await other?.types("!1:win");
  await until(() => own?.connection.output.includes("* coin (1) is over") ?? false, rooms);
});

/** A client that is in, though its bus takes its time. */
async function entered(room: ChatRoom, name: string) {
  room.guests.wanted.push(name);
  const talker = room.knock();
  talker.connection.type("\n");
  await until(() => room.inside().includes(name), [room]);
  return talker;
}

/** Resolves when that is so; messages between nodes take turns of the real event loop. */
async function until(isSo: () => boolean, rooms: readonly ChatRoom[]): Promise<void> {
  for (let tries = 0; tries < 2000; tries++) {
    for (const room of rooms) await room.settle();
    if (isSo()) return;
  }
  throw new Error("It never came to be so");
}
