// What buttons do: the reader's wishes as requests and changes of the state. Views call these and know no
// connection.

import { signal } from "@preact/signals";
import type { ClientRequest } from "../../../protocol.ts";
import { Connection } from "../connection.ts";
import { alert } from "../alerts.ts";
import { alertFor } from "../state/alert.ts";
import { oldestId } from "../state/log.ts";
import { isRoom, type Place } from "../state/place.ts";
import { dispatch, state } from "../store.ts";

export type Dialog =
  | {
    readonly what:
      | "sign-up"
      | "log-in"
      | "name"
      | "terminal"
      | "settings"
      | "rooms"
      | "topic"
      | "help"
      | "games"
      | "password";
  }
  | { readonly what: "person"; readonly name: string };

/** The dialog that is open. */
export const dialog = signal<Dialog | null>(null);

/** Whether there is space for people beside the room, and not only over it. */
const wide = matchMedia("(width >= 64rem)");
export const isWide = () => wide.matches;

/** Which side panels are open. */
export const panels = signal({ rooms: false, people: isWide() });
wide.addEventListener("change", () => panels.value = { rooms: false, people: isWide() });

const connection = new Connection({
  url: socketUrl(),
  onMessage: (message) => alert(alertFor(state.value, message), turn),
});

export const connect = () => connection.open();
export const probe = () => connection.probe();

/** Beside the page, wherever that is. */
function socketUrl(): URL {
  const url = new URL("ws", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url;
}

export function turn(to: string): void {
  dispatch({ type: "turn", to });
  panels.value = { ...panels.value, rooms: false };
}

/** Turns to a room, and enters it if need be. */
export function open(room: string): void {
  const key = room.toLowerCase();
  if (state.value.places.has(key)) return turn(key);
  connection.ask({ do: "join", args: [room] }, { what: "command", place: state.value.current })
    .catch(() => {});
  panels.value = { ...panels.value, rooms: false };
}

/** Leaves a room, or closes a private talk. */
export function close(key: string): void {
  if (!isRoom(key)) return dispatch({ type: "close", place: key });
  connection.ask({ do: "leave", room: key }, { what: "command", place: key }).catch(() => {});
}

export function write(place: string, lines: readonly string[]): void {
  connection.write(place, lines);
}

export function discard(place: string, ref: number): void {
  dispatch({ type: "discard", place, ref });
}

export function loadOlder(place: Place): void {
  connection.older(place, oldestId(place.log));
}

/** For dialogs: rejects with a Refusal, whose message is for people. */
export function ask(request: ClientRequest): Promise<void> {
  return connection.quietly(request);
}

export function lookForGames(room: string): void {
  connection.lookForGames(room);
}

/** Puts a board away. */
export function leaveTable({ room, table }: { room: string; table: number }): void {
  dispatch({ type: "leave-table", place: room, table });
}

export function showPerson(name: string): void {
  dialog.value = { what: "person", name };
}
