// A chat server that a test tells what to do wrong: names, lines, everyone else hears them, but for what
// `wrong` makes of them.

const encoder = new TextEncoder();

/** What one receiver gets instead of a line. */
export type Wrong = (line: string, context: Context) => readonly string[];

export interface Context {
  /** Whether this is one of every ten lines that this receiver gets. */
  readonly tenth: boolean;
  /** Lines that `wrong` keeps back from this receiver. */
  readonly held: string[];
}

interface Receiver {
  readonly conn: Deno.Conn;
  readonly name: string;
  readonly held: string[];
  lines: number;
  /** Writes in their order. */
  writing: Promise<unknown>;
}

/** Nothing wrong. */
export const faithful: Wrong = (line) => [line];

export class FaultyServer implements AsyncDisposable {
  /** Lines that were handed to somebody. */
  relayed = 0;
  readonly #wrong: Wrong;
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #receivers = new Set<Receiver>();
  readonly #serving: Promise<void>;
  readonly #talks: Promise<void>[] = [];

  constructor(wrong: Wrong) {
    this.#wrong = wrong;
    this.#serving = this.#serve();
  }

  get port(): number {
    return this.#listener.addr.port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#serving;
    await Promise.all(this.#talks);
  }

  async #serve(): Promise<void> {
    for await (const conn of this.#listener) this.#talks.push(this.#talk(conn));
  }

  async #talk(conn: Deno.Conn): Promise<void> {
    const name = `guest${this.#receivers.size}`;
    const receiver = { conn, name, held: [], lines: 0, writing: Promise.resolve() };
    this.#receivers.add(receiver);
    this.#write(receiver, [`Welcome ${name}\n`]);
    let text = "";
    const pieces = conn.readable.pipeThrough(new TextDecoderStream());
    try {
      for await (const piece of pieces) text = this.#relay(receiver, text + piece);
    } catch {
      // The load has ended; it does not say goodbye.
    }
    this.#receivers.delete(receiver);
  }

  /** Relays whole lines and returns what is left. */
  #relay(from: Receiver, text: string): string {
    const end = text.lastIndexOf("\n") + 1;
    for (const line of text.slice(0, end).split(/(?<=\n)/)) {
      if (line === "") continue;
      for (const to of this.#receivers) if (to !== from) this.#hand(to, `${from.name}: ${line}`);
    }
    return text.slice(end);
  }

  #hand(to: Receiver, line: string): void {
    this.relayed++;
    const tenth = ++to.lines % 10 === 0;
    this.#write(to, this.#wrong(line, { tenth, held: to.held }));
  }

  #write(receiver: Receiver, lines: readonly string[]): void {
    const bytes = encoder.encode(lines.join(""));
    receiver.writing = receiver.writing.then(() => receiver.conn.write(bytes)).catch(() => {});
  }
}
