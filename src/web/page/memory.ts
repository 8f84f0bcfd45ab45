// What a tab remembers when it is loaded again: who it was, which rooms were open, what was read, what was
// written and not sent, and private talks, which the server does not keep. Lines of rooms come from there.

import type { Act as ActBlock, Talk } from "./state/log.ts";
import { START, type State } from "./state/model.ts";
import { isRoom, newPlace, type Place, withLine } from "./state/place.ts";

/** A tab has a memory of its own; the name is for the next tab, too. */
const KEY = "netchat";
const NAME_KEY = "netchat.name";

/** Lines of a private talk. */
const LINES_KEPT = 200;

interface Kept {
  readonly token: string;
  readonly me: string;
  readonly current: string;
  readonly places: readonly KeptPlace[];
}

interface KeptPlace {
  readonly key: string;
  readonly readId: string;
  readonly lines: readonly KeptLine[];
}

type KeptLine = Pick<Talk, "by"> & { id: string; at: number; text: string };

/** What to begin with. */
export function remembered(): State {
  const kept = read();
  if (!kept) return START;
  const places = new Map(kept.places.map((place) => [place.key, revive(place, kept.me)]));
  return { ...START, places, token: kept.token, current: kept.current };
}

export function remember(state: State): void {
  const { token, current, me } = state;
  const places = [...state.places.values()].map(keep);
  const kept: Kept = { token, current, me: me?.name ?? "", places };
  write(sessionStorage, KEY, JSON.stringify(kept));
  if (me) write(localStorage, NAME_KEY, me.registered ? "" : me.name);
}

/** What a guest was called last. */
export function lastName(): string {
  return load(localStorage, NAME_KEY);
}

export function draftOf(key: string): string {
  return load(sessionStorage, `${KEY}.draft.${key}`);
}

export function keepDraft(key: string, text: string): void {
  write(sessionStorage, `${KEY}.draft.${key}`, text);
}

function keep({ key, readId, log }: Place): KeptPlace {
  if (isRoom(key)) return { key, readId, lines: [] };
  const blocks = log.chunks.flatMap(({ blocks }) => blocks);
  const talk = blocks.filter((block): block is Talk | ActBlock =>
    block.kind === "talk" || block.kind === "act"
  );
  const lines = talk.flatMap((block) => {
    const entries = block.kind === "talk" ? block.entries : [block.entry];
    return entries.map(({ id, at, text }) => ({ id, at, text, by: block.by }));
  });
  return { key, readId, lines: lines.slice(-LINES_KEPT) };
}

function revive({ key, readId, lines }: KeptPlace, me: string): Place {
  const empty = { ...newPlace(key), readId };
  const reading = { me, attentive: false };
  return lines.reduce<Place>(
    (place, line) => withLine(place, { type: "said", room: "", ...line }, reading),
    empty,
  );
}

function read(): Kept | null {
  try {
    const text = load(sessionStorage, KEY);
    return text === "" ? null : JSON.parse(text) as Kept;
  } catch {
    return null;
  }
}

/** "" where nothing is kept, or where the browser keeps nothing at all. */
export function load(storage: Storage, key: string): string {
  try {
    return storage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

export function write(storage: Storage, key: string, text: string): void {
  try {
    if (text === "") storage.removeItem(key);
    else storage.setItem(key, text);
  } catch {
    // Full, or forbidden: then the page forgets.
  }
}
