// JSON for programs: every event as one object on one line, in the terms of protocol.ts. What everybody may
// know of people and rules goes out; ids of accounts and addresses do not.

import type { Dialect, Preferences } from "../dialect.ts";
import type { ChatEvent, Crowd, Listed, ListedRoom } from "../event.ts";
import type { Line } from "../line.ts";
import type { Person } from "../person.ts";
import {
  PROTOCOL_VERSION,
  type ServerMessage,
  type WireChange,
  type WireLine,
  type WireMember,
  type WirePerson,
  type WireRoom,
  type WireRules,
  type WireTable,
} from "../protocol.ts";
import type { RoomChange, RoomSettings } from "../room_settings.ts";
import type { GameNews, TableCard } from "../table_event.ts";

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
      const { at, room, away = false } = event;
      return { type: "joined", at, room, by: person(event.by), away };
    }
    case "left": {
      const { at, room, text } = event;
      return { type: "left", at, room, by: person(event.by), text };
    }
    case "kicked": {
      const { at, room, text, quiet = false } = event;
      const [by, who] = [person(event.by), person(event.who)];
      return { type: "kicked", at, room, by, who, text, quiet };
    }
    case "settled": {
      const { at, room } = event;
      return { type: "settled", at, room, by: person(event.by), change: change(event.change) };
    }
    case "renamed": {
      const { at, room, name, account } = event;
      const registered = account !== undefined;
      return { type: "renamed", at, room, by: person(event.by), name, registered };
    }
    case "away": {
      const { at, room, away } = event;
      return { type: "away", at, room, by: person(event.by), away };
    }
    case "crowd":
      return crowd(event);
    case "told":
      return { type: "told", id: event.id, at: event.at, by: person(event.by), text: event.text };
    case "sent":
      return { type: "sent", id: event.id, at: event.at, to: person(event.to), text: event.text };
    case "announced":
      return { type: "announced", at: event.at, by: person(event.by), text: event.text };
    case "welcome":
      return { type: "welcome", name: event.name, motd: event.motd };
    case "you": {
      const { away, admin } = event;
      return { type: "you", ...person(event.person), away, admin };
    }
    case "entered":
      return entered(event);
    case "exited": {
      const { room, by, text } = event;
      return { type: "exited", room, by: by && person(by), text };
    }
    case "past":
      return { type: "past", lines: event.lines.map(line), more: event.more };
    case "members": {
      const { room, people, members } = event;
      return { type: "members", room, people, members: members.map(member) };
    }
    case "rooms":
      return { type: "rooms", rooms: event.rooms.map(room), others: event.others };
    case "commands":
      return { type: "commands", commands: event.commands };
    case "token":
      return { type: "token", token: event.token, ms: event.ms };
    case "code":
      return { type: "code", code: event.code, ms: event.ms };
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
    case "hello": {
      const { name, room, server: { lobby, maxLine, history, requireLogin, chatPort } } = event;
      const server = { lobby, maxLine, history, requireLogin, chatPort }; // and nothing else of what it is given
      return { type: "hello", version: PROTOCOL_VERSION, name, room, server };
    }
    case "bye":
      return { type: "bye", text: event.text, back: event.back };
    case "done":
      return { type: "done", ref: event.ref, id: event.id };
    case "failed":
      return { type: "failed", ref: event.ref, code: event.code, text: event.text };
  }
}

function entered(event: ChatEvent & { kind: "entered" }): ServerMessage {
  const { room, topic, company, gap, people, role } = event;
  const recent = event.recent.map(line);
  const members = event.members.map(member);
  const rules = rulesOf(event.settings);
  return { type: "entered", room, topic, company, recent, gap, people, members, rules, role };
}

function crowd({ at, room, joined, left, balance }: Crowd): ServerMessage {
  const { went, whole, people } = balance;
  const came = balance.came.map(member);
  return { type: "crowd", at, room, joined, left, went, came, whole, people };
}

function rulesOf({ owner, ops, topicLocked, slow, private: isPrivate }: RoomSettings): WireRules {
  const names = ops.map(({ name }) => name);
  return { owner: owner?.name ?? null, ops: names, topicLocked, slow, private: isPrivate };
}

function member({ person: who, away }: Listed): WireMember {
  return { ...person(who), away };
}

function room({ name, people, settings: { topic, private: isPrivate } }: ListedRoom): WireRoom {
  return { room: name, people, topic, private: isPrivate };
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
