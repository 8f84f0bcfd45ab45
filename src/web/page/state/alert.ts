// What the reader's attention is called to: screen readers hear new lines of the place that is shown; a line that
// calls the reader, elsewhere or while the page is not looked at, is worth a sound or a notification. Pure.

import type { ServerMessage } from "../../../protocol.ts";
import { mentions } from "../text/tokens.ts";
import { isHidden } from "./answers.ts";
import { type State, watches } from "./model.ts";

export interface Alert {
  /** To be read to who listens to the place. */
  readonly speak: string;
  /** To be brought to who is elsewhere. */
  readonly call: { readonly title: string; readonly text: string; readonly place: string } | null;
}

const NONE: Alert = { speak: "", call: null };

/** What a message that has come calls for. Pure. */
export function alertFor(state: State, message: ServerMessage): Alert {
  const me = state.me?.name ?? "";
  switch (message.type) {
    case "said":
    case "acted": {
      const { by, text, room } = message;
      if (by.name === me) return NONE;
      const line = message.type === "acted" ? `${by.name} ${text}` : `${by.name}: ${text}`;
      const calls = !watches(state, room) && mentions(text, me);
      const call = calls ? { title: `${by.name} in ${room}`, text, place: room } : null;
      return { speak: room === state.current ? line : "", call };
    }
    case "told": {
      const { by, text } = message;
      const key = `@${by.name}`;
      const call = { title: by.name, text, place: key };
      return { speak: `${by.name} privately: ${text}`, call: watches(state, key) ? null : call };
    }
    case "table":
      return { speak: message.room === state.current ? message.text.join("\n") : "", call: null };
    case "challenge": {
      const { by, game, room } = message;
      const text = `asks you to play ${game}`;
      const call = watches(state, room)
        ? null
        : { title: `${by.name} in ${room}`, text, place: room };
      return { speak: `${by.name} ${text}`, call };
    }
    case "notice":
      return { speak: isHidden(state, message.text) ? "" : message.text, call: null };
    case "failed":
      return { speak: message.text, call: null };
    case "announced":
      return { speak: `${message.by.name}, to everybody: ${message.text}`, call: null };
    default:
      return NONE;
  }
}
