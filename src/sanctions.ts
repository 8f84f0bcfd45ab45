// Lists of bans and mutes, as an edit of a room's settings leaves them: without those that are over, one
// for each account or address, and not too many. Pure; whom one may hit is subject.ts.

import { parseAddress } from "./address.ts";
import { ChatError } from "./errors.ts";
import { MAX_BANS, MAX_BARRED, MAX_MUTES } from "./limits.ts";
import { nameKey } from "./name.ts";
import { inForce, type RoomSettings, type Sanction } from "./room_settings.ts";

/** "bar": from games. */
export type SanctionKind = "ban" | "mute" | "bar";

interface Kind {
  readonly list: "bans" | "mutes" | "barred";
  readonly max: number;
  readonly verb: string;
  /** What ends it. */
  readonly undo: string;
}

const KINDS: Readonly<Record<SanctionKind, Kind>> = {
  ban: { list: "bans", max: MAX_BANS, verb: "banned", undo: "/unban one of them" },
  mute: { list: "mutes", max: MAX_MUTES, verb: "muted", undo: "/unmute one of them" },
  bar: { list: "barred", max: MAX_BARRED, verb: "barred from games", undo: "/unmute NAME games" },
};

/** `settings` with `sanction` in force. Whom a ban or a mute hits keeps order no longer. Throws ChatError "refused". */
export function withSanction(
  settings: RoomSettings,
  { kind, sanction }: { kind: SanctionKind; sanction: Sanction },
): Partial<RoomSettings> {
  const { list, max, verb, undo } = KINDS[kind];
  const others = settings[list].filter((other) =>
    inForce(other, sanction.at) && !isSame(other, sanction)
  );
  if (others.length >= max) {
    throw new ChatError("refused", `${max} are ${verb} already: ${undo} first`);
  }
  if (kind === "bar") return { [list]: [...others, sanction] };
  const ops = settings.ops.filter(({ account }) => account !== sanction.account);
  return { [list]: [...others, sanction], ops };
}

/** `settings` without the sanction on `name`. Throws ChatError "refused" if there is none. */
export function withoutSanction(
  settings: RoomSettings,
  { kind, sanction, now }: { kind: SanctionKind; sanction: Sanction; now: number },
): Partial<RoomSettings> {
  const { list, verb } = KINDS[kind];
  if (!settings[list].some((other) => isSame(other, sanction))) {
    throw new ChatError("refused", `${sanction.name} is not ${verb} any more`);
  }
  return {
    [list]: settings[list].filter((other) => inForce(other, now) && !isSame(other, sanction)),
  };
}

/** The sanction that is listed under a name or an address, as somebody typed it. */
export function listed(
  settings: RoomSettings,
  { kind, typed, now }: { kind: SanctionKind; typed: string; now: number },
): Sanction | undefined {
  const key = nameKey(typed);
  const address = parseAddress(typed);
  return sanctionsOf(settings, kind).find((sanction) =>
    inForce(sanction, now) &&
    (nameKey(sanction.name) === key || (address !== null && sanction.address === address))
  );
}

export function sanctionsOf(settings: RoomSettings, kind: SanctionKind): readonly Sanction[] {
  return settings[KINDS[kind].list];
}

/** "banned", "muted", "barred from games". */
export function stateOf(kind: SanctionKind): string {
  return KINDS[kind].verb;
}

/** Whether both hit the same. */
function isSame(a: Sanction, b: Sanction): boolean {
  return a.account === b.account && a.address === b.address;
}
