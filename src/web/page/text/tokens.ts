// A line of text as pieces that the page may show each in its way: words, links, code, names, rooms. Pure;
// what comes out is data that becomes text nodes, so nothing anybody types is ever read as HTML.

export type Token =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string }
  /** "@anna", or the reader's own name as a word. */
  | { readonly kind: "name"; readonly text: string; readonly mine: boolean }
  | { readonly kind: "room"; readonly text: string };

/** Code first: what stands in it is nothing else. The rest begins after no letter. */
const PIECES =
  /(?<code>``(?:[^`]|`(?!`))+``(?!`)|`[^`]+`)|(?<link>\bhttps?:\/\/[^\s<>"`]+)|(?<![\p{L}\p{N}_@#/&])(?<name>@[\p{L}\p{M}\p{N}_-]{1,24})|(?<![\p{L}\p{N}_@#/&])(?<room>#[\p{L}\p{M}\p{N}_-]{1,32})/giu;

/** Longest text that is looked through; what is behind it stays text. Far above the longest line. */
const LONGEST = 20_000;

/** `me` is the reader's name. */
export function tokenize(text: string, me: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of text.slice(0, LONGEST).matchAll(PIECES)) {
    const token = tokenOf(match, me);
    if (!token) continue;
    tokens.push(...words(text.slice(end, match.index), me), token);
    end = match.index + token.text.length + (token.kind === "code" ? ticks(match[0]) * 2 : 0);
  }
  return [...tokens, ...words(text.slice(end), me)];
}

/** Whether a line speaks of the reader, as "@anna" or as "anna" alone. */
export function mentions(text: string, me: string): boolean {
  return tokenize(text, me).some((token) => token.kind === "name" && token.mine);
}

function tokenOf({ 0: text, groups = {} }: RegExpExecArray, me: string): Token | null {
  if (groups.code) return { kind: "code", text: text.slice(ticks(text), -ticks(text)) };
  if (groups.name) return { kind: "name", text, mine: isSame(text.slice(1), me) };
  if (groups.room) return { kind: "room", text };
  const link = withoutTail(text);
  const href = hrefOf(link);
  return href === null ? null : { kind: "link", text: link, href };
}

function ticks(code: string): number {
  return code.startsWith("``") ? 2 : 1;
}

/** The address of a link, or null where it leads astray: only the web, and no "user@" to hide a host behind. */
function hrefOf(text: string): string | null {
  const url = URL.parse(text);
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) return null;
  return url.username === "" && url.password === "" ? url.href : null;
}

/** A link in a sentence: what ends the sentence is not the link's, nor a bracket it did not open. */
function withoutTail(link: string): string {
  const strays = new Map(BRACKETS.map(([open, close]) => [close, surplus(link, close, open)]));
  let end = link.length;
  for (; end > 0; end--) {
    const last = link[end - 1] ?? "";
    const stray = strays.get(last) ?? 0;
    if (stray > 0) strays.set(last, stray - 1);
    else if (!".,;:!?'*".includes(last)) break;
  }
  return link.slice(0, end);
}

const BRACKETS: readonly [open: string, close: string][] = [["(", ")"], ["[", "]"], ["{", "}"]];

/** How many more of one character there are than of another. */
function surplus(text: string, one: string, other: string): number {
  return text.split(one).length - text.split(other).length;
}

/** Plain words, with the reader's name among them marked. */
function words(text: string, me: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const at of placesOf(me, text)) {
    if (at > end) tokens.push({ kind: "text", text: text.slice(end, at) });
    end = at + me.length;
    tokens.push({ kind: "name", text: text.slice(at, end), mine: true });
  }
  if (end < text.length) tokens.push({ kind: "text", text: text.slice(end) });
  return tokens;
}

/** Where a name stands as a word of its own. */
function* placesOf(name: string, text: string): Iterable<number> {
  const lower = text.toLowerCase();
  const wanted = name.toLowerCase();
  if (wanted === "" || lower.length !== text.length) return; // folding moved the letters: no guess
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + 1)) {
    if (!isLetter(text[at - 1]) && !isLetter(text[at + name.length])) yield at;
  }
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{M}\p{N}_-]/u.test(character);
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
