// What the box may propose in a place, from what the page knows.

import type { Block } from "../state/log.ts";
import { isRoom, type Place } from "../state/place.ts";
import { allowed, roleIn } from "../state/standing.ts";
import { state } from "../store.ts";
import type { Surroundings } from "../text/complete.ts";

/** Chunks that are looked through for who spoke last. */
const RECENT_CHUNKS = 3;

export function surroundings(place: Place): Surroundings {
  const { commands, me, places, directory } = state.value;
  const open = [...places.keys()].filter(isRoom);
  const listed = directory.map(({ room }) => room);
  return {
    commands: allowed(commands, roleIn(place, me)),
    names: namesIn(place, me?.name ?? ""),
    rooms: [...new Set([...open, ...listed])].sort(),
  };
}

/** Who spoke last comes first, then the others by name. */
function namesIn({ log, members }: Place, me: string): string[] {
  const blocks = log.chunks.slice(-RECENT_CHUNKS).flatMap(({ blocks }) => blocks).reverse();
  const speakers = blocks.map(speakerOf).filter((name) => members.has(name));
  const all = new Set([...speakers, ...[...members.keys()].sort()]);
  all.delete(me);
  return [...all];
}

function speakerOf(block: Block): string {
  return block.kind === "talk" || block.kind === "act" ? block.by.name : "";
}
