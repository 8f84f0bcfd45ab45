// A cable between a client and a server that can be pulled: a port that passes on all bytes, until its
// connections are cut, or until nothing passes and nobody is told.

export class CutCable implements AsyncDisposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #to: number;
  readonly #ends = new Set<Deno.Conn>();
  readonly #accepting: Promise<void>;
  #muted = new AbortController();

  /** `to`: the server's port. */
  constructor(to: number) {
    this.#to = to;
    this.#accepting = this.#accept();
  }

  get port(): number {
    return (this.#listener.addr as Deno.NetAddr).port;
  }

  /** Ends all connections at once, whatever was on its way. */
  cut(): void {
    for (const end of this.#ends) closeQuietly(end);
    this.#ends.clear();
  }

  /** Of the connections there are nothing passes any more, and neither end hears of it. */
  mute(): void {
    this.#muted.abort();
    this.#muted = new AbortController();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    this.cut();
    await this.#accepting;
  }

  async #accept(): Promise<void> {
    const passing: Promise<void>[] = [];
    for await (const client of this.#listener) {
      const server = await Deno.connect({ hostname: "127.0.0.1", port: this.#to });
      this.#ends.add(client).add(server);
      const { signal } = this.#muted;
      passing.push(pass(client, { to: server, signal }), pass(server, { to: client, signal }));
    }
    await Promise.all(passing);
  }
}

interface Passage {
  readonly to: Deno.Conn;
  /** Aborted when nothing is to pass any more. */
  readonly signal: AbortSignal;
}

/** Until either end is closed, and then both are. */
async function pass(from: Deno.Conn, { to, signal }: Passage): Promise<void> {
  const gate = new TransformStream<Uint8Array, Uint8Array>({
    transform: (bytes, out) => signal.aborted ? undefined : out.enqueue(bytes),
  });
  await from.readable.pipeThrough(gate).pipeTo(to.writable).catch(() => {});
  closeQuietly(from);
  closeQuietly(to);
}

function closeQuietly(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch {
    // Closed before.
  }
}
