// /set: how lines look to you.

import { type Command, optional, word } from "../command.ts";
import type { Preferences } from "../dialect.ts";
import { ChatError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { parseOnOff } from "../on_off.ts";
import { printable } from "../sanitize.ts";

/** How lines look, and which come. */
type Settings = Preferences & { readonly echo: boolean };

const WHAT: Readonly<Record<keyof Settings, string>> = {
  time: "times before lines",
  color: "names in colour",
  bell: "a bell on your name and on private lines",
  echo: "your own lines, as others see them",
};
const KEYS = Object.keys(WHAT) as (keyof Settings)[];

export const set: Command = {
  name: "set",
  args: [optional(word("time|color|bell|echo")), optional(word("on|off"))],
  summary: "show your settings, or change one",
  details:
    "time: times before lines. color: names in colour. bell: rings on your name and on private lines. " +
    "echo: shows your own lines too.",
  run({ member, reply }, [name, value]) {
    const settings: Settings = { ...member.dialect.preferences, echo: member.echo };
    if (name === undefined) return KEYS.forEach((key) => reply(describe(key, settings)));
    const key = readKey(name);
    if (value === undefined) return reply(describe(key, settings));
    const { echo, ...preferences } = { ...settings, [key]: parseOnOff(value) };
    member.dialect = member.dialect.with(preferences);
    member.echo = echo;
    reply(describe(key, { ...preferences, echo }));
  },
};

function describe(key: keyof Settings, settings: Settings): string {
  return `${key} is ${settings[key] ? "on" : "off"}: ${WHAT[key]}`;
}

function readKey(name: string): keyof Settings {
  const key = KEYS.find((key) => key === name.toLowerCase());
  if (key) return key;
  const guess = nearest(name, KEYS) ?? KEYS.join(", ");
  throw new ChatError("usage", `There is no setting "${printable(name)}": try ${guess}`);
}
