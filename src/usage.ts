// What --help prints: the table of settings as rows for a terminal.

import { SETTINGS_IN_ORDER } from "./config.ts";
import type { Setting } from "./setting.ts";

/** What --help prints. */
export function usage(): string {
  const rows = SETTINGS_IN_ORDER.map(([, setting]) => [signature(setting), describe(setting)]);
  rows.push(["--help, -h", "show this"], ["--version, -V", "show the version"]);
  const width = Math.max(...rows.map(([flag = ""]) => flag.length));
  return [
    "netchat: a chat server for nc, ncat and telnet",
    "",
    "Usage: netchat [flags]        then, from any terminal: nc HOST 5000",
    "",
    ...rows.map(([flag = "", help]) => `  ${flag.padEnd(width)}  ${help}`),
    "",
  ].join("\n");
}

function signature(setting: Setting): string {
  if (setting.type === "switch") return `--${setting.flag}`;
  const value = setting.type === "choice"
    ? setting.choices.join("|")
    : setting.type === "text"
    ? "TEXT"
    : "N";
  return `--${setting.flag} ${value}${setting.letter ? `, -${setting.letter}` : ""}`;
}

function describe(setting: Setting): string {
  return setting.value === "" || setting.type === "switch"
    ? setting.help
    : `${setting.help} (${setting.value ?? "off"})`;
}
