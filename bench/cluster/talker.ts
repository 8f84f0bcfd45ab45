// One client of the cluster's benchmark: says numbered lines with the time on them, and checks what it hears
// of others: every speaker's lines from the first on, each once, in order.

const encoder = new TextEncoder();
const PADDING = "x".repeat(40);

/** What one client has heard. */
export interface Heard {
  lines: number;
  /** Of speakers, the number that is to come next. */
  readonly next: Map<string, number>;
  /** What was not the next: a gap, a double, or out of order. */
  faults: number;
  /** Milliseconds from saying to hearing. */
  readonly latencies: number[];
  /** Lines of its own that were refused. */
  refused: number;
}

export class Talker {
  readonly heard: Heard = { lines: 0, next: new Map(), faults: 0, latencies: [], refused: 0 };
  readonly #connection: Deno.TcpConn;
  readonly #gaps: boolean;
  said = 0;

  private constructor(connection: Deno.TcpConn, gaps: boolean) {
    this.#connection = connection;
    this.#gaps = gaps;
  }

  /** `gaps`: whether numbers may be missing, as those of lines that were refused are. */
  static async enter(port: number, { gaps = false } = {}): Promise<Talker> {
    const connection = await Deno.connect({ hostname: "127.0.0.1", port });
    connection.setNoDelay(true);
    const talker = new Talker(connection, gaps);
    const welcome = Promise.withResolvers<void>();
    void talker.#read(welcome.resolve);
    await connection.write(encoder.encode("\n"));
    await welcome.promise;
    return talker;
  }

  /** Says the next `count` lines under this name, which is not the one that the server gave. */
  async say(name: string, count: number): Promise<void> {
    let text = "";
    for (let i = 0; i < count; i++) text += `|${name} ${this.said++} ${stamp()} ${PADDING}\n`;
    for (let bytes = encoder.encode(text); bytes.length > 0;) {
      bytes = bytes.subarray(await this.#connection.write(bytes));
    }
  }

  close(): void {
    this.#connection.close();
  }

  async #read(welcome: () => void): Promise<void> {
    let rest = "";
    try {
      for await (const text of this.#connection.readable.pipeThrough(new TextDecoderStream())) {
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) this.#take(line, welcome);
      }
    } catch { // closed
    }
  }

  #take(line: string, welcome: () => void): void {
    if (line.startsWith("* You are in ")) welcome();
    if (line.startsWith("* That was not said")) this.heard.refused++;
    const at = line.indexOf(": |");
    if (at < 0 || line.startsWith("[")) return;
    const [name = "", number = "", time = ""] = line.slice(at + 3).split(" ");
    const next = this.heard.next.get(name) ?? 0;
    const found = Number(number);
    if (this.#gaps ? found < next : found !== next) this.heard.faults++;
    this.heard.next.set(name, found + 1);
    this.heard.lines++;
    this.heard.latencies.push(performance.now() - Number(time));
  }
}

function stamp(): string {
  return performance.now().toFixed(2);
}
