// Who may enter a room and who may speak in it, by its settings. Pure: answers in a sentence why not, or null.

import { addressKey } from "./admission.ts";
import { duration } from "./duration.ts";
import type { Person } from "./person.ts";
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
  /** When they came, if they have. */
  readonly since?: number | undefined;
}

/** Why `visitor` may not enter, or null. */
export function roomFault(
  visitor: Visitor,
  { room, settings }: { room: string; settings: RoomSettings },
): string | null {
  if (isOp(visitor, settings)) return null;
  const fault = banFault(visitor, { room, settings });
  if (fault !== null || maySee(visitor, settings)) return fault;
  return `${room} is private: ask one of its people for an invitation`;
}

/** Why `visitor` may not come to the server at all, or null. Ops of a room are nobody there. */
export function serverFault(visitor: Visitor, settings: RoomSettings): string | null {
  if (roleOf(visitor.person, { ...visitor, settings }) === "admin") return null;
  return banFault(visitor, { room: "this server", settings });
}

/** Whether `visitor` may know of the room: all may, but of a private one. */
export function maySee(visitor: Visitor, settings: RoomSettings): boolean {
  if (!settings.private || isOp(visitor, settings)) return true;
  const { person: { id, account }, since } = visitor;
  const marks = [invitation({ id }, since), ...(account === undefined ? [] : [account])];
  return marks.some((mark) => settings.invited.includes(mark));
}

/** How an invitation names somebody: a guest's holds while they stay, as ids begin anew with each process. */
export function invitation({ id, account }: Omit<Person, "name">, since = 0): string {
  return account ?? `${id} ${since}`;
}

/** Why `speaker` may not say a line, or null. `saidAt`: when the last one was. */
export function speechFault(
  speaker: Visitor & { readonly saidAt: number },
  settings: RoomSettings,
): string | null {
  const { now, saidAt } = speaker;
  if (isOp(speaker, settings)) return null;
  const mute = muteOn(speaker, settings);
  if (mute) return `That was not said: you are muted here ${terms(mute, now)}`;
  const wait = saidAt + settings.slow * 1000 - now;
  if (wait <= 0) return null;
  const rule = `one line every ${duration(settings.slow * 1000)}`;
  return `That was not said: this room takes ${rule}, so try again in ${duration(ceil(wait))}`;
}

/** The mute that silences somebody without rights of their own. */
export function muteOn(speaker: Visitor, { mutes: list }: RoomSettings): Sanction | undefined {
  return sanctionOn(targetOf(speaker), { list, now: speaker.now });
}

/** Why somebody may not begin or join a game, or null. */
export function gamesFault(
  player: Visitor,
  { room, settings }: { room: string; settings: RoomSettings },
): string | null {
  const { now } = player;
  const bar = sanctionOn(targetOf(player), { list: settings.barred, now });
  if (bar) return `You are barred from games in ${room} ${terms(bar, now)}`;
  const mute = isOp(player, settings) ? undefined : muteOn(player, settings); // the room would hear of it
  return mute ? `You are muted in ${room} ${terms(mute, now)}` : null;
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

function isOp(visitor: Visitor, settings: RoomSettings): boolean {
  return atLeast(roleOf(visitor.person, { ...visitor, settings }), "op");
}

/** Why a ban keeps `visitor` out, or null. */
function banFault(
  visitor: Visitor,
  { room, settings }: { room: string; settings: RoomSettings },
): string | null {
  const { now } = visitor;
  const ban = sanctionOn(targetOf(visitor), { list: settings.bans, now });
  return ban ? `You are banned from ${room} ${terms(ban, now)}` : null;
}

/** Whole seconds, and never none. */
function ceil(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000)) * 1000;
}
