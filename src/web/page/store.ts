// The one piece of state, as a signal that views read, and the two ways it changes.

import { computed, signal } from "@preact/signals";
import type { ServerMessage } from "../../protocol.ts";
import { type Act, act } from "./state/act.ts";
import type { State } from "./state/model.ts";
import { receive } from "./state/receive.ts";
import { remembered } from "./memory.ts";

export const state = signal<State>(remembered());

/** The place that is shown. */
export const place = computed(() => state.value.places.get(state.value.current));
export const me = computed(() => state.value.me);

/** Something the reader did. */
export function dispatch(what: Act): void {
  state.value = act(state.value, what);
}

/** Something the server said. */
export function accept(message: ServerMessage): void {
  state.value = receive(state.value, message, Date.now());
}
