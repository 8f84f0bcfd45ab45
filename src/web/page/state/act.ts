// What the reader does, and what becomes of the connection, as a change of what the page knows. Pure: what is
// sent because of it is client.ts.

import { withoutSight } from "./games.ts";
import { type Asked, change, changeIfThere, type Link, type State, without } from "./model.ts";
import { asLeft, asRead, isRoom, type Pending, withPending } from "./place.ts";

export type Act =
  | { readonly type: "link"; readonly link: Link }
  /** The connection is gone, and with it every answer that was on its way. */
  | { readonly type: "lost"; readonly link: Link }
  | { readonly type: "asked"; readonly asked: Asked }
  /** Turns to a place, which opens if it is a private talk. */
  | { readonly type: "turn"; readonly to: string }
  | { readonly type: "close"; readonly place: string }
  | { readonly type: "attention"; readonly attentive: boolean }
  | { readonly type: "write"; readonly place: string; readonly pending: Pending }
  | { readonly type: "sent"; readonly place: string; readonly ref: number }
  | { readonly type: "discard"; readonly place: string; readonly ref: number }
  | { readonly type: "loading"; readonly place: string }
  | { readonly type: "returned"; readonly place: string }
  /** Away from a table, or done with a game that is over. */
  | { readonly type: "leave-table"; readonly place: string; readonly table: number }
  | { readonly type: "forget-code" };

export function act(state: State, act: Act): State {
  switch (act.type) {
    case "link":
      return { ...state, link: act.link };
    case "lost":
      return lost(state, act.link);
    case "asked":
      return { ...state, asked: [...state.asked, act.asked] };
    case "turn":
      return turn(state, act.to);
    case "close":
      return without(state, act.place);
    case "attention":
      return attend(state, act.attentive);
    case "write":
      return changeIfThere(state, act.place, (place) => withPending(place, act.pending));
    case "sent":
      return stage(
        state,
        act.place,
        (one) => one.ref === act.ref ? { ...one, stage: "sent" } : one,
      );
    case "discard":
      return stage(state, act.place, (one) => one.ref === act.ref ? null : one);
    case "loading":
      return changeIfThere(state, act.place, (place) => ({ ...place, older: "loading" }));
    case "returned": {
      const returned = new Map(state.returned);
      returned.delete(act.place);
      return { ...state, returned };
    }
    case "leave-table":
      return changeIfThere(state, act.place, (place) => ({
        ...place,
        tables: withoutSight(place.tables, act.table),
      }));
    case "forget-code":
      return { ...state, code: null };
  }
}

/** What was sent may have arrived or not: that shows when the page is back in the room. */
function lost(state: State, link: Link): State {
  const places = new Map([...state.places].map(([key, place]) => [key, {
    ...place,
    inside: !isRoom(key),
    older: place.older === "loading" ? "more" as const : place.older,
    pending: place.pending.map((one) =>
      one.stage === "sent" ? { ...one, stage: "doubtful" as const } : one
    ),
  }]));
  return { ...state, link, places, asked: [] };
}

function turn(state: State, to: string): State {
  if (to === state.current) return state;
  const left = changeIfThere(state, state.current, asLeft);
  const there = change(left, to, (place) => place);
  return changeIfThere({ ...there, current: to, attentive: true }, to, asRead);
}

function attend(state: State, attentive: boolean): State {
  if (attentive === state.attentive) return state;
  const after = { ...state, attentive };
  return changeIfThere(after, state.current, attentive ? asRead : asLeft);
}

function stage(
  state: State,
  key: string,
  how: (pending: Pending) => Pending | null,
): State {
  return changeIfThere(state, key, (place) => ({
    ...place,
    pending: place.pending.map(how).filter((one) => one !== null),
  }));
}
