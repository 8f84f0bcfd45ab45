// Catches a line that would tell the room a password because the slash before its command was missed.
// Guesses from the first words alone, and holds back when in doubt. Pure; what then happens to the line
// is not decided here.

/** Commands that take a password. */
const COMMANDS = ["register", "login", "passwd", "unregister"];

/** What /token shows, and whoever has it becomes its owner. */
const TOKEN = /^[0-9a-f]{32}$/i;

/** Words of the longest such command, with its name, if the password is one: /login NAME PASSWORD. */
const MAX_WORDS = 3;

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
  const words = text.slice(start).trimEnd().split(/\s+/, MAX_WORDS + 1);
  const name = meantCommand(words[0] ?? "");
  if (TOKEN.test(words[1] ?? "") && isSlipOf(words[0]?.toLowerCase() ?? "", "resume")) {
    return "resume";
  }
  if (name === undefined || words.length < 2) return null;
  const marked = start > 0 && NEAR_SLASH.includes(text.charAt(start - 1));
  const short = words.length <= MAX_WORDS;
  // Passwords may have spaces; of these commands only login is a word that people begin a sentence with.
  return marked || short || name !== "login" || isAccount(words[1] ?? "") ? name : null;
}

function meantCommand(typed: string): string | undefined {
  if (typed.length > LONGEST) return undefined;
  const word = typed.normalize("NFKC").toLowerCase();
  return COMMANDS.find((name) => isSlipOf(word, name));
}

/**
 * Whether one letter too many, too few or wrong, or two that changed places, are all that differs. Stricter
 * than nearest(), which takes "join" for "login": there a wrong guess costs nothing.
 */
function isSlipOf(typed: string, meant: string): boolean {
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
