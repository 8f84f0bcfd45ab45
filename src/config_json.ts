// Settings as JSON, for --config-stdin: an object with the names of the flags, read by the same table as the
// flags are. Where the text comes from is standard_input.ts's.

import { type Config, SETTINGS_IN_ORDER } from "./config.ts";
import { nearest } from "./nearest.ts";
import { printable } from "./sanitize.ts";
import { bad, fromJson } from "./setting.ts";

/** The settings that `text` has. Throws ChatError "bad-setting" with a line that says what to do. */
export function parseConfigJson(text: string): Partial<Config> {
  const entries = Object.entries(parseObject(text));
  return Object.fromEntries(entries.map(([flag, value]) => readEntry(flag, value)));
}

function parseObject(text: string): object {
  const value = parse(text);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw bad('--config-stdin takes one JSON object, as in {"port": 5000}');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? printable(withoutSource(error.message)) : "";
    throw bad(`--config-stdin takes one JSON object, as in {"port": 5000}: ${why}`);
  }
}

/** The engine quotes what stands there, which may be a token whose flag was left out. */
function withoutSource(message: string): string {
  return message.replace(/, (?:\.{3})?".*$/s, "");
}

function readEntry(flag: string, value: unknown): [keyof Config, unknown] {
  const [key, setting] = SETTINGS_IN_ORDER.find(([, setting]) => setting.flag === flag) ?? [];
  if (flag.endsWith("-stdin")) {
    throw bad(`--config-stdin: "${printable(flag)}" says what is piped in: give it as a flag`);
  }
  if (key !== undefined && setting !== undefined) return [key, fromJson(setting, value)];
  const guess = nearest(flag, SETTINGS_IN_ORDER.map(([, { flag }]) => flag));
  const hint = guess ? `did you mean "${guess}"?` : "the names are those of the flags, see --help";
  throw bad(`--config-stdin: Unknown setting "${printable(flag)}": ${hint}`);
}
