// What the reader may do in a place. The server decides; this is for showing only what it would allow. Pure.

import type { WireCommand, WireRole } from "../../../protocol.ts";
import { atLeast } from "../../../role.ts";
import type { Me } from "./model.ts";
import type { Place } from "./place.ts";

/** As the server works it out, from the account and the room's rules. */
export function roleIn(place: Place | undefined, me: Me | null): WireRole {
  if (!me?.registered) return "guest";
  if (me.admin) return "admin";
  if (place?.rules?.owner === me.name) return "owner";
  return place?.rules?.ops.includes(me.name) ? "op" : "user";
}

/** How a connection speaks: the page has settings of its own, and would not understand the server after others. */
const FOR_TERMINALS = ["mode", "set"];

export function isForTerminals(command: string): boolean {
  return FOR_TERMINALS.includes(command);
}

export function allowed(commands: readonly WireCommand[], role: WireRole): WireCommand[] {
  return commands.filter(({ name, role: needed }) =>
    atLeast(role, needed) && !isForTerminals(name)
  );
}

export function maySetTopic(place: Place, me: Me | null): boolean {
  return place.rules !== null &&
    (!place.rules.topicLocked || atLeast(roleIn(place, me), "op"));
}
