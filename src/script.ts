// Which letters may stand together in a name: those of one script, or of scripts that are written together.
// Tables and patterns only; what else makes a name is name.ts.
//
// The patterns take some 10 ms to build, so they wait for the first name that is not plain ASCII.

/**
 * The letters of each script, as the inside of a character class; \p{L} is applied to all of them.
 * Spelled out where a script also has historic or phonetic letters: those are look-alikes at best.
 * The limited-use scripts of UAX #31 (Cherokee, N'Ko, Tifinagh…) are not taken.
 */
const SCRIPTS: ReadonlyMap<string, string> = new Map([
  ["Latin", "A-Za-zÀ-ſƁƆƉƊƎ-ƔƖ-ƙƝƠơƤƥƬƭƯ-ƴƷǍ-ǰǴǵǸ-țȞȟȦ-ȳḀ-ẛẞẠ-ỹɓɔɖɗəɛɠɣɨɩɲʊʋʒ"],
  ["Greek", String.raw`\p{sc=Greek}&&[\u0370-\u03ff\u1f00-\u1fff]`],
  ["Cyrillic", String.raw`\u0400-\u052f`],
  ["Armenian", String.raw`\u0531-\u0556\u0561-\u0587`],
  ["Georgian", String.raw`\u10d0-\u10ff\u1c90-\u1cbf`],
  ["Hangul", "가-힣"],
  ["Katakana", String.raw`\p{sc=Katakana}ー`],
  ...words(`
    Arabic Bengali Bopomofo Devanagari Ethiopic Gujarati Gurmukhi Han Hebrew Hiragana Kannada Khmer
    Lao Malayalam Myanmar Oriya Sinhala Tamil Telugu Thaana Thai Tibetan
  `).map((script): [string, string] => [script, `\\p{sc=${script}}`]),
]);

/** Scripts that are written together count as one (UTS #39, "augmented script sets"). */
const TOGETHER = ["Han Hiragana Katakana", "Hangul Han", "Han Bopomofo"].map(words);

/** Combining marks that one letter may carry. Two scripts need more: ကျော် (Kyaw) has four. */
const MOST_MARKS = 3;
const MOST_MARKS_IN: Readonly<Record<string, number>> = { Myanmar: 5, Tibetan: 5 };

interface Letters {
  readonly script: string;
  readonly letter: RegExp;
}

interface Writing {
  readonly scripts: readonly string[];
  /** What a name in these scripts matches as a whole. */
  readonly pattern: RegExp;
}

interface Patterns {
  readonly letters: readonly Letters[];
  readonly writings: readonly Writing[];
  /** A character of no script that is taken. */
  readonly foreign: RegExp;
}

let built: Patterns | undefined;

function patterns(): Patterns {
  return built ??= build();
}

function build(): Patterns {
  const letters = Array.from(SCRIPTS, ([script, inside]) => {
    return { script, letter: regex(`[[${inside}]&&\\p{L}]`) };
  });
  const sets = [...Array.from(SCRIPTS.keys(), (script) => [script]), ...TOGETHER];
  return {
    letters,
    writings: sets.map((scripts) => writing(letters, scripts)),
    foreign: regex(`[^${anyOf(letters)}\\p{M}0-9_\\-]`),
  };
}

/** The first character that no name may have, if there is one. */
export function foreignCharacter(text: string): string | undefined {
  return patterns().foreign.exec(text)?.[0];
}

/** What is wrong with how letters and marks go together; undefined when nothing is. */
export function scriptFault(text: string): string | undefined {
  const { letters, writings } = patterns();
  if (writings.some(({ pattern }) => pattern.test(text))) return undefined;
  const used = letters.filter(({ letter }) => letter.test(text)).map(({ script }) => script);
  if (writings.some(({ scripts }) => used.every((script) => scripts.includes(script)))) {
    return "has too many marks on a letter, or marks of another script; use fewer";
  }
  return `mixes ${used.join(" and ")} letters; use one script`;
}

function writing(letters: readonly Letters[], scripts: readonly string[]): Writing {
  const letter = anyOf(letters.filter(({ script }) => scripts.includes(script)));
  const marks = scripts.map((script) => `\\p{scx=${script}}`).join("") + "\\p{scx=Inherited}";
  const most = Math.max(...scripts.map((script) => MOST_MARKS_IN[script] ?? MOST_MARKS));
  const mark = `[[\\p{Mn}\\p{Mc}]&&[${marks}]]{0,${most}}`;
  return { scripts, pattern: regex(`^(?:[0-9_\\-]|${letter}${mark})+$`) };
}

function anyOf(letters: readonly Letters[]): string {
  return `[${letters.map(({ letter }) => letter.source).join("")}]`;
}

function regex(source: string): RegExp {
  return new RegExp(source, "v");
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
