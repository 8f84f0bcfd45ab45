// The colour of a name: the same everywhere and always. Pure.

const HUES = 16;

/** A class of theme.css. */
export function hueOf(name: string): string {
  let hash = 2166136261;
  for (const character of name.toLowerCase()) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
  }
  hash = Math.imul(hash ^ hash >>> 16, 0x85ebca6b);
  hash = Math.imul(hash ^ hash >>> 13, 0xc2b2ae35);
  return `hue-${((hash ^ hash >>> 16) >>> 0) % HUES}`;
}

/** What stands for somebody in a small square. */
export function initialOf(name: string): string {
  return [...name][0]?.toUpperCase() ?? "?";
}
