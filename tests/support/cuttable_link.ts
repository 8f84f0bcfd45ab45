// A way to a server that a test can cut, and mend: a proxy on a port of its own, as a cable would be.

export class CuttableLink implements AsyncDisposable {
  readonly #listener: Deno.Listener;
  readonly #target: number;
  readonly #open = new Set<Deno.Conn>();
  #cut = false;

  constructor(target: number) {
    this.#target = target;
    this.#listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    this.#serve();
  }

  get port(): number {
    return (this.#listener.addr as Deno.NetAddr).port;
  }

  /** Ends all that goes through, and lets nothing through until mend(). */
  cut(): void {
    this.#cut = true;
    for (const connection of this.#open) close(connection);
    this.#open.clear();
  }

  mend(): void {
    this.#cut = false;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    this.#listener.close();
    return Promise.resolve();
  }

  async #serve(): Promise<void> {
    try {
      for await (const client of this.#listener) this.#join(client);
    } catch { // closed
    }
  }

  async #join(client: Deno.Conn): Promise<void> {
    if (this.#cut) return close(client);
    const server = await Deno.connect({ hostname: "127.0.0.1", port: this.#target })
      .catch(() => null);
    if (!server || this.#cut) return [client, server].forEach((each) => each && close(each));
    for (const connection of [client, server]) this.#open.add(connection);
    const done = (a: Deno.Conn, b: Deno.Conn) => {
      a.readable.pipeTo(b.writable).catch(() => {}).finally(() => close(b));
    };
    done(client, server);
    done(server, client);
  }
}

function close(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch { // closed already
  }
}
