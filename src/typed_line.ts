// What a typed line is: a command, or something to say. Pure; what a command does is command.ts.

/** Whether a line, without what cannot be shown, is a command. */
export function isCommand(text: string): boolean {
  return text.startsWith("/") && !text.startsWith("//");
}

/** The line from its slash on: what cannot be shown may stand before it, such as an arrow key. */
export function commandIn(line: string): string {
  return line.slice(line.indexOf("/"));
}

/** "//text" says "/text". */
export function unescape(text: string): string {
  return text.startsWith("//") ? text.slice(1) : text;
}
