// A chat client for tests: a program such as nc, or a bare TCP connection. Waits for lines, not for time.

/** A test that waits longer than this, in milliseconds, has failed. */
const GIVE_UP_MS = 20_000;

/** `promise`, but rejects after 20 s, with `soFar` to tell what went wrong. */
export async function within<T>(
  promise: Promise<T>,
  { what, soFar }: { what: string; soFar: () => unknown },
): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const giveUp = () =>
    reject(new Error(`${what} did not come within ${GIVE_UP_MS} ms: ${JSON.stringify(soFar())}`));
  const timer = setTimeout(giveUp, GIVE_UP_MS); // sleep-ok: a bound on a failing test, not a wait
  return await Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Where a client's bytes come from and go to. */
interface Wire {
  /** Asked for once, when reading begins: a stream may read ahead. */
  output(): ReadableStream<Uint8Array>;
  write(bytes: Uint8Array): Promise<void>;
  endInput(): Promise<void>;
  close(): Promise<void>;
  /** Of a program only. */
  readonly status?: Promise<Deno.CommandStatus>;
}

export interface ConnectOptions {
  readonly hostname?: string;
  /** Read nothing until read() is called, as a stopped terminal does. */
  readonly paused?: boolean;
}

export class Client implements AsyncDisposable {
  /** Whole lines that came, without their newlines. */
  readonly lines: string[] = [];
  readonly #wire: Wire;
  readonly #chunks: Uint8Array[] = [];
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #unfinished = "";
  #seen = 0;
  #ended = false;
  readonly #end = Promise.withResolvers<void>();
  #watchers: (() => void)[] = [];
  #reading: Promise<void> | undefined;

  private constructor(wire: Wire) {
    this.#wire = wire;
  }

  /** A bare TCP connection, to 127.0.0.1 if not told otherwise. */
  static async connect(
    port: number,
    { hostname = "127.0.0.1", paused = false }: ConnectOptions = {},
  ): Promise<Client> {
    const conn = await Deno.connect({ hostname, port });
    conn.setNoDelay(true);
    return Client.over(conn, { paused });
  }

  /** A connection that is made already. */
  static over(conn: Deno.TcpConn | Deno.TlsConn, { paused = false }: ConnectOptions = {}): Client {
    const client = new Client({
      output: () => conn.readable,
      write: async (bytes) => {
        for (let left = bytes; left.length > 0;) left = left.subarray(await conn.write(left));
      },
      endInput: () => conn.closeWrite().catch(() => {}), // the other end may have closed first
      close: () => Promise.resolve(closeQuietly(conn)),
    });
    if (!paused) client.read();
    return client;
  }

  /**
   * A connection that types an empty line at once. Whoever speaks first is let in at once; others only when
   * it is clear that no browser or TLS client knocks.
   */
  static async enter(port: number, options?: ConnectOptions): Promise<Client> {
    const client = await Client.connect(port, options);
    await client.send("\n");
    return client;
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
    const client = new Client({
      output: () => child.stdout,
      write: (bytes) => writer.write(bytes),
      endInput: () => writer.close(),
      close: () => endProcess(child, writer),
      status: child.status,
    });
    client.read();
    return client;
  }

  /** All that came, byte for byte. */
  get bytes(): Uint8Array {
    return concat(this.#chunks);
  }

  /** All that came, as text. */
  get received(): string {
    return decoder.decode(this.bytes);
  }

  /** Begins to read. Done at once unless the client was connected paused. */
  read(): void {
    this.#reading ??= this.#read();
  }

  /** The name the server gave, from its first line. */
  async name(): Promise<string> {
    return (await this.line(/^Welcome \S+$/)).slice("Welcome ".length);
  }

  async send(data: string | Uint8Array): Promise<void> {
    await this.#wire.write(typeof data === "string" ? encoder.encode(data) : data);
  }

  /** Types one line. */
  say(line: string): Promise<void> {
    return this.send(`${line}\n`);
  }

  /** Resolves to the next line, after those waited for before, that `test` accepts. */
  line(test: RegExp | string): Promise<string> {
    return this.#within(this.#line(test), String(test));
  }

  /** Resolves once `test` accepts the lines that came. */
  until(test: (lines: readonly string[]) => boolean): Promise<void> {
    return this.#within(this.#until(test), "what the test waits for");
  }

  /** Says that no more will be sent, as Ctrl-D does. */
  endInput(): Promise<void> {
    return this.#wire.endInput();
  }

  /** Resolves to all that came once the other end has closed. */
  async ended(): Promise<string> {
    await this.#within(this.#end.promise, "the end");
    return this.received;
  }

  /** Resolves to the exit status of the program. */
  status(): Promise<Deno.CommandStatus> {
    return this.#wire.status ?? Promise.reject(new TypeError("A connection has no exit status"));
  }

  /** Hangs up. What came in and was not read makes that a reset. */
  async close(): Promise<void> {
    await this.#wire.close();
    await this.#reading;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #line(test: RegExp | string): Promise<string> {
    for (;;) {
      while (this.#seen < this.lines.length) {
        const line = this.lines[this.#seen++] ?? "";
        if (typeof test === "string" ? line === test : test.test(line)) return line;
      }
      await this.#more();
    }
  }

  async #until(test: (lines: readonly string[]) => boolean): Promise<void> {
    while (!test(this.lines)) await this.#more();
  }

  async #read(): Promise<void> {
    try {
      for await (const bytes of this.#wire.output()) {
        this.#chunks.push(bytes);
        const text = this.#unfinished + this.#decoder.decode(bytes, { stream: true });
        const pieces = text.split("\n");
        this.#unfinished = pieces.pop() ?? "";
        for (const piece of pieces) this.lines.push(piece.replace(/\r$/, ""));
        this.#notify();
      }
    } catch {
      // A reset is an end too; what came before it has been kept.
    }
    this.#ended = true;
    this.#end.resolve();
    this.#notify();
  }

  /** Resolves when something comes. */
  #more(): Promise<void> {
    if (this.#ended) throw new Error(`It ended too early: ${JSON.stringify(this.#tail())}`);
    return new Promise((resolve) => this.#watchers.push(resolve));
  }

  #within<T>(promise: Promise<T>, what: string): Promise<T> {
    return within(promise, { what, soFar: () => this.#tail() });
  }

  #notify(): void {
    for (const resolve of this.#watchers.splice(0)) resolve();
  }

  /** The last of what came, for error messages. */
  #tail(): string[] {
    return [...this.lines.slice(-20), this.#unfinished];
  }
}

function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
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
