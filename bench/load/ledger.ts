// Who said how much and who has heard what: finds lines that are lost, doubled, out of order or heard by
// the wrong one. Knows numbers only; the path of a good line is one comparison.

/** What a receiver expects next of a speaker, when that is no sequence number. */
const NOTHING = -2;
const ANYTHING = -1;

export interface LedgerOptions {
  readonly receivers: number;
  readonly speakers: number;
  /** Whether the receiver should get the speaker's lines. */
  readonly hears: (receiver: number, speaker: number) => boolean;
  /** Receivers that join in the middle may begin with any line. */
  readonly fromAnyLine?: boolean;
}

export class Ledger {
  /** Lines said so far, by speaker. Ledgers of one crowd share it. */
  readonly said: Int32Array;
  /** Deliveries of each speaker's lines. */
  readonly heard: Int32Array;
  delivered = 0;
  doubled = 0;
  disordered = 0;
  stray = 0;
  torn = 0;
  nameless = 0;
  readonly #options: LedgerOptions;
  /** The sequence number that comes next, by receiver and speaker. */
  readonly #next: Int32Array;
  /** What was passed over, by the same index; may still come, out of order. */
  readonly #missing = new Map<number, Set<number>>();

  constructor(options: LedgerOptions, said?: Int32Array) {
    this.#options = options;
    this.said = said ?? new Int32Array(options.speakers);
    this.heard = new Int32Array(options.speakers);
    this.#next = new Int32Array(options.receivers * options.speakers);
    for (let receiver = 0; receiver < options.receivers; receiver++) this.reset(receiver);
  }

  /** A new one takes this receiver's place, and begins with what is said from now on. */
  reset(receiver: number): void {
    const { speakers, hears, fromAnyLine } = this.#options;
    for (let speaker = 0; speaker < speakers; speaker++) {
      const first = fromAnyLine ? ANYTHING : this.said[speaker] ?? 0;
      this.#next[receiver * speakers + speaker] = hears(receiver, speaker) ? first : NOTHING;
    }
  }

  /** The number of the speaker's next line. */
  say(speaker: number): number {
    const sequence = this.said[speaker] ?? 0;
    this.said[speaker] = sequence + 1;
    return sequence;
  }

  /** Positional, as it is called for every delivery. */
  hear(receiver: number, speaker: number, sequence: number): void {
    const index = receiver * this.#options.speakers + speaker;
    const inTurn = this.#next[index] === sequence && sequence < (this.said[speaker] as number);
    if (!inTurn) return this.#hearOutOfTurn(index, { speaker, sequence });
    this.#next[index] = sequence + 1;
    this.#count(speaker);
  }

  /** Lines that somebody should have heard and has not. */
  get lost(): number {
    let lost = 0;
    for (const missing of this.#missing.values()) lost += missing.size;
    if (this.#options.fromAnyLine) return lost;
    const { speakers } = this.#options;
    this.#next.forEach((next, index) => {
      if (next !== NOTHING) lost += (this.said[index % speakers] ?? 0) - next;
    });
    return lost;
  }

  #count(speaker: number): void {
    this.delivered++;
    this.heard[speaker] = (this.heard[speaker] as number) + 1;
  }

  #hearOutOfTurn(index: number, { speaker, sequence }: { speaker: number; sequence: number }) {
    const next = this.#next[index] ?? NOTHING;
    if (sequence >= (this.said[speaker] ?? 0)) return void this.torn++; // nobody has said that
    if (next === NOTHING) return void this.stray++;
    if (next === ANYTHING || sequence > next) return this.#skip(index, { speaker, sequence });
    if (!this.#missing.get(index)?.delete(sequence)) return void this.doubled++;
    this.disordered++;
    this.#count(speaker);
  }

  #skip(index: number, { speaker, sequence }: { speaker: number; sequence: number }): void {
    const next = this.#next[index] ?? 0;
    if (next !== ANYTHING) this.#miss(index, { from: next, to: sequence });
    this.#next[index] = sequence + 1;
    this.#count(speaker);
  }

  #miss(index: number, { from, to }: { from: number; to: number }): void {
    let missing = this.#missing.get(index);
    if (!missing) this.#missing.set(index, missing = new Set());
    for (let sequence = from; sequence < to; sequence++) missing.add(sequence);
  }
}
