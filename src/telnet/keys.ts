// The keys that edit a line: what terminals send for each, and what it does. One table: the key reader,
// and docs/telnet.md, which a test holds equal to it, come from here. What a deed is in full is line_editor.ts.

/** What a key does. */
export type Deed =
  | "enter"
  | "backspace"
  | "delete"
  | "left"
  | "right"
  | "word left"
  | "word right"
  | "home"
  | "end"
  | "older"
  | "newer"
  | "complete"
  | "kill to start"
  | "kill to end"
  | "kill word"
  | "kill next word"
  | "transpose"
  | "abandon"
  | "delete or leave"
  | "clear screen";

interface KeyEntry {
  /** As people call them. */
  readonly keys: readonly string[];
  readonly deed: Deed;
  readonly help: string;
  /** As terminals send them. */
  readonly sent: readonly string[];
}

const ESC = "\x1b";

/** CSI and SS3 forms of a cursor key: terminals in "application mode" send the second. */
function cursorKey(letter: string): string[] {
  return [`${ESC}[${letter}`, `${ESC}O${letter}`];
}

export const KEYS: readonly KeyEntry[] = [
  { keys: ["Enter"], deed: "enter", help: "say the line", sent: ["\r", "\n"] },
  {
    keys: ["Tab"],
    deed: "complete",
    help: "complete a command, a name or a room; what it may be is listed",
    sent: ["\t"],
  },
  {
    keys: ["Left", "Ctrl-B"],
    deed: "left",
    help: "one character to the left",
    sent: [...cursorKey("D"), "\x02"],
  },
  {
    keys: ["Right", "Ctrl-F"],
    deed: "right",
    help: "one character to the right",
    sent: [...cursorKey("C"), "\x06"],
  },
  {
    keys: ["Ctrl-Left", "Alt-B"],
    deed: "word left",
    help: "one word to the left",
    sent: [`${ESC}[1;5D`, `${ESC}[1;3D`, `${ESC}b`],
  },
  {
    keys: ["Ctrl-Right", "Alt-F"],
    deed: "word right",
    help: "one word to the right",
    sent: [`${ESC}[1;5C`, `${ESC}[1;3C`, `${ESC}f`],
  },
  {
    keys: ["Home", "Ctrl-A"],
    deed: "home",
    help: "to the start",
    sent: [...cursorKey("H"), `${ESC}[1~`, `${ESC}[7~`, "\x01"],
  },
  {
    keys: ["End", "Ctrl-E"],
    deed: "end",
    help: "to the end",
    sent: [...cursorKey("F"), `${ESC}[4~`, `${ESC}[8~`, "\x05"],
  },
  {
    keys: ["Up", "Ctrl-P"],
    deed: "older",
    help: "the line you said before; passwords are not kept",
    sent: [...cursorKey("A"), "\x10"],
  },
  {
    keys: ["Down", "Ctrl-N"],
    deed: "newer",
    help: "the line you said after that",
    sent: [...cursorKey("B"), "\x0e"],
  },
  {
    keys: ["Backspace", "Ctrl-H"],
    deed: "backspace",
    help: "delete the character before the cursor",
    sent: ["\x7f", "\b"],
  },
  {
    keys: ["Delete"],
    deed: "delete",
    help: "delete the character under the cursor",
    sent: [`${ESC}[3~`],
  },
  {
    keys: ["Ctrl-D"],
    deed: "delete or leave",
    help: "the same; on an empty line, leave the chat",
    sent: ["\x04"],
  },
  {
    keys: ["Ctrl-W", "Alt-Backspace"],
    deed: "kill word",
    help: "delete the word before the cursor",
    sent: ["\x17", `${ESC}\x7f`, `${ESC}\b`],
  },
  {
    keys: ["Alt-D"],
    deed: "kill next word",
    help: "delete the word after the cursor",
    sent: [`${ESC}d`],
  },
  { keys: ["Ctrl-U"], deed: "kill to start", help: "delete all before the cursor", sent: ["\x15"] },
  { keys: ["Ctrl-K"], deed: "kill to end", help: "delete all from the cursor on", sent: ["\x0b"] },
  {
    keys: ["Ctrl-T"],
    deed: "transpose",
    help: "swap the two characters before the cursor",
    sent: ["\x14"],
  },
  {
    keys: ["Ctrl-C"],
    deed: "abandon",
    help: "begin a new line and forget this one",
    sent: ["\x03"],
  },
  {
    keys: ["Ctrl-L"],
    deed: "clear screen",
    help: "clear the screen, but for the line",
    sent: ["\f"],
  },
];

/** What each sequence of characters does. */
export const DEEDS: ReadonlyMap<string, Deed> = new Map(
  KEYS.flatMap(({ deed, sent }) => sent.map((keys): [string, Deed] => [keys, deed])),
);
