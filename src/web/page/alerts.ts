// How the reader's attention is called: screen readers hear it, and as the reader likes it rings or notifies.
// What it is called to is state/alert.ts.

import { signal } from "@preact/signals";
import { settings } from "./settings.ts";
import type { Alert } from "./state/alert.ts";

/** For the page's live region. */
export const announcement = signal("");

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
