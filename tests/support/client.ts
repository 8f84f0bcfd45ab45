// A chat client for tests: a program such as nc, or a bare TCP connection. Waits for lines, not for time.

/** What went wrong is easier to see with all that was received. */
const GIVE_UP_MS = 20_000;

const encoder = new TextEncoder();

/** Where a client's bytes come from and go to. */
interface Wire {
  readonly output: ReadableStream<Uint8Array>;
  write(bytes: Uint8Array): Promise<void>;
  endInput(): Promise<void>;
  close(): Promise<void>;
}

export class Client implements AsyncDisposable {
  readonly #wire: Wire;
  readonly #decoder = new TextDecoder();
  #received = "";
  #seen = 0;
  #ended = false;
  #watchers: (() => void)[] = [];
  readonly #reading: Promise<void>;

  private constructor(wire: Wire) {
    this.#wire = wire;
    this.#reading = this.#read();
  }

  /** A bare TCP connection to 127.0.0.1. */
  static async connect(port: number): Promise<Client> {
    const conn = await Deno.connect({ hostname: "127.0.0.1", port });
    return new Client({
      output: conn.readable,
      write: async (bytes) => {
        for (let left = bytes; left.length > 0;) left = left.subarray(await conn.write(left));
      },
      endInput: () => conn.closeWrite(),
      close: () => Promise.resolve(closeQuietly(conn)),
    });
  }

  /** A program that talks on its standard input and output, such as nc. */
  static run(program: string, args: readonly string[]): Client {
    const child = new Deno.Command(program, {
      args: [...args],
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const writer = child.stdin.getWriter();
    return new Client({
      output: child.stdout,
      write: (bytes) => writer.write(bytes),
      endInput: () => writer.close(),
      close: () => endProcess(child, writer),
    });
  }

  /** All that came, as text. */
  get received(): string {
    return this.#received;
  }

  /** Whole lines that came, without their newlines. */
  get lines(): string[] {
    return this.#received.split(/\r?\n/).slice(0, -1);
  }

  /** The name the server gave, from its first line. */
  async name(): Promise<string> {
    await this.until((text) => /^Welcome \S+\r?\n/m.test(text));
    return /^Welcome (\S+)/m.exec(this.#received)?.[1] ?? "";
  }

  async send(data: string | Uint8Array): Promise<void> {
    await this.#wire.write(typeof data === "string" ? encoder.encode(data) : data);
  }

  /** Types one line. */
  say(line: string): Promise<void> {
    return this.send(`${line}\n`);
  }

  /** Resolves to the next line, after those waited for before, that `test` accepts. Rejects after 20 s. */
  async line(test: RegExp | string): Promise<string> {
    for (;;) {
      const lines = this.lines;
      while (this.#seen < lines.length) {
        const line = lines[this.#seen++] ?? "";
        if (typeof test === "string" ? line === test : test.test(line)) return line;
      }
      if (this.#ended) {
        throw new Error(`The connection ended before ${test} came: ${this.#received}`);
      }
      await this.#more(String(test));
    }
  }

  /** Resolves once `test` accepts all that came. Rejects after 20 s. */
  async until(test: (received: string) => boolean): Promise<void> {
    while (!test(this.#received)) {
      if (this.#ended) throw new Error(`The connection ended too early: ${this.#received}`);
      await this.#more("the awaited text");
    }
  }

  /** Says that no more will be sent, as Ctrl-D does. */
  endInput(): Promise<void> {
    return this.#wire.endInput();
  }

  /** Resolves to all that came once the other end has closed. */
  async ended(): Promise<string> {
    while (!this.#ended) await this.#more("the end");
    return this.#received;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#wire.close();
    await this.#reading;
  }

  async #read(): Promise<void> {
    try {
      for await (const bytes of this.#wire.output) {
        this.#received += this.#decoder.decode(bytes, { stream: true });
        this.#notify();
      }
    } catch {
      // A reset is an end too; what came before it has been kept.
    }
    this.#ended = true;
    this.#notify();
  }

  async #more(what: string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const giveUp = () =>
      reject(new Error(`${what} did not come within ${GIVE_UP_MS} ms: ${this.#received}`));
    const timer = setTimeout(giveUp, GIVE_UP_MS); // sleep-ok: a bound on a failing test, not a wait
    this.#watchers.push(resolve);
    await promise.finally(() => clearTimeout(timer));
  }

  #notify(): void {
    for (const resolve of this.#watchers.splice(0)) resolve();
  }
}

function closeQuietly(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch {
    // The stream closed it when it reached its end.
  }
}

async function endProcess(
  child: Deno.ChildProcess,
  writer: WritableStreamDefaultWriter,
): Promise<void> {
  try {
    child.kill("SIGKILL");
  } catch {
    // It has ended already.
  }
  await writer.close().catch(() => {});
  await child.status;
}
