// What one person says in a row, as lines and blocks of code. A line of the chat is one line, so a block
// between ``` marks comes as several of them; it is one only if nobody else spoke in between. Pure.

export interface Spoken {
  readonly id: string;
  readonly text: string;
}

export type Piece<T extends Spoken> =
  | { readonly kind: "line"; readonly entry: T }
  /** `first` carries the opening mark, and what makes the piece known. */
  | { readonly kind: "code"; readonly first: T; readonly text: string };

const FENCE = /^\s*```/;
const ONE_LINE = /^\s*```(.+?)```\s*$/;

export function pieces<T extends Spoken>(entries: readonly T[]): Piece<T>[] {
  const found: Piece<T>[] = [];
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i];
    if (!entry) break;
    const end = closingOf(entries, i);
    found.push(pieceOf(entries.slice(i, end + 1), entry));
    i = end;
  }
  return found;
}

/** The index of the line that ends what begins at `start`: `start` itself for all but a block. */
function closingOf(entries: readonly Spoken[], start: number): number {
  if (!opens(entries[start]?.text ?? "")) return start;
  const end = entries.findIndex(({ text }, i) => i > start && text.includes("```"));
  return end < 0 ? start : end;
}

/** A mark that the same line does not close. */
function opens(text: string): boolean {
  return FENCE.test(text) && !text.replace(FENCE, "").includes("```");
}

function pieceOf<T extends Spoken>(lines: readonly T[], first: T): Piece<T> {
  const [, single] = ONE_LINE.exec(first.text) ?? [];
  if (single !== undefined) return { kind: "code", first, text: single };
  if (lines.length === 1) return { kind: "line", entry: first };
  const text = lines.map((line) => line.text);
  text[0] = withoutLanguage(first.text.replace(FENCE, ""));
  const last = text.length - 1;
  text[last] = (text[last] ?? "").replace(/```.*$/, "");
  return { kind: "code", first, text: text.join("\n").replace(/^\n|\n$/g, "") };
}

/** "```ts" opens a block of TypeScript, whose name is not shown; "```let x" begins with code. */
function withoutLanguage(text: string): string {
  return /^[\w+#.-]*\s*$/.test(text) ? "" : text;
}
