// /set: how lines look to you.

import { type Command, optional, word } from "../command.ts";
import type { Preferences } from "../dialect.ts";
import { ChatError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { parseOnOff } from "../on_off.ts";
import { printable } from "../sanitize.ts";

const WHAT: Readonly<Record<keyof Preferences, string>> = {
  time: "times before lines",
  color: "names in colour",
  bell: "a bell on your name and on private lines",
};
const KEYS = Object.keys(WHAT) as (keyof Preferences)[];

export const set: Command = {
  name: "set",
  args: [optional(word("time|color|bell")), optional(word("on|off"))],
  summary: "show your settings, or change one",
  details:
    "time: times before lines. color: names in colour. bell: rings on your name and on private lines.",
  run({ member, reply }, [name, value]) {
    const { preferences } = member.dialect;
    if (name === undefined) return KEYS.forEach((key) => reply(describe(key, preferences)));
    const key = readKey(name);
    if (value === undefined) return reply(describe(key, preferences));
    const changed = { ...preferences, [key]: parseOnOff(value) };
    member.dialect = member.dialect.with(changed);
    reply(describe(key, changed));
  },
};

function describe(key: keyof Preferences, preferences: Preferences): string {
  return `${key} is ${preferences[key] ? "on" : "off"}: ${WHAT[key]}`;
}

function readKey(name: string): keyof Preferences {
  const key = KEYS.find((key) => key === name.toLowerCase());
  if (key) return key;
  const guess = nearest(name, KEYS) ?? KEYS.join(", ");
  throw new ChatError("usage", `There is no setting "${printable(name)}": try ${guess}`);
}
