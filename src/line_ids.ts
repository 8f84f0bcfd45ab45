// Ids of lines: they sort as the lines were said, and no two nodes make the same.

/** Characters of the time and of the count, so that ids compare as text. */
const TIME_WIDTH = 9;
const COUNT_WIDTH = 4;

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

  /** `node`: this node's name among all, letters and digits. */
  constructor(node: string) {
    this.#node = node;
  }

  /** An id greater than all before, also when the clock goes back. `now` in milliseconds since 1970. */
  next(now: number): string {
    if (now > this.#at) this.#begin(now);
    else this.#count++;
    return `${this.#time}${base36(this.#count, COUNT_WIDTH)}${this.#node}`;
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
