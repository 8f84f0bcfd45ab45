// JSON for programs: every event as one object on one line, in the terms of protocol.ts. What everybody may
// know of people and rules goes out; ids of accounts and addresses do not.

import type { Dialect, Preferences } from "../dialect.ts";
import type { ChatEvent, GameNews, Line, Person, TableCard } from "../event.ts";
import {
  PROTOCOL_VERSION,
  type ServerMessage,
  type WireChange,
  type WireLine,
  type WirePerson,
  type WireTable,
} from "../protocol.ts";
import type { RoomChange } from "../room_settings.ts";

/** Programs do without times, colours and bells. */
const PREFERENCES: Preferences = { time: false, color: false, bell: false };

export const json: Dialect = {
  format: "json",
  preferences: PREFERENCES,
  personal: false,
  render: (event) => `${JSON.stringify(message(event))}\n`,
  with: () => json,
};

function message(event: ChatEvent): ServerMessage {
  switch (event.kind) {
    case "said":
    case "acted":
      return line(event);
    case "joined": {
      const { at, room } = event;
      return { type: "joined", at, room, by: person(event.by) };
    }
    case "left": {
      const { at, room, text } = event;
      return { type: "left", at, room, by: person(event.by), text };
    }
    case "kicked": {
      const { at, room, text } = event;
      return { type: "kicked", at, room, by: person(event.by), who: person(event.who), text };
    }
    case "settled": {
      const { at, room } = event;
      return { type: "settled", at, room, by: person(event.by), change: change(event.change) };
    }
    case "renamed":
      return { type: "renamed", at: event.at, by: person(event.by), name: event.name };
    case "crowd":
      return { type: "crowd", at: event.at, joined: event.joined, left: event.left };
    case "told":
      return { type: "told", at: event.at, by: person(event.by), text: event.text };
    case "sent":
      return { type: "sent", at: event.at, to: person(event.to), text: event.text };
    case "announced":
      return { type: "announced", at: event.at, by: person(event.by), text: event.text };
    case "welcome":
      return { type: "welcome", name: event.name, motd: event.motd };
    case "entered": {
      const { room, topic, company } = event;
      return { type: "entered", room, topic, company, recent: event.recent.map(line) };
    }
    case "past":
      return { type: "past", lines: event.lines.map(line) };
    case "table": {
      const { at, card, seat, turn, due, text, view } = event;
      return { type: "table", at, ...table(card), seat, turn, due, text, view };
    }
    case "game":
      return news(event);
    case "challenge": {
      const { at, card, by, due } = event;
      return { type: "challenge", at, ...table(card), by: person(by), due };
    }
    case "games": {
      const { room, games, tables } = event;
      return { type: "games", room, games, tables: tables.map(table) };
    }
    case "notice":
      return { type: "notice", text: event.text };
    case "hello":
      return { type: "hello", version: PROTOCOL_VERSION, name: event.name, room: event.room };
    case "done":
      return { type: "done", ref: event.ref };
    case "failed":
      return { type: "failed", ref: event.ref, code: event.code, text: event.text };
  }
}

function line({ kind, id, at, room, by, text }: Line): WireLine {
  return { type: kind, id, at, room, by: person(by), text };
}

function news(event: GameNews): ServerMessage {
  const { at, card, what } = event;
  const about = { type: "game", at, ...table(card) } as const;
  if (what === "started") return { ...about, what, by: person(event.by) };
  return { ...about, what, text: event.text, winners: event.winners };
}

function table({ players, ...card }: TableCard): WireTable {
  return { ...card, players: players.map((who) => ({ ...person(who), state: who.state })) };
}

function person({ name, account }: Person): WirePerson {
  return { name, registered: account !== undefined };
}

function change(change: RoomChange): WireChange {
  if (!("sanction" in change)) return change;
  const { name, by, until, why } = change.sanction;
  return { what: change.what, sanction: { name, by, until, why } };
}
