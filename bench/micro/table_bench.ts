// What a move costs before it reaches a socket: checked and made, and its board for both players as text.

import { plain } from "../../src/dialect/plain.ts";
import type { Played } from "../../src/fact.ts";
import { connectFour } from "../../src/game/connect_four.ts";
import { silent } from "../../src/log.ts";
import { Roster } from "../../src/roster.ts";
import { viewOf } from "../../src/table_view.ts";
import { Tables } from "../../src/tables.ts";

const room = "#tea";
const people = ["anna", "bob"].map((name) => ({ id: name, name }));
const [anna, bob] = people as [typeof people[0], typeof people[0]];

/** A game that waits for its first move, and who has it. */
function begun() {
  const roster = new Roster({ lobby: "#lobby", history: 0 });
  const tables = new Tables({ games: [connectFour], roster, log: silent });
  for (const by of people) {
    roster.apply({ kind: "arrived", at: 0, by, address: "192.0.2.1" });
    roster.apply({ kind: "joined", at: 0, by, room });
  }
  const act = (by: typeof anna, act: Played["act"]) => tables.played({ at: 0, room, by, act });
  act(anna, { do: "play", game: "connect-four", options: "", rival: null, seed: 0 });
  act(bob, { do: "join", table: 1 });
  return { tables, act };
}

Deno.bench("a game of connect four, 7 moves, seen by both players", (b) => {
  const { tables, act } = begun();
  b.start();
  for (let i = 0; i < 7; i++) {
    const by = i % 2 === 0 ? anna : bob;
    const move = { do: "move", table: 1, text: `${1 + i % 2}` } as const;
    tables.refusal({ room, by, act: move });
    for (const news of act(by, move)) {
      if (news.what !== "shown") continue;
      for (const seat of [0, 1]) {
        const glance = { at: 0, seat, text: news.text, format: "text" } as const;
        plain.render(viewOf(news.table, connectFour, glance));
      }
    }
  }
  b.end();
});
