// Reads the project's documents for tests that hold them to what the program does.

const ROOT = new URL("../../", import.meta.url);

export function readDoc(path: string): Promise<string> {
  return Deno.readTextFile(new URL(path, ROOT));
}

/** The cells of the first table after `mark`, without its two head rows, as plain text. */
export function tableAfter(text: string, mark: string): string[][] {
  const lines = text.slice(text.indexOf(mark)).split("\n");
  const start = lines.findIndex((line) => line.startsWith("|"));
  const rows = lines.slice(start);
  const end = rows.findIndex((line) => !line.startsWith("|"));
  return rows.slice(2, end).map(cells);
}

/** The lines of the fenced block that begins with `first`, without that line. */
export function fencedBlock(text: string, first: string): string[] {
  const lines = text.slice(text.indexOf(first)).split("\n");
  return lines.slice(1, lines.indexOf("```"));
}

/** The lines of every block of plain text. */
export function fencedBlocks(text: string): string[][] {
  return [...text.matchAll(/^```text\n(.*?)^```$/gms)].map(([, block = ""]) =>
    block.split("\n").slice(0, -1)
  );
}

/** "--flag N   help" rows of a usage text as pairs. */
export function printableRows(usage: string): string[][] {
  return usage.split("\n").filter((line) => line.startsWith("  --"))
    .map((line) => line.trim().split(/ {2,}/));
}

function cells(row: string): string[] {
  const inner = row.replace(/^\|/, "").replace(/\|\s*$/, "");
  return inner.split(/(?<!\\)\|/).map((cell) =>
    cell.trim().replaceAll("\\|", "|").replaceAll("`", "")
  );
}
