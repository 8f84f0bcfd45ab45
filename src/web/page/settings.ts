// What the reader likes, kept by the browser for all its tabs.

import { effect, signal } from "@preact/signals";
import { load, write } from "./memory.ts";

export interface Settings {
  readonly theme: "system" | "light" | "dark";
  readonly times: "system" | "12" | "24";
  readonly sound: boolean;
  readonly notify: boolean;
}

const KEY = "netchat.settings";
const START: Settings = { theme: "system", times: "system", sound: false, notify: false };

export const settings = signal<Settings>({ ...START, ...read() });

export function set(change: Partial<Settings>): void {
  settings.value = { ...settings.value, ...change };
  write(localStorage, KEY, JSON.stringify(settings.value));
}

/** Puts the theme where the style looks for it. */
export function applyTheme(root: HTMLElement): void {
  effect(() => {
    root.dataset.theme = settings.value.theme;
  });
}

function read(): Partial<Settings> {
  try {
    return JSON.parse(load(localStorage, KEY) || "{}") as Partial<Settings>;
  } catch {
    return {};
  }
}
