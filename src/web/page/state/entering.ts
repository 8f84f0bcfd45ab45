// Coming into a room, again after a loss, and out of it. Pure.

import { enteredPlace } from "./company.ts";
import type { Of } from "./message.ts";
import { change, changeIfThere, myName, type State, watches, without } from "./model.ts";
import { type Pending, type Place, withNotice, withPast } from "./place.ts";

export function entered(state: State, message: Of<"entered">, now: number): State {
  const { room, recent, gap } = message;
  const isNew = !state.places.has(room);
  const wanted = state.current === "" || (isNew && state.asked[0]?.what === "command");
  const there = wanted ? { ...state, current: room } : state;
  return change(there, room, (place) => {
    const known = enteredPlace(place, message);
    const isTorn = gap && place.log.lines > 0;
    const log = isTorn ? withNotice(known, { at: now, tone: "gap", lines: [GAP] }) : known;
    const full = withPast(log, recent, { me: myName(state), attentive: watches(there, room) });
    return isTorn ? full : sendAgain(full);
  });
}

const GAP = "More was said while you were away than this room keeps: some lines are missing here.";

/** What was sent and is not among the lines since did not arrive. */
function sendAgain(place: Place): Place {
  const again = (one: Pending) =>
    one.stage === "doubtful" ? { ...one, stage: "waiting" as const } : one;
  return { ...place, pending: place.pending.map(again) };
}

export function exited(state: State, { room, by, text }: Of<"exited">, now: number): State {
  const after = without(state, room);
  if (by === null) return after;
  const why = text === "" ? "" : `: ${text}`;
  const lines = [`${by.name} removed you from ${room}${why}`];
  return changeIfThere(
    after,
    after.current,
    (place) => withNotice(place, { at: now, tone: "refusal", lines }),
  );
}
