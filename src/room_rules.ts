// Who may enter a room and who may speak in it, by its settings. Pure: answers in a sentence why not, or null.

import { addressKey } from "./admission.ts";
import { duration } from "./duration.ts";
import type { Person } from "./event.ts";
import { atLeast, roleOf } from "./role.ts";
import { type RoomSettings, type Sanction, sanctionOn, type Target } from "./room_settings.ts";

/** Somebody at a room's door, or in it. */
export interface Visitor {
  readonly person: Person;
  /** As the transport gives it. */
  readonly address: string;
  /** Name keys of the server's admins. */
  readonly admins: ReadonlySet<string>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Why `visitor` may not enter, or null. */
export function roomFault(
  visitor: Visitor,
  { room, settings }: { room: string; settings: RoomSettings },
): string | null {
  const { person, now } = visitor;
  if (atLeast(roleOf(person, { ...visitor, settings }), "op")) return null;
  const ban = sanctionOn(targetOf(visitor), { list: settings.bans, now });
  if (ban) return `You are banned from ${room} ${terms(ban, now)}`;
  if (!settings.private || isInvited(person, settings)) return null;
  return `${room} is private: ask one of its people for an invitation`;
}

/** Why `speaker` may not say a line, or null. `saidAt`: when the last one was. */
export function speechFault(
  speaker: Visitor & { readonly saidAt: number },
  settings: RoomSettings,
): string | null {
  const { person, now, saidAt } = speaker;
  if (atLeast(roleOf(person, { ...speaker, settings }), "op")) return null;
  const mute = sanctionOn(targetOf(speaker), { list: settings.mutes, now });
  if (mute) return `That was not said: you are muted here ${terms(mute, now)}`;
  const wait = saidAt + settings.slow * 1000 - now;
  if (wait <= 0) return null;
  const rule = `one line every ${duration(settings.slow * 1000)}`;
  return `That was not said: this room takes ${rule}, so try again in ${duration(ceil(wait))}`;
}

/** What a ban or a mute would hit. */
export function targetOf({ person, address }: Pick<Visitor, "person" | "address">): Target {
  return { account: person.account, address: addressKey(address) ?? address };
}

/** "by anna for 10 minutes: spam", as what is left of it. */
export function terms({ by, until, why }: Sanction, now: number): string {
  const span = until === null ? "" : ` for ${duration(ceil(until - now))}`;
  return `by ${by}${span}${why === "" ? "" : `: ${why}`}`;
}

function isInvited({ id, account }: Person, { invited }: RoomSettings): boolean {
  return invited.includes(account ?? id);
}

/** Whole seconds, and never none. */
function ceil(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000)) * 1000;
}
