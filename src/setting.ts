// What a setting is, and how its value is read from a flag or from JSON: the same range, and the same words
// about what does not fit. Which settings there are is in config.ts.

import { ChatError } from "./errors.ts";
import { printable } from "./sanitize.ts";

interface NumberSetting {
  readonly type: "number";
  readonly value: number;
  readonly min: number;
  readonly max: number;
}

/** A port that is closed unless its setting is given. */
interface PortSetting {
  readonly type: "port";
  readonly value: null;
  readonly min: number;
  readonly max: number;
}

interface TextSetting {
  readonly type: "text";
  readonly value: string;
  /** Returns the value as it will be used, or throws a ChatError. */
  readonly parse: (text: string) => string;
}

interface ChoiceSetting {
  readonly type: "choice";
  readonly value: string;
  readonly choices: readonly string[];
}

/** On if its flag is given. */
interface SwitchSetting {
  readonly type: "switch";
  readonly value: false;
}

export type Setting =
  & (NumberSetting | PortSetting | TextSetting | ChoiceSetting | SwitchSetting)
  & {
    readonly flag: string;
    readonly letter?: string;
    readonly help: string;
  };

export const MAX_PORT = 65_535;

export const NO_PORT: PortSetting = { type: "port", value: null, min: 0, max: MAX_PORT };

export function number(value: number, min: number, max: number): NumberSetting {
  return { type: "number", value, min, max };
}

export function text(value: string, parse = (text: string) => text): TextSetting {
  return { type: "text", value, parse };
}

export type Value = string | number | boolean | null;

/** The value that a flag's text stands for. Throws ChatError "bad-setting". */
export function fromText(setting: Setting, given: string): Value {
  const label = `--${setting.flag}`;
  switch (setting.type) {
    case "port":
    case "number": {
      const value = /^\d+(\.\d+)?$/.test(given) ? Number(given) : NaN;
      return inRange(setting, { value, label, shown: `"${printable(given)}"` });
    }
    case "switch":
      throw bad(`${label} takes no value, not even "${printable(given)}": give it or leave it out`);
    case "text":
    case "choice":
      return ofText(setting, { value: given, label });
  }
}

/** The value that JSON has for it: a number for a number, true or false for a switch, else a string. */
export function fromJson(setting: Setting, given: unknown): Value {
  const label = `--config-stdin: "${setting.flag}"`;
  switch (setting.type) {
    case "port":
    case "number": {
      if (setting.value === null && given === null) return null;
      const value = typeof given === "number" ? given : NaN;
      return inRange(setting, { value, label, shown: shownJson(given) });
    }
    case "switch":
      if (typeof given === "boolean") return given;
      throw bad(`${label} takes true or false, not ${shownJson(given)}`);
    case "text":
    case "choice":
      if (typeof given === "string") return ofText(setting, { value: given, label });
      throw bad(`${label} takes a string, not ${shownJson(given)}`);
  }
}

function inRange(
  { min, max }: NumberSetting | PortSetting,
  { value, label, shown }: { value: number; label: string; shown: string },
): number {
  const whole = Number.isInteger(min);
  if (value >= min && value <= max && (Number.isInteger(value) || !whole)) return value;
  const range = `a ${whole ? "whole number" : "number"} from ${min} to ${max}`;
  throw bad(`${label} takes ${range}, not ${shown}`);
}

/** "6000" in JSON is no number, which has to be seen. */
function shownJson(value: unknown): string {
  return typeof value === "string"
    ? `the text "${printable(value)}"`
    : `"${printable(JSON.stringify(value))}"`;
}

function ofText(
  setting: TextSetting | ChoiceSetting,
  { value, label }: { value: string; label: string },
): string {
  if (value === setting.value) return value; // which may stand for none
  if (setting.type === "text") return parsed(setting, { value, label });
  if (setting.choices.includes(value)) return value;
  throw bad(`${label} takes ${setting.choices.join(", ")}, not "${printable(value)}"`);
}

function parsed(setting: TextSetting, { value, label }: { value: string; label: string }): string {
  try {
    return setting.parse(value);
  } catch (error) {
    if (error instanceof ChatError) throw bad(`${label}: ${error.message}`);
    throw error;
  }
}

export function bad(message: string): ChatError {
  return new ChatError("bad-setting", message);
}
