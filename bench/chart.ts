// Draws figures as horizontal bars, in SVG. Pure; the text follows the reader's light or dark theme.

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** The value as it is written behind the bar. */
  readonly text: string;
  /** Whether it is the one that the others are compared with. */
  readonly own: boolean;
}

export interface BarGroup {
  readonly title: string;
  readonly bars: readonly Bar[];
}

const WIDTH = 760;
const LABELS = 130;
const LONGEST = 500;
const ROW = 24;
const BAR = 16;
const HEAD = 44;
const GAP = 14;

const STYLE = `
    text { font: 13px system-ui, sans-serif; fill: #24292f }
    .title { font-weight: 600 }
    .bar { fill: #a8b1bb }
    .own { fill: #1f6feb }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 }
      .bar { fill: #59636e }
      .own { fill: #4493f8 }
    }
  `;

/** All groups on one scale, so that they can be compared with each other too. */
export function barChart(groups: readonly BarGroup[], description: string): string {
  const largest = Math.max(1, ...groups.flatMap(({ bars }) => bars.map(({ value }) => value)));
  const parts: string[] = [];
  let top = 0;
  for (const group of groups) {
    parts.push(drawGroup(group, { top, scale: LONGEST / largest }));
    top += HEAD + group.bars.length * ROW + GAP;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top}" role="img" ` +
    `aria-label="${escapeXml(description)}">\n  <style>${STYLE}</style>\n${parts.join("")}</svg>\n`;
}

function drawGroup(
  { title, bars }: BarGroup,
  { top, scale }: { top: number; scale: number },
): string {
  const rows = bars.map((bar, row) => drawBar(bar, { y: top + HEAD + row * ROW, scale }));
  return `  <text class="title" x="0" y="${top + HEAD - 16}">${escapeXml(title)}</text>\n` +
    rows.join("");
}

function drawBar(
  { label, value, text, own }: Bar,
  { y, scale }: { y: number; scale: number },
): string {
  const length = Math.max(1, Math.round(value * scale));
  const baseline = y + BAR - 3;
  return `  <text x="0" y="${baseline}">${escapeXml(label)}</text>\n` +
    `  <rect class="${own ? "own" : "bar"}" x="${LABELS}" y="${y}" width="${length}" ` +
    `height="${BAR}" rx="2"/>\n` +
    `  <text x="${LABELS + length + 8}" y="${baseline}">${escapeXml(text)}</text>\n`;
}

/** `text` as it may stand between tags and in an attribute. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
