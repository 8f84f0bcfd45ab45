// What a client is shown of a room that it enters: who is there, what was said last or since it was there, and
// the rules. Looks, and changes nothing but what the client is known to have been shown.

import type { Listed, PrivateEvent, Summary } from "./event.ts";
import { MEMBERS_ON_ENTERING, NAMES_IN_SUMMARY } from "./limits.ts";
import type { Line } from "./line.ts";
import type { Member } from "./member.ts";
import { linesAfter, type LinesMissed } from "./missed.ts";
import type { Person } from "./person.ts";
import type { Role } from "./role.ts";
import type { Room, Roster } from "./roster.ts";

export interface EntranceParts {
  readonly room: Room;
  /** What the client is there. */
  readonly role: Role;
  readonly roster: Pick<Roster, "members">;
  /** Lines shown to those who have missed none. */
  readonly replay: number;
}

/** Sorts behind every character of a line's id. */
const AFTER_IDS = "~";

export function entrance(
  member: Member,
  { room, role, roster, replay }: EntranceParts,
): PrivateEvent {
  const { name, history, settings, heads } = room;
  const { lines, gap } = linesFor(member, { room, replay });
  member.shownFrom = lines[0]?.id ?? `${history.at(-1)?.id ?? ""}${AFTER_IDS}`;
  return {
    kind: "entered",
    room: name,
    topic: settings.topic,
    company: company(room, member.person),
    recent: member.picky ? lines.filter((line: Line) => !member.hides(line.by)) : lines,
    gap,
    people: heads,
    members: membersFor(member, { room, roster }),
    settings,
    role,
    first: member.room === "",
  };
}

/** Programs keep a list; people type /who. */
function membersFor(
  { dialect }: Member,
  { room, roster }: Pick<EntranceParts, "room" | "roster">,
): readonly Listed[] {
  return dialect.format === "text" ? [] : roster.members(room, MEMBERS_ON_ENTERING);
}

/** The latest, or for whoever comes back those that were missed. */
function linesFor(
  { missed: { seen, since } }: Member,
  { room: { name, history }, replay }: Pick<EntranceParts, "room" | "replay">,
): LinesMissed {
  const last = seen.get(name);
  if (last !== undefined) return linesAfter(last, history);
  if (since !== null) return { lines: history.filter(({ at }) => at > since), gap: false };
  return { lines: replay === 0 ? [] : history.slice(-replay), gap: false };
}

/** The others in a room: a few names and a number. */
function company(room: Room, { name }: Person): Summary {
  const some: string[] = [];
  for (const { person } of room.people.values()) {
    if (person.name === name || some.includes(person.name)) continue;
    some.push(person.name);
    if (some.length === NAMES_IN_SUMMARY + 1) break;
  }
  const total = room.heads - 1;
  const shown = total > NAMES_IN_SUMMARY + 1 ? some.slice(0, NAMES_IN_SUMMARY) : some;
  return { names: shown, others: total - shown.length };
}
