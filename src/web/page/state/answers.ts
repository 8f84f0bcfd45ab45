// What the server answers to a request: shown where it was asked for, or kept, or nothing to look at. Answers
// come in the order of the requests, so each belongs to the first that is not done. Pure.

import type { WireLine } from "../../../protocol.ts";
import type { Notice } from "./log.ts";
import type { Of } from "./message.ts";
import { answerPlace, changeIfThere, myName, type State } from "./model.ts";
import { isRoom, type Place, withNotice, withoutPending, withPast } from "./place.ts";

export function listed(state: State, { room, people, members }: Of<"members">, now: number): State {
  const known = new Map(members.map((member) => [member.name, member]));
  const after = changeIfThere(
    state,
    room,
    (place) => ({ ...place, people, members: known, staleSince: null }),
  );
  const names = members.map(({ name }) => name).sort((a, b) => a.localeCompare(b));
  if (people > names.length) names.push(`and ${people - names.length} others`);
  return answer(after, now, [`In ${room}: ${names.join(", ")}`]);
}

/** Shows what a command was typed for; what the page asked for itself is no news. */
export function answer(state: State, now: number, lines: readonly string[]): State {
  return state.asked[0]?.what === "command"
    ? notice(state, { at: now, tone: "info", lines })
    : state;
}

/** Older lines that the page asked for go before what is there; those of a command are shown as its answer. */
export function past(state: State, { lines, more }: Of<"past">, now: number): State {
  const [first] = state.asked;
  if (first?.what === "command") return found(state, { lines, place: first.place, now });
  const reading = { me: myName(state), attentive: true };
  const rooms = new Set(lines.map(({ room }) => room));
  if (first?.what === "history") rooms.add(first.place);
  let after = state;
  for (const room of rooms) {
    const own = lines.filter((line) => line.room === room);
    const older = more && own.length > 0 ? "more" : "none";
    after = changeIfThere(after, room, (place) => ({
      ...withPast(place, own, reading),
      older: first?.what === "history" ? older : place.older,
    }));
  }
  return after;
}

interface Found {
  readonly lines: readonly WireLine[];
  readonly place: string;
  readonly now: number;
}

function found(state: State, { lines, place, now }: Found): State {
  const texts = lines.map(({ by, text, type, at, room }) => {
    const when = new Date(at).toLocaleString([], { dateStyle: "short", timeStyle: "short" });
    const where = room === place ? "" : `${room} `;
    return `${when}  ${where}${type === "acted" ? `** ${by.name}` : `${by.name}:`} ${text}`;
  });
  return texts.length === 0 ? state : notice(state, { at: now, tone: "info", lines: texts });
}

export function failed(state: State, { ref, text }: Of<"failed">, now: number): State {
  const request = state.asked.find((asked) => asked.ref === ref);
  const after = answered(state, Number(ref));
  if (!request || request.what === "quiet") return after;
  if (request.what === "history") {
    return changeIfThere(after, request.place, (place) => ({ ...place, older: "none" }));
  }
  const pending = state.places.get(request.place)?.pending.find((one) => one.ref === ref);
  const returned = pending
    ? new Map(after.returned).set(request.place, pending.text)
    : after.returned;
  return changeIfThere(
    { ...after, returned },
    request.place,
    (place) => withNotice(place, { at: now, tone: "refusal", lines: [text] }),
  );
}

/** The request is done with, and so is what it said: that has come back by now. */
export function answered(state: State, ref: number): State {
  const request = state.asked.find((asked) => asked.ref === ref);
  if (!request) return state;
  const asked = state.asked.filter((other) => other !== request);
  return changeIfThere(
    { ...state, asked },
    request.place,
    (place: Place) => withoutPending(place, ref),
  );
}

/** Words about what the page asked for itself, which the reader need not know. */
export function isHidden({ asked: [first] }: State, text: string): boolean {
  return first?.hides !== undefined && text.startsWith(first.hides);
}

/** Shows something where an answer belongs. */
export function notice(state: State, what: Pick<Notice, "at" | "tone" | "lines">): State {
  const key = answerPlace(state);
  return isRoom(key) || state.places.has(key)
    ? changeIfThere(state, key, (place) => withNotice(place, what))
    : state;
}
