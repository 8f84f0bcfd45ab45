// A line of JSON as a request, or a refusal in words. Pure; what a request does is talk.ts.

import { ChatError } from "./errors.ts";
import { MAX_ROOMS_SEEN } from "./limits.ts";
import type { Ref } from "./protocol.ts";
import { printable } from "./sanitize.ts";

/** Longest `ref`, in characters: it goes back as it came. */
const MAX_REF = 100;

/** A request, checked. Texts are as they came and have to be sanitized. */
export interface Request {
  readonly name: string;
  /** For what has "text", that alone. */
  readonly args: readonly string[];
  readonly room: string | null;
  /** By room, as it was written: the last line the client has. */
  readonly seen: ReadonlyMap<string, string>;
  readonly ref: Ref | null;
}

/** Throws ChatError "bad-request" for what is no request. */
export function parseRequest(line: string): Request {
  const request = parseObject(line);
  const { do: name, text, args = text === undefined ? [] : [text], room = null, ref = null } =
    request;
  if (typeof name !== "string" || name === "") {
    throw bad('A request needs "do", as in {"do":"say","text":"hello"}');
  }
  if (!Array.isArray(args) || !args.every((arg) => typeof arg === "string")) {
    throw bad(`"text" has to be a string and "args" a list of strings, for "${printable(name)}"`);
  }
  if (room !== null && typeof room !== "string") throw bad('"room" has to be a string');
  if (!isRef(ref)) throw bad(`"ref" has to be a number or at most ${MAX_REF} characters`);
  return { name: name.toLowerCase(), args, room, seen: parseSeen(request.seen), ref };
}

function parseSeen(seen: unknown = {}): Map<string, string> {
  if (typeof seen === "object" && seen !== null) {
    const entries: [string, unknown][] = Object.entries(seen);
    if (entries.length <= MAX_ROOMS_SEEN && entries.every(isText)) return new Map(entries);
  }
  throw bad(`"seen" has to name at most ${MAX_ROOMS_SEEN} rooms with the id of a line each`);
}

function isText(entry: [string, unknown]): entry is [string, string] {
  return typeof entry[1] === "string";
}

/** The ref of a line that is no good as a request, for its refusal. */
export function refOf(line: string): Ref | null {
  try {
    const { ref = null } = parseObject(line);
    return isRef(ref) ? ref : null;
  } catch {
    return null;
  }
}

/** What is asked for, in lower case; null for what is no request. */
export function nameOf(line: string): string | null {
  try {
    const { do: name } = parseObject(line);
    return typeof name === "string" ? name.toLowerCase() : null;
  } catch {
    return null;
  }
}

/** What a request takes from the flood allowance is what its command does, written with a slash. */
export function commandOf(line: string): string | null {
  const name = nameOf(line);
  if (name !== "type") return name === null ? null : `/${name}`;
  const { text } = parseObject(line);
  return typeof text === "string" ? text.trimStart() : null;
}

function parseObject(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {
    // Said below, as for JSON of another kind.
  }
  const back = '{"do":"mode","args":["text"]} takes you back to text';
  throw bad(`"${printable(line)}" is no JSON object: ${back}`);
}

function isRef(value: unknown): value is Ref | null {
  if (typeof value === "string") return value.length <= MAX_REF && value.isWellFormed();
  return value === null || Number.isFinite(value); // 1e999 could not go back
}

function bad(message: string): ChatError {
  return new ChatError("bad-request", message);
}
