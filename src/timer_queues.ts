// Timers that wait equally long wait in one queue behind one timer: a storm of clients asks for thousands
// of them with the same delay, and what comes first is due first. Cancelled ones only lose their work.

/** A timer as a system has it. Returns what prevents it. */
export type SetTimer = (ms: number, run: () => void) => () => void;

interface Entry {
  readonly due: number;
  /** null once cancelled. */
  run: (() => void) | null;
}

export interface TimerQueuesParts {
  readonly setTimer: SetTimer;
  /** Milliseconds, from whenever; must never go back. */
  readonly now: () => number;
}

export class TimerQueues {
  readonly #parts: TimerQueuesParts;
  readonly #byDelay = new Map<number, Queue>();

  constructor(parts: TimerQueuesParts) {
    this.#parts = parts;
  }

  /** Calls `run` once after `ms` milliseconds; the function returned prevents it. */
  after(ms: number, run: () => void): () => void {
    let queue = this.#byDelay.get(ms);
    if (!queue) {
      const onEmpty = () => this.#byDelay.delete(ms);
      this.#byDelay.set(ms, queue = new Queue(this.#parts, onEmpty));
    }
    return queue.add(ms, run);
  }
}

/** All timers of one delay. */
class Queue {
  readonly #parts: TimerQueuesParts;
  readonly #onEmpty: () => void;
  #entries: Entry[] = [];
  /** Entries before this one are done with. */
  #next = 0;
  /** Entries that are neither done nor cancelled. */
  #live = 0;
  #stop: (() => void) | null = null;
  #firing = false;

  constructor(parts: TimerQueuesParts, onEmpty: () => void) {
    this.#parts = parts;
    this.#onEmpty = onEmpty;
  }

  add(ms: number, run: () => void): () => void {
    const entry: Entry = { due: this.#parts.now() + ms, run };
    this.#entries.push(entry);
    this.#live++;
    if (!this.#firing) this.#stop ??= this.#parts.setTimer(ms, this.#fire);
    return () => this.#cancel(entry);
  }

  #cancel(entry: Entry): void {
    if (entry.run === null) return;
    entry.run = null;
    this.#live--;
    if (!this.#firing) this.#goOn();
  }

  readonly #fire = (): void => {
    this.#stop = null;
    this.#firing = true;
    for (let entry = this.#due(); entry; entry = this.#due()) this.#run(entry);
    this.#firing = false;
    this.#goOn();
  };

  #due(): Entry | undefined {
    const entry = this.#entries[this.#next];
    return entry && entry.due <= this.#parts.now() ? entry : undefined;
  }

  /** A bug in one is reported, and keeps no other from running. */
  #run(entry: Entry): void {
    this.#next++;
    const { run } = entry;
    if (run === null) return;
    entry.run = null;
    this.#live--;
    try {
      run();
    } catch (bug) {
      reportError(bug);
    }
  }

  /** Sees to it that the timer runs if there is something to wait for, and only then. */
  #goOn(): void {
    if (this.#live === 0) return this.#end();
    if (this.#next * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#next);
      this.#next = 0;
    }
    const ms = Math.ceil((this.#entries[this.#next]?.due ?? 0) - this.#parts.now());
    this.#stop ??= this.#parts.setTimer(Math.max(0, ms), this.#fire);
  }

  #end(): void {
    this.#stop?.();
    this.#stop = null;
    this.#onEmpty();
  }
}
