// Makes telnet clients of all who come to a listener. Where that listens, and how, it does not know.

import type { Address, Connection, Listener } from "../transport.ts";
import { TelnetConnection } from "./connection.ts";

export interface TelnetOptions {
  /** The longest line that the chat takes, in bytes. */
  readonly maxLine: number;
}

export class TelnetListener implements Listener {
  readonly transport = "telnet";
  readonly #inner: Listener;
  readonly #options: TelnetOptions;

  constructor(inner: Listener, options: TelnetOptions) {
    this.#inner = inner;
    this.#options = options;
  }

  get address(): Address {
    return this.#inner.address;
  }

  async accept(): Promise<Connection | null> {
    const wire = await this.#inner.accept();
    return wire && new TelnetConnection(wire, this.#options);
  }

  close(): void {
    this.#inner.close();
  }
}
