// Makes text safe for somebody else's terminal. Pure; knows nothing of lines, names or commands.
//
// Everything a person typed passes through here once, before it becomes part of an event. Only the
// server's own dialects emit an escape character, and only to those who asked for colour.

/**
 * What no terminal may receive from another: C0 but for tab, DEL, C1 (U+0080 to U+009F, which a UTF-8
 * decoder lets through), line and paragraph separators, bidirectional embeddings, overrides and
 * isolates, byte order marks, lone surrogates. Marks that only hint direction (U+200E, U+200F) stay: names in
 * right-to-left scripts need them.
 */
// deno-lint-ignore no-control-regex
const UNSAFE = /[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\p{Cs}]/u;

/**
 * Whole escape sequences (ECMA-48): CSI with its parameters, OSC/DCS/SOS/PM/APC up to its terminator,
 * two-character escapes. Removed as a whole, so that "\x1b[31mred" leaves "red" and not "[31mred".
 * A string sequence without a terminator loses only its introducer: the words after it are kept. None
 * begins inside another, so that a line of introducers does not take quadratic time.
 */
const SEQUENCES =
  // deno-lint-ignore no-control-regex
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[P\]X^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x90\x98\x9c-\x9f]*(?:\x07|\x1b\\|\x9c)|\x1b[ -/]*[0-~]/g;

const UNSAFE_ALL = new RegExp(UNSAFE.source, "gu");

/** `text` without control characters, escape sequences and bidirectional overrides. Never throws. */
export function sanitize(text: string): string {
  if (!UNSAFE.test(text)) return text;
  return text.replace(SEQUENCES, "").replace(UNSAFE_ALL, "");
}

/** `text` with what no terminal may receive as \uXXXX, for logs: nothing is lost, and JSON stays JSON. */
export function escapeUnsafe(text: string): string {
  return text.replace(UNSAFE_ALL, (character) => {
    return "\\u" + character.charCodeAt(0).toString(16).padStart(4, "0");
  });
}

/** `text` as it may be quoted in an error: sanitized, at most `max` characters, "…" where it was cut. */
export function printable(text: string, max = 40): string {
  const characters = Array.from(sanitize(text.slice(0, max * 4)).replaceAll("\t", " "));
  const whole = characters.length <= max && text.length <= max * 4;
  return whole ? characters.join("") : characters.slice(0, max - 1).join("") + "…";
}
