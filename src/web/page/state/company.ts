// Who is in a room and by which rules, as the server tells of every change. Pure.

import type { WireMember, WireSummary } from "../../../protocol.ts";
import { describeChange, inBrackets } from "../../../room_change.ts";
import { withListing } from "./games.ts";
import type { NewsItem } from "./log.ts";
import { personOf, type Place, withNews } from "./place.ts";
import type { Of } from "./message.ts";

/** The place as `entered` describes it, with the log it had. */
export function enteredPlace(place: Place, message: Of<"entered">): Place {
  const { topic, people, rules, members } = message;
  const known = new Map(members.map((member) => [member.name, member]));
  const tables = withListing(place.tables, []); // those one is at are shown again
  return { ...place, topic, people, rules, members: known, staleSince: null, inside: true, tables };
}

export function memberChange(
  place: Place,
  message: Of<"joined" | "left" | "kicked" | "renamed" | "away">,
  me: string,
): Place {
  const { by } = message;
  switch (message.type) {
    case "joined": {
      const after = put(place, { ...by, away: message.away }, place.members.has(by.name) ? 0 : 1);
      return by.name === me ? after : withNews(after, message.at, coming(`${by.name} came in`));
    }
    case "left": {
      const text = `${by.name} left${inBrackets(message.text)}`;
      return withNews(take(place, by.name), message.at, coming(text));
    }
    case "kicked": {
      const why = message.text === "" ? "" : `: ${message.text}`;
      const text = `${by.name} removed ${message.who.name}${why}`;
      const after = take(place, message.who.name);
      if (by.name === me || message.quiet) return after;
      return withNews(after, message.at, { tone: "removal", text });
    }
    case "renamed":
      return renamed(place, message, me);
    case "away": {
      const known = place.members.get(by.name);
      return known ? put(place, { ...known, away: message.away }, 0) : place;
    }
  }
}

/** Who did it is told by the answer to their command. */
export function settledPlace(
  place: Place,
  { at, by, change }: Of<"settled">,
  me: string,
): Place {
  if (by.name === me) return ruled(place, change);
  const tone = change.what === "ban" || change.what === "mute" ? "removal" : "change";
  const text = `${by.name} ${describeChange(change, at)}`;
  return withNews(ruled(place, change), at, { tone, text });
}

export function crowdChange(place: Place, message: Of<"crowd">): Place {
  const { at, joined, left, went, came, whole, people } = message;
  const members = new Map(place.members);
  for (const name of went) members.delete(name);
  for (const person of came) members.set(person.name, person);
  const texts = [sum(joined, "came in"), sum(left, "left")].filter((text) => text !== "");
  return texts.reduce<Place>(
    (place, text) => withNews(place, at, coming(text)),
    { ...place, members, people, staleSince: whole ? place.staleSince : place.staleSince ?? at },
  );
}

/** Under a new name, or the same with or without an account, which is no news. */
function renamed(place: Place, { at, by, name, registered }: Of<"renamed">, me: string): Place {
  const known = place.members.get(by.name) ?? personOf(by);
  const members = new Map(place.members);
  members.delete(by.name);
  const after = { ...place, members: members.set(name, { ...known, name, registered }) };
  if (by.name === name || by.name === me || name === me) return after; // oneself is told otherwise
  return withNews(after, at, { tone: "change", text: `${by.name} is now ${name}` });
}

/** What the rules are now. Who is an op comes with names, and only as far as they are told. */
function ruled(place: Place, change: Of<"settled">["change"]): Place {
  const { rules } = place;
  if (change.what === "topic") return { ...place, topic: change.text };
  if (!rules) return place;
  switch (change.what) {
    case "topic-lock":
      return { ...place, rules: { ...rules, topicLocked: change.on } };
    case "private":
      return { ...place, rules: { ...rules, private: change.on } };
    case "slow":
      return { ...place, rules: { ...rules, slow: change.seconds } };
    case "op":
      return { ...place, rules: { ...rules, ops: [...rules.ops, change.name] } };
    case "deop":
      return { ...place, rules: { ...rules, ops: rules.ops.filter((op) => op !== change.name) } };
    case "owner":
      return { ...place, rules: { ...rules, owner: change.name } };
    default:
      return place;
  }
}

function coming(text: string): NewsItem {
  return { tone: "coming", text };
}

function put(place: Place, member: WireMember, more: number): Place {
  const members = new Map(place.members).set(member.name, member);
  return { ...place, members, people: place.people + more };
}

function take(place: Place, name: string): Place {
  if (!place.members.has(name)) return { ...place, people: Math.max(0, place.people - 1) };
  const members = new Map(place.members);
  members.delete(name);
  return { ...place, members, people: Math.max(0, place.people - 1) };
}

/** "anna, bob and 41 others came in", or "" for nobody. */
function sum({ names, others }: WireSummary, what: string): string {
  if (names.length === 0 && others === 0) return "";
  const rest = others === 0 ? [] : [`${others} other${others === 1 ? "" : "s"}`];
  const all = [...names, ...rest];
  const last = all.pop() ?? "";
  return `${all.length === 0 ? last : `${all.join(", ")} and ${last}`} ${what}`;
}
