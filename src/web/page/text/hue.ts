// The colour of a name: the same everywhere and always. Pure.

const HUES = 16;

/** A class of theme.css. */
export function hueOf(name: string): string {
  let hash = 2166136261;
  for (const character of name.toLowerCase()) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
  }
  return `hue-${((hash ^ hash >>> 15) >>> 0) % HUES}`;
}

/** What stands for somebody in a small square. */
export function initialOf(name: string): string {
  return [...name][0]?.toUpperCase() ?? "?";
}
