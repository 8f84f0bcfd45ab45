// What is asked of the server for what somebody wrote, and for coming back. Pure.

import { MAX_MESSAGE_BYTES } from "../../../limits.ts";
import type { ClientRequest, Ref } from "../../../protocol.ts";
import { newestId } from "./log.ts";
import { isCommand, isRoom, type Place } from "./place.ts";

/** A line that was typed in a place: a command, or something said. */
export function requestOf(place: string, typed: string): ClientRequest {
  const room = isRoom(place) ? { room: place } : {};
  if (isCommand(typed)) return { do: "type", text: typed, ...room };
  const text = typed.startsWith("//") ? typed.slice(1) : typed;
  return isRoom(place) ? { do: "say", text, ...room } : { do: "msg", args: [place.slice(1), text] };
}

const encoder = new TextEncoder();

/** Whether the server would take it for an attack, and hang up. */
export function isTooLong(request: ClientRequest & { readonly ref: Ref }): boolean {
  return bytesOf(JSON.stringify(request)) > MAX_MESSAGE_BYTES;
}

/** By how many bytes a line is too long: for `maxLine`, or, full of quotes, for the message it goes in. */
export function excessOf(
  typed: string,
  { place, maxLine }: { readonly place: string; readonly maxLine: number },
): number {
  const message = JSON.stringify({ ...requestOf(place, typed), ref: Number.MAX_SAFE_INTEGER });
  return Math.max(0, bytesOf(typed) - maxLine, bytesOf(message) - MAX_MESSAGE_BYTES);
}

function bytesOf(text: string): number {
  return encoder.encode(text).length;
}

/**
 * The lines of a message, as they are typed one by one. Only a message of one line can be a command: a path
 * at the beginning of a pasted line is none. Lines with nothing on them would be refused.
 */
export function linesOf(message: string): string[] {
  const lines = message.split("\n").map((line) => line.trimEnd()).filter((line) => line !== "");
  return lines.length === 1 ? lines : lines.map((line) => line.startsWith("/") ? `/${line}` : line);
}

/** The last line that each room has, for the server to go on from there. */
export function seenOf(places: Iterable<Place>): Record<string, string> {
  const seen: Record<string, string> = {};
  for (const { key, log } of places) {
    const id = isRoom(key) ? newestId(log) : null;
    if (id !== null) seen[key] = id;
  }
  return seen;
}
