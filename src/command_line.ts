// The command line: flags in, settings out, by config.ts's table. A setting that no flag names comes from
// elsewhere, or is the default. Reads no file and no environment: the sandbox has neither.

import { parseArgs } from "@std/cli/parse-args";
import { type Config, SETTINGS_IN_ORDER } from "./config.ts";
import { checkTogether } from "./config_rules.ts";
import { nearest } from "./nearest.ts";
import { printable } from "./sanitize.ts";
import { bad, fromText, type Setting, type Value } from "./setting.ts";

const FLAGS = [...SETTINGS_IN_ORDER.map(([, setting]) => setting.flag), "help", "version"];

const DEFAULTS = Object.fromEntries(
  SETTINGS_IN_ORDER.map(([key, { value }]) => [key, value]),
) as unknown as Config;

export type CommandLine =
  | { readonly action: "run"; readonly config: Config }
  | { readonly action: "help" | "version" };

/**
 * Reads the command line. Settings from elsewhere (`piped`) stand where it names none; while they are still to
 * come, it is not known what goes together. Throws ChatError "bad-setting" with a line that says what to do.
 */
export function parseCommandLine(args: readonly string[], piped?: Partial<Config>): CommandLine {
  for (const arg of args) refuseValueOfSwitch(arg);
  const parsed = parseArgs(args, {
    string: flagsOf((setting) => setting.type !== "switch"),
    boolean: [...flagsOf((setting) => setting.type === "switch"), "help", "version"],
    alias: { help: "h", version: "V", port: "p" },
    collect: flagsOf((setting) => setting.type !== "switch"),
    unknown: refuse,
  });
  for (const stray of parsed._) refuse(String(stray)); // what stood after "--"
  if (parsed.help) return { action: "help" };
  if (parsed.version) return { action: "version" };
  const flags = SETTINGS_IN_ORDER.map((
    [key, setting],
  ) => [key, read(setting, parsed[setting.flag])])
    .filter(([, value]) => value !== undefined);
  const given: Partial<Config> = { ...piped, ...Object.fromEntries(flags) };
  const config = { ...DEFAULTS, ...given };
  if (piped !== undefined || !config.configStdin) checkTogether(config, given);
  return { action: "run", config };
}

/** What the flag was given, if it was. */
function read(setting: Setting, given: unknown): Value | undefined {
  if (setting.type === "switch") return given === true ? true : undefined;
  const [value, second] = given as string[] | undefined ?? [];
  if (second !== undefined) throw bad(`--${setting.flag} was given twice: give it once`);
  return value === undefined ? undefined : fromText(setting, value);
}

/** parseArgs would take any value for yes. */
function refuseValueOfSwitch(arg: string): void {
  const [, flag, value = ""] = /^--([^=]+)=(.*)$/s.exec(arg) ?? [];
  const [, setting] = SETTINGS_IN_ORDER.find(([, setting]) => setting.flag === flag) ?? [];
  if (setting?.type === "switch") fromText(setting, value);
}

function flagsOf(which: (setting: Setting) => boolean): string[] {
  return SETTINGS_IN_ORDER.filter(([, setting]) => which(setting)).map(([, setting]) =>
    setting.flag
  );
}

function refuse(arg: string, key?: string): never {
  if (key === undefined) {
    throw bad(`Unexpected argument "${printable(arg)}": netchat takes flags only, see --help`);
  }
  if (/^-\d/.test(arg)) throw bad(`No flag takes a number below zero, as "${printable(arg)}"`);
  const guess = nearest(arg.replace(/^-+(no-)?|=.*$/gs, ""), FLAGS);
  const hint = guess ? `did you mean --${guess}? See --help` : "--help lists all";
  throw bad(`Unknown flag "${printable(arg)}": ${hint}`);
}
