// Who may do what: five roles, each with all rights of those before it. A role holds in one room; admins
// are it everywhere. Commands name the role they need, and command.ts asks here, for all of them at once.

import { nameKey } from "./name.ts";
import type { Person } from "./person.ts";
import type { RoomSettings } from "./room_settings.ts";

/** From the least to the most. */
export const ROLES = ["guest", "user", "op", "owner", "admin"] as const;

export type Role = (typeof ROLES)[number];

/** Whether `role` has the rights of `needed`. */
export function atLeast(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

export interface RoleOptions {
  readonly settings: RoomSettings;
  /** Name keys of the server's admins. */
  readonly admins: ReadonlySet<string>;
}

/** What somebody is in the room with these settings. Without an account, a guest. */
export function roleOf({ account, name }: Person, { settings, admins }: RoleOptions): Role {
  if (account === undefined) return "guest";
  if (admins.has(nameKey(name))) return "admin";
  if (settings.owner?.account === account) return "owner";
  return settings.ops.some((op) => op.account === account) ? "op" : "user";
}
