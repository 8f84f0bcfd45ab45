// Where log lines leave the process. Whoever reads the log may be slow or gone; the chat goes on, so what
// waits is bounded, and a broken pipe is no error of ours.

import { MAX_LOG_BACKLOG_BYTES } from "../limits.ts";

/** As Deno.stderr. */
export interface Stream {
  write(bytes: Uint8Array): Promise<number>;
}

const encoder = new TextEncoder();

export class LogPipe {
  readonly #stream: Stream;
  #waiting: Uint8Array[] = [];
  #bytes = 0;
  #dropped = 0;
  #broken = false;
  #writing: Promise<void> | undefined;

  constructor(stream: Stream) {
    this.#stream = stream;
  }

  /** Takes a line with its newline. Never waits, never throws; drops it if too much waits already. */
  push(line: string): void {
    if (this.#broken) return;
    const bytes = encoder.encode(line);
    if (this.#bytes + bytes.length > MAX_LOG_BACKLOG_BYTES) {
      this.#dropped++;
      return;
    }
    this.#bytes += bytes.length;
    this.#waiting.push(bytes);
    this.#writing ??= this.#write();
  }

  /** Lines dropped so far. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Resolves when all is written, or nobody reads any more. */
  async flush(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  async #write(): Promise<void> {
    try {
      for (let bytes = this.#waiting.shift(); bytes; bytes = this.#waiting.shift()) {
        for (let left = bytes; left.length > 0;) {
          left = left.subarray(await this.#stream.write(left));
        }
        this.#bytes -= bytes.length;
      }
    } catch {
      this.#broken = true;
      this.#waiting = [];
    }
    this.#writing = undefined;
  }
}
