// Catches a line that would tell the room a password because the slash before its command was missed.
// Guesses from the first words alone, and holds back when in doubt. Pure; what then happens to the line
// is not decided here.

/** Commands that take a password. */
const COMMANDS = ["register", "login", "passwd", "unregister"];

/** The one that takes what /token shows: whoever has it becomes its owner. */
const RESUME = "resume";
const TOKEN = /^[0-9a-f]{32}$/i;

/** Words after the longest such command, if the password is one: /login NAME PASSWORD. */
const MAX_ARGUMENTS = 2;

/** What a finger finds at the slash's place, on one keyboard or another. */
const NEAR_SLASH = "/\\.,!?:;|-7⁄∕／";

/** Characters in the longest name, and one for the slip. */
const LONGEST = Math.max(...COMMANDS.map((name) => name.length)) + 1;

/**
 * The name of the command that `text` was probably meant to be, or null if it may be shown to others.
 *
 * It is one if its first word, from the first letter on, is the name of a command that takes a password,
 * but for one slip of the hand, and further words follow. As "login works again now" is chat, those are two
 * at most, unless the first of them is the name of an account or something that stands near the slash touches
 * the command (".login", "\login"). A line that begins with a slash and a name is a command and for the table
 * to judge.
 */
export function secretLine(text: string, isAccount: (name: string) => boolean): string | null {
  if (/^\/[^\s/]/.test(text)) return null;
  const start = text.search(/\p{L}/u);
  if (start < 0) return null;
  const line = text.slice(start).trimEnd();
  const end = line.search(/\s/);
  if (end < 0 || end > LONGEST) return null; // most lines end here, so that this costs them next to nothing
  const typed = line.slice(0, end).normalize("NFKC").toLowerCase();
  const name = COMMANDS.find((name) => isSlipOf(typed, name));
  if (name === undefined && !isSlipOf(typed, RESUME)) return null;
  const [next = "", ...more] = line.slice(end).trimStart().split(/\s+/, MAX_ARGUMENTS + 1);
  if (name === undefined) return TOKEN.test(next) ? RESUME : null;
  const marked = start > 0 && NEAR_SLASH.includes(text.charAt(start - 1));
  const short = more.length < MAX_ARGUMENTS;
  // Passwords may have spaces; of these commands only login is a word that people begin a sentence with.
  return marked || short || name !== "login" || isAccount(next) ? name : null;
}

/**
 * Whether one letter too many, too few or wrong, or two that changed places, are all that differs. Stricter
 * than nearest(), which takes "join" for "login": there a wrong guess costs nothing.
 */
function isSlipOf(typed: string, meant: string): boolean {
  if (Math.abs(typed.length - meant.length) > 1) return false;
  const most = Math.min(typed.length, meant.length);
  let head = 0;
  while (head < most && typed[head] === meant[head]) head++;
  let tail = 0;
  while (tail < most - head && typed.at(-1 - tail) === meant.at(-1 - tail)) tail++;
  const was = typed.slice(head, typed.length - tail);
  const should = meant.slice(head, meant.length - tail);
  if (was.length < 2 && should.length < 2) return true;
  return was.length === 2 && was === Array.from(should).reverse().join("");
}
