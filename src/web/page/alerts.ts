// What the reader's attention is called to, and how: screen readers hear new lines of the place that is
// shown; a line that calls the reader, elsewhere or while the page is not looked at, rings or notifies.

import { signal } from "@preact/signals";
import type { ServerMessage } from "../../protocol.ts";
import { settings } from "./settings.ts";
import { type State, watches } from "./state/model.ts";
import { mentions } from "./text/tokens.ts";

/** For the page's live region. */
export const announcement = signal("");

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
    case "notice":
      return { speak: state.asked[0]?.what === "quiet" ? "" : message.text, call: null };
    case "failed":
    case "announced":
      return { speak: message.text, call: null };
    default:
      return NONE;
  }
}

/** Lines that came since the live region was last changed: a busy room must not talk for ever. */
let waiting: string[] = [];
const SPOKEN_AT_ONCE = 3;
const SPEAK_MS = 1000;

export function alert({ speak, call }: Alert, turnTo: (place: string) => void): void {
  if (speak !== "") {
    if (waiting.length === 0) setTimeout(speakWaiting, SPEAK_MS);
    waiting.push(speak);
  }
  if (!call) return;
  if (settings.value.sound) ring();
  if (settings.value.notify && !document.hasFocus()) notify(call, turnTo);
}

function speakWaiting(): void {
  const more = waiting.length - SPOKEN_AT_ONCE;
  const last = waiting.slice(-SPOKEN_AT_ONCE).join("\n");
  announcement.value = more > 0 ? `${more} more messages, then:\n${last}` : last;
  waiting = [];
}

function notify(
  { title, text, place }: NonNullable<Alert["call"]>,
  turnTo: (place: string) => void,
): void {
  if (!("Notification" in globalThis) || Notification.permission !== "granted") return;
  const notification = new Notification(title, {
    body: text,
    tag: `netchat ${place}`,
    icon: "icon.svg",
  });
  notification.onclick = () => {
    globalThis.focus();
    turnTo(place);
    notification.close();
  };
}

let audio: AudioContext | undefined;

/** Two soft notes, made here: a file would have to be loaded. */
export function ring(): void {
  audio ??= new AudioContext();
  [660, 880].forEach((frequency, i) => note(frequency, i * 0.12));
}

function note(frequency: number, after: number): void {
  if (!audio) return;
  const start = audio.currentTime + after;
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.frequency.value = frequency;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(0.08, start + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.35);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(start + 0.4);
}
