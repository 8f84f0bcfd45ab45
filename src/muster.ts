// What a node says of all its people at once: how it is made from the roster, and which facts it means where
// something else was known of them. Pure; changes and tells nothing.

import type { Fact, Left } from "./fact.ts";
import type { Muster, Present, Standing } from "./node_fact.ts";
import { NO_SETTINGS } from "./room_settings.ts";
import type { Resident, Roster } from "./roster.ts";
import type { TableBook } from "./table_book.ts";

/** What those who are gone with their node are said to have. */
const LOST = "connection lost";

/** Those of the roster with these ids, and how it stands in their rooms. */
export function present(
  ids: Iterable<string>,
  { roster, tables }: { roster: Pick<Roster, "residents">; tables: Pick<TableBook, "of"> },
): Pick<Muster, "people" | "rooms"> {
  const here = Array.from(ids, (id) => roster.residents.get(id)).filter((each) =>
    each !== undefined
  );
  const rooms = Array.from(new Set(here.flatMap(({ rooms }) => rooms)), ({ name, settings }) => {
    return { room: name, settings, tables: tables.of(name) };
  });
  const isPlain = ({ settings, tables }: Standing) =>
    settings === NO_SETTINGS && tables.length === 0;
  return { people: here.map(toPresent), rooms: rooms.filter((room) => !isPlain(room)) };
}

/** Facts that make the muster true, in an order in which they could have happened. */
export function* factsOf(muster: Muster, roster: Pick<Roster, "residents">): Generator<Fact> {
  const { at, node, people, rooms, first: anew } = muster;
  const expected = new Set(people.map(({ by }) => by.id));
  const known = [...roster.residents.values()].filter(({ person }) => person.id.startsWith(node));
  for (const { person: by } of known) {
    if (!expected.has(by.id)) yield { kind: "departed", at, by, text: LOST, returns: true };
  }
  for (const { room, settings, tables } of rooms) {
    yield { kind: "opened", room, settings, lines: [], ...anew ? { tables, anew } : {} };
  }
  for (const each of people) yield* changes(each, { at, was: roster.residents.get(each.by.id) });
}

function* changes(
  { by, address, since, away, rooms }: Present,
  { at, was }: { at: number; was: Resident | undefined },
): Generator<Fact> {
  const before = was?.rooms.map(({ name }) => name) ?? [];
  if (!was) yield { kind: "arrived", at: since, by, address };
  else if (was.person.name !== by.name || was.person.account !== by.account) {
    const { id: _, ...who } = by;
    yield { kind: "renamed", at, by: was.person, ...who };
  }
  if ((was?.away ?? null) !== away) yield { kind: "away", by, text: away };
  for (const room of rooms) if (!before.includes(room)) yield { kind: "joined", at, by, room };
  for (const room of before) if (!rooms.includes(room)) yield left({ at, by, room });
}

function left(where: Pick<Left, "at" | "by" | "room">): Left {
  return { kind: "left", ...where, text: "" };
}

function toPresent({ person: by, address, since, away, rooms }: Resident): Present {
  return { by, address, since, away, rooms: rooms.map(({ name }) => name) };
}
