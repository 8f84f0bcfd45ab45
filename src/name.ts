// What may be the name of a person or of a room, and when two of them are the same. Pure rules.
// Who holds a name, and which rooms there are, is not known here.
//
// The rules follow UTS #39 (Unicode Security Mechanisms): recommended scripts only, one in a name.
// A name is refused when it is wrong and never repaired: nobody gets a name they did not type.

import { ChatError, type ErrorCode } from "./errors.ts";
import { withoutLookAlikes } from "./look_alike.ts";
import { printable } from "./sanitize.ts";
import { foreignCharacter, scriptFault } from "./script.ts";

/** Longest name and longest room without its "#", in characters (code points after NFC). */
export const MAX_NAME = 24;
export const MAX_ROOM = 32;

/**
 * UTF-16 units beyond which no text is a name or a room, in whatever form: 32 characters come apart
 * into four each at most, of two units. Longer text is not folded, as long runs of marks are slow.
 */
const LONGEST = 256;

/** Names that would pass for the server, for its operator, or for everybody. */
const RESERVED = [
  "server",
  "system",
  "admin",
  "root",
  "operator",
  "everyone",
  "here",
  "netchat",
];

/** All but letters of daily use that NFKC would rewrite: Thai am, three of Lao, Armenian ew. */
const FORMS = /[^\u0e33\u0eb3\u0edc\u0edd\u0587]+/gu;

const INVISIBLE = /[\p{C}\p{Default_Ignorable_Code_Point}]/u;
const STRAY_MARK = /(?<![\p{L}\p{M}])\p{M}/u;
const ASCII = /^[ -~]*$/;
const ASCII_NAME = /^[A-Za-z0-9_-]+$/;

interface Kind {
  readonly noun: string;
  readonly code: ErrorCode;
  readonly prefix: string;
  readonly max: number;
}

const NAME: Kind = { noun: "name", code: "bad-name", prefix: "", max: MAX_NAME };
const ROOM: Kind = { noun: "room", code: "bad-room", prefix: "#", max: MAX_ROOM };

/**
 * The canonical spelling (NFC) of a person's name: 1 to MAX_NAME letters of one script, each with
 * up to three combining marks (five in Myanmar and Tibetan), ASCII digits, _ and -. Throws
 * ChatError "bad-name" for all else, for characters that NFKC would change, and for reserved words.
 *
 * Not handled: words that need a joiner (U+200C, U+200D), as Persian and Sinhala have them.
 */
export function parseName(text: string): string {
  return parse(text, NAME);
}

/**
 * The canonical spelling (NFC, with "#") of a room, typed with or without "#": 1 to MAX_ROOM of
 * what parseName() takes; no word is reserved. Throws ChatError "bad-room".
 */
export function parseRoom(text: string): string {
  return parse(text.replace(/^#/, ""), ROOM);
}

/**
 * What all spellings of one name have in common: folded for case (ß is ss, ς is σ, i ı İ are one),
 * for compatibility forms (NFKC) and for look-alikes. Takes any text, so that a lookup needs no
 * parseName(). nameKey(nameKey(x)) is nameKey(x). For comparing, not for display.
 */
export function nameKey(name: string): string {
  if (name.length > LONGEST || ASCII.test(name)) return name.toLowerCase();
  const folded = name.normalize("NFKD").toLowerCase().toUpperCase().toLowerCase();
  return withoutLookAlikes(folded.replaceAll("ς", "σ").normalize("NFKD"))
    .replace(/(?<=[ij]\p{M}*)\u0307/gu, "") // the dot that these have anyway
    .normalize("NFKC");
}

/**
 * What all spellings of a room have in common, with "#" whether it was typed or not: case does not count. This is
 * how a room is shown, too, so it keeps its own letters: look-alikes make other rooms, which hold nobody's identity.
 */
export function roomKey(room: string): string {
  const key = room.length > LONGEST ? room : room.normalize("NFKC").toLowerCase().normalize("NFKC");
  return key.startsWith("#") ? key : "#" + key;
}

function parse(typed: string, kind: Kind): string {
  const text = typed.slice(0, 4 * LONGEST).normalize("NFC"); // still too long when it was cut
  const fault = faultOf(text, kind);
  if (fault === undefined) return kind.prefix + text;
  throw new ChatError(kind.code, `The ${kind.noun} "${printable(kind.prefix + text)}" ${fault}`);
}

/** What is wrong with `text`, and what to do; undefined when nothing is. */
function faultOf(text: string, kind: Kind): string | undefined {
  const plain = plainForm(text);
  if (plain !== text && faultOf(plain, kind) === undefined) {
    return `has characters in a special form; use the plain "${kind.prefix}${plain}"`;
  }
  if (kind === NAME && RESERVED.includes(reservedKey(text))) return "is reserved; choose another";
  if (ASCII_NAME.test(text) && text.length <= kind.max) return undefined;
  const fault = characterFault(text, kind.max);
  if (fault !== undefined) {
    return `${fault}; use letters, digits, _ and - (1 to ${kind.max} of them)`;
  }
  return scriptFault(text) ??
    (plain === text ? undefined : "has characters in a special form; use plain ones");
}

function characterFault(text: string, max: number): string | undefined {
  if (text === "") return "is empty";
  if (text.length > max && Array.from(text).length > max) return "is too long";
  const invisible = INVISIBLE.exec(text)?.[0].codePointAt(0);
  if (invisible !== undefined) {
    return `has the invisible character U+${invisible.toString(16).toUpperCase().padStart(4, "0")}`;
  }
  if (/\s/.test(text)) return "has a space";
  const foreign = foreignCharacter(text);
  if (foreign !== undefined) return `has "${printable(foreign)}"`;
  return STRAY_MARK.test(text) ? "has a mark that follows no letter" : undefined;
}

/** The NFKC form, but for the letters that have no plain form. */
function plainForm(text: string): string {
  return text.replace(FORMS, (part) => part.normalize("NFKC"));
}

/** Looser than nameKey(), so that "_Ádm1n_" is no name either. */
function reservedKey(text: string): string {
  const key = nameKey(text).normalize("NFD").replace(/[\p{M}_-]/gu, "");
  return key.replaceAll("0", "o").replaceAll("1", "i");
}
