// All that the page knows, as one piece of plain data. Changed by receive.ts (what the server says) and
// act.ts (what the reader does); shown by view/.

import {
  PROTOCOL_VERSION,
  type WireCommand,
  type WireRoom,
  type WireServer,
} from "../../../protocol.ts";
import { isRoom, newPlace, type Place } from "./place.ts";
import type { Of } from "./message.ts";

export type Link =
  | { readonly phase: "connecting"; readonly tries: number }
  /** Connected, and back in the rooms. */
  | { readonly phase: "online" }
  /** Lost; tried again at `until`, in milliseconds since 1970. */
  | { readonly phase: "waiting"; readonly tries: number; readonly until: number }
  /** Ended by the server or by the reader, for good until the reader wants back. */
  | { readonly phase: "ended"; readonly why: string }
  /** Connected, but not let in as a guest. */
  | { readonly phase: "outside"; readonly why: string };

export type Me = Omit<Of<"you">, "type">;

/** A request that was sent, in the order of sending: what the server answers belongs to the first. */
export interface Asked {
  readonly ref: number;
  readonly what: "say" | "command" | "history" | "quiet";
  /** Where its answer is shown. */
  readonly place: string;
  /** How words begin that the reader need not see. */
  readonly hides?: string;
}

export interface State {
  readonly link: Link;
  readonly server: WireServer | null;
  /** Of the protocol, as the server speaks it. */
  readonly version: number;
  readonly me: Me | null;
  /** The message of the day, or "". */
  readonly motd: string;
  /** By key, in the order of coming. */
  readonly places: ReadonlyMap<string, Place>;
  readonly current: string;
  /** Whether the reader looks at the end of the current place. */
  readonly attentive: boolean;
  readonly commands: readonly WireCommand[];
  readonly directory: readonly WireRoom[];
  /** What can be played. */
  readonly games: Of<"games">["games"];
  readonly asked: readonly Asked[];
  readonly token: string;
  readonly code: { readonly code: string; readonly until: number } | null;
  /** Text that was refused, to be written again: by place. */
  readonly returned: ReadonlyMap<string, string>;
}

export const START: State = {
  link: { phase: "connecting", tries: 0 },
  server: null,
  version: PROTOCOL_VERSION,
  me: null,
  motd: "",
  places: new Map(),
  current: "",
  attentive: true,
  commands: [],
  directory: [],
  games: [],
  asked: [],
  token: "",
  code: null,
  returned: new Map(),
};

/** The place with that key, changed; made if it was not there. */
export function change(state: State, key: string, how: (place: Place) => Place): State {
  const before = state.places.get(key) ?? newPlace(key);
  const after = how(before);
  if (after === state.places.get(key)) return state;
  return { ...state, places: new Map(state.places).set(key, after) };
}

/** The same, but only if it is there. */
export function changeIfThere(state: State, key: string, how: (place: Place) => Place): State {
  return state.places.has(key) ? change(state, key, how) : state;
}

export function without(state: State, key: string): State {
  const places = new Map(state.places);
  places.delete(key);
  const current = state.current === key ? fallback(places, state.server) : state.current;
  return { ...state, places, current };
}

function fallback(places: ReadonlyMap<string, Place>, server: WireServer | null): string {
  const lobby = server?.lobby ?? "";
  return places.has(lobby) ? lobby : [...places.keys()].find(isRoom) ?? [...places.keys()][0] ?? "";
}

/** The place under another key, unless that is there already. */
export function rekeyed(state: State, from: string, to: string): State {
  const place = state.places.get(from);
  if (!place || state.places.has(to)) return state;
  const entries = [...state.places].map(([key, one]): [string, Place] =>
    key === from ? [to, { ...place, key: to }] : [key, one]
  );
  const current = state.current === from ? to : state.current;
  return { ...state, places: new Map(entries), current };
}

/** Whether the reader sees what comes to a place at once. */
export function watches(state: State, key: string): boolean {
  return state.attentive && state.current === key;
}

export function myName({ me }: State): string {
  return me?.name ?? "";
}

/** Where an answer is shown: where it was asked for, or else where the reader is. */
export function answerPlace({ asked, places, current, server }: State): string {
  const place = asked[0]?.place ?? current;
  return places.has(place) ? place : server?.lobby ?? current;
}

/** Places in the order of the list: those that call the reader, those with something new, then by name. */
export function listed(state: State, kind: "rooms" | "talks"): Place[] {
  const places = [...state.places.values()].filter(({ key }) => isRoom(key) === (kind === "rooms"));
  const lobby = state.server?.lobby;
  return places.sort((a, b) =>
    Number(b.calls > 0) - Number(a.calls > 0) || Number(b.unread > 0) - Number(a.unread > 0) ||
    Number(b.key === lobby) - Number(a.key === lobby) || a.key.localeCompare(b.key)
  );
}

/** What the tab's title tells: unread lines that call, or null with whether there are others. */
export function badge({ places }: State): { readonly calls: number; readonly unread: number } {
  let calls = 0;
  let unread = 0;
  for (const place of places.values()) {
    calls += place.calls;
    unread += place.unread;
  }
  return { calls, unread };
}
