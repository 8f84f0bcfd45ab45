// Facts that many tests need, with all that does not matter filled in.

import type { Settled } from "../../src/fact.ts";
import type { Person } from "../../src/person.ts";
import { NO_SETTINGS, type RoomSettings } from "../../src/room_settings.ts";

/** The topic of a room was set. `revision`: greater than those before. */
export function topicSet(
  by: Person,
  { text, room = "#lobby", at = 0, revision = 1 }: {
    text: string;
    room?: string;
    at?: number;
    revision?: number;
  },
): Settled {
  const settings: RoomSettings = { ...NO_SETTINGS, revision, topic: text };
  return { kind: "settled", at, room, by, settings, change: { what: "topic", text } };
}
