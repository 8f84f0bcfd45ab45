// Ids of lines: they sort as the lines were said, and no two nodes make the same. What is said on one node after
// a line of another was heard there sorts after it, also within the same millisecond: a clock of time and count
// that follows what it hears (Lamport's, in the manner of hybrid logical clocks).

/** Characters of the time and of the count, so that ids compare as text. */
const TIME_WIDTH = 9;
const COUNT_WIDTH = 4;

/** How far ahead of ours another node's clock may be and still be followed, in milliseconds. */
const FOLLOWED_MS = 1000;

/** What next() makes, of whatever node. */
const ID = /^[0-9a-z]{13,64}$/;

/** Whether it may be the id of a line. */
export function isLineId(text: string): boolean {
  return ID.test(text);
}

export class LineIds {
  readonly #node: string;
  #at = 0;
  /** The id's first part, which many lines of one millisecond share. */
  #time = base36(0, TIME_WIDTH);
  #count = 0;
  #last = "";

  /** `node`: this node's name among all, letters and digits. */
  constructor(node: string) {
    this.#node = node;
  }

  /** An id greater than all before, also when the clock goes back. `now` in milliseconds since 1970. */
  next(now: number): string {
    if (now > this.#at) this.#begin(now);
    else this.#count++;
    return this.#last = `${this.#time}${base36(this.#count, COUNT_WIDTH)}${this.#node}`;
  }

  /** Makes greater ids from now on than that of a line which has been heard. `now` as above. */
  heard(id: string, now: number): void {
    if (id <= this.#last) return;
    const at = Number.parseInt(id.slice(0, TIME_WIDTH), 36);
    const count = Number.parseInt(id.slice(TIME_WIDTH, TIME_WIDTH + COUNT_WIDTH), 36);
    if (!(at <= now + FOLLOWED_MS)) return; // its clock is wrong, or ours
    if (at > this.#at) this.#begin(at);
    this.#count = Math.max(this.#count, at === this.#at ? count : 0);
  }

  #begin(at: number): void {
    this.#at = at;
    this.#time = base36(at, TIME_WIDTH);
    this.#count = 0;
  }
}

function base36(number: number, width: number): string {
  return number.toString(36).padStart(width, "0");
}
