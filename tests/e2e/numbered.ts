// Lines that prove themselves: each has its speaker, its number and a checksum of both and of its filler.
// A receiver who checks them sees every gap, double, tear and forgery; two receivers see a difference in order.

import { assertEquals } from "@std/assert";

/** Line `number` of `speaker`, at least `length` characters long. */
export function numbered(speaker: string, number: number, length = 40): string {
  const head = `${speaker} ${number} `;
  const filler = ALPHABET.repeat(1 + length / 26).slice(0, Math.max(0, length - head.length));
  return `${head}${filler} ${checksum(head + filler)}`;
}

/** Lines `from` to `to` - 1 of `speaker`, each with its newline. */
export function numberedLines(
  speaker: string,
  { from = 0, to, length }: { from?: number; to: number; length?: number },
): string {
  const numbers = Array.from({ length: to - from }, (_, index) => from + index);
  return numbers.map((number) => numbered(speaker, number, length) + "\n").join("");
}

/** The chat lines among `received`, checked one by one: "speaker number" in the order they came. */
export function checkNumbered(received: readonly string[]): string[] {
  const next = new Map<string, number>();
  const order: string[] = [];
  for (const line of received) {
    const [, name = "", text = ""] = /^(\S+): (.*)$/.exec(line) ?? [];
    if (name === "") continue;
    const number = next.get(name) ?? 0;
    assertEquals(text, numbered(name, number, text.length - CHECKSUM), "a gap, a double or a tear");
    next.set(name, number + 1);
    order.push(`${name} ${number}`);
  }
  return order;
}

/** How many lines of `speaker` are in an order. */
export function countOf(speaker: string, order: readonly string[]): number {
  return order.filter((entry) => entry.startsWith(`${speaker} `)).length;
}

/** The order without what `speaker` said, which is what `speaker` hears. */
export function without(speaker: string, order: readonly string[]): string[] {
  return order.filter((entry) => !entry.startsWith(`${speaker} `));
}

const ALPHABET = "abcdefghijklmnopqrstuvwxyz";

/** A space and eight digits. */
const CHECKSUM = 9;

/** FNV-1a, 32 bits. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
