// What was done to a room, in words: the one sentence that its people, the one who did it and the audit
// read. Pure; who is told, and how the line around it looks, is not known here.

import { duration } from "./duration.ts";
import type { WireChange } from "./protocol.ts";
import type { RoomChange, Sanction } from "./room_settings.ts";

/** "set the topic: tea", "banned bob for 10 minutes (spam)": what follows a name, or "You". Also for the page. */
export function describeChange(change: RoomChange | WireChange, at: number): string {
  switch (change.what) {
    case "topic":
      return change.text === "" ? "cleared the topic" : `set the topic: ${change.text}`;
    case "topic-lock":
      return change.on ? "locked the topic" : "unlocked the topic";
    case "private":
      return change.on ? "made this room private" : "opened this room to all";
    case "slow":
      return change.seconds === 0
        ? "let everybody talk as fast as they like"
        : `slowed this room down: one line every ${duration(change.seconds * 1000)}`;
    case "op":
      return `made ${change.name} an op`;
    case "deop":
      return `made ${change.name} an op no more`;
    case "owner":
      return `gave this room to ${change.name}`;
    case "invite":
      return `invited ${change.name}`;
    case "ban":
      return `banned ${change.sanction.name}${sentence(change.sanction, at)}`;
    case "mute":
      return `muted ${change.sanction.name}${sentence(change.sanction, at)}`;
    case "bar":
      return `barred ${change.sanction.name} from games${sentence(change.sanction, at)}`;
    case "unban":
      return `unbanned ${change.name}`;
    case "unmute":
      return `unmuted ${change.name}`;
    case "unbar":
      return `let ${change.name} play games again`;
  }
}

/** " for 10 minutes (spam)", or as much of it as there is. */
export function sentence({ until, why }: Pick<Sanction, "until" | "why">, at: number): string {
  const span = until === null ? "" : ` for ${duration(until - at)}`;
  return `${span}${inBrackets(why)}`;
}

/** " (spam)"; nothing for "". */
export function inBrackets(text: string): string {
  return text === "" ? "" : ` (${text})`;
}

/** `change` as a whole room may read it: an address is not for everybody. */
export function withoutAddress(change: RoomChange): RoomChange {
  switch (change.what) {
    case "ban":
    case "mute":
    case "bar":
      return { ...change, sanction: { ...change.sanction, name: hidden(change.sanction.name) } };
    case "unban":
    case "unmute":
    case "unbar":
      return { ...change, name: hidden(change.name) };
    default:
      return change;
  }
}

/** No name has a dot or a colon. */
function hidden(name: string): string {
  return /[.:]/.test(name) ? "an address" : name;
}
