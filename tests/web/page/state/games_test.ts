// What the page knows of the games of a room, message by message.

import { assertEquals } from "@std/assert";
import { act } from "../../../../src/web/page/state/act.ts";
import { isOnTurn, type Table } from "../../../../src/web/page/state/games.ts";
import type { State } from "../../../../src/web/page/state/model.ts";
import { after, entered, inLobby, type Of, person, shown } from "./messages.ts";

const CARD = {
  at: 0,
  room: "#lobby",
  table: 1,
  game: "hangman",
  mode: "",
  phase: "running",
  joinable: true,
  players: [{ ...person("bob"), state: "here" }, { ...person("anna"), state: "here" }],
} as const;

const STARTED: Of<"game"> = { ...CARD, type: "game", what: "started", by: person("bob") };
const OVER: Of<"game"> = {
  ...CARD,
  type: "game",
  phase: "over",
  what: "over",
  text: "bob wins",
  winners: ["bob"],
};

function seen(more: Partial<Of<"table">> = {}): Of<"table"> {
  return { ...CARD, type: "table", seat: 1, turn: [1], due: 9, text: ["go"], view: 7, ...more };
}

function table(state: State): Table | undefined {
  return state.places.get("#lobby")?.tables.get(1);
}

Deno.test("A game of the room is known from its start to its end, and the room reads of both", () => {
  const state = after(inLobby(), STARTED);
  assertEquals([table(state)?.game, table(state)?.sight], ["hangman", null]);
  const over = after(state, OVER);
  assertEquals(table(over), undefined);
  assertEquals(shown(over), ["* bob started hangman (1)", "* hangman (1) is over: bob wins"]);
});

Deno.test("A game that one plays shows how it stands, also when it is over, until it is put away", () => {
  const state = after(
    inLobby(),
    STARTED,
    seen(),
    seen({ view: 8, turn: [0], text: ["a", "b", "c"] }),
  );
  assertEquals(table(state)?.sight, {
    seat: 1,
    turn: [0],
    due: 9,
    view: 8,
    lines: ["a", "b", "c"],
  });
  const over = after(state, seen({ phase: "over", turn: [] }), OVER);
  assertEquals([table(over)?.phase, table(over)?.sight?.view], ["over", 7]);
  assertEquals(table(act(over, { type: "leave-table", place: "#lobby", table: 1 })), undefined);
});

Deno.test("isOnTurn() is for who has a seat that may move, in a game that runs", () => {
  const is = (more: Partial<Of<"table">>) => {
    const one = table(after(inLobby(), seen(more)));
    return one ? isOnTurn(one) : null;
  };
  assertEquals([is({}), is({ turn: [0] }), is({ seat: null }), is({ phase: "over" })], [
    true,
    false,
    false,
    false,
  ]);
});

Deno.test("Who is asked to play knows by whom, until they play or decline", () => {
  const challenge = { ...CARD, type: "challenge", by: person("bob"), due: 9 } as const;
  const state = after(inLobby(), challenge);
  assertEquals(table(state)?.asked?.by.name, "bob");
  assertEquals(table(after(state, seen()))?.asked, null);
  const declined = act(state, { type: "leave-table", place: "#lobby", table: 1 });
  assertEquals(table(declined)?.asked, null);
});

Deno.test("The list of games replaces what was known, but for boards that are still looked at", () => {
  const listing = { type: "games", room: "#lobby", games: [], tables: [] } as const;
  assertEquals(table(after(inLobby(), STARTED, listing)), undefined);
  const over = after(inLobby(), STARTED, seen({ phase: "over" }), listing);
  assertEquals(table(over)?.phase, "over");
  const { type: _, at: __, what: ___, by: ____, ...card } = STARTED as Extract<
    typeof STARTED,
    { what: "started" }
  >;
  const both = after(inLobby(), seen(), { ...listing, tables: [card] });
  assertEquals(table(both)?.sight?.view, 7);
});

Deno.test("After a loss games are as they are shown again, and no others are there", () => {
  const state = after(inLobby(), STARTED, seen());
  assertEquals(table(after(state, entered())), undefined);
});
