// Port: a way for bytes to come and go. Implementations are the only code that touches Deno's network.

import type { Editing } from "./editing.ts";
import type { Site } from "./site.ts";

/** What a way is called: in logs, on the start line, and where it is said how its clients are met. */
export type Transport = "tcp" | "tls" | "telnet" | "websocket";

/** Where a listener is to be found. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** One client's two-way flow of bytes. */
export interface Connection {
  readonly transport: Transport;
  /** Whether nobody on the way can read it. */
  readonly encrypted: boolean;
  /** The other end's address, without a port. */
  readonly address: string;
  /** Of those that edit what is typed, and show it. */
  readonly editing?: Editing;
  /** Resolves to the number of bytes read into `buffer`, or null at the end of input. Rejects when broken. */
  read(buffer: Uint8Array): Promise<number | null>;
  /** Resolves to the number of bytes written, which may be fewer than given. Rejects when broken. */
  write(bytes: Uint8Array): Promise<number>;
  /** Ends our output so that the other end reads all of it, whatever it is still sending. */
  closeWrite(): Promise<void>;
  /** Ends both ways at once. Harmless when done twice. */
  close(): void;
}

export interface Listener {
  readonly transport: Transport;
  /** Whether nobody on the way can read what its clients say. */
  readonly encrypted?: boolean;
  readonly address: Address;
  /** Resolves to the next client; rejects on a failure that may pass; null once closed. */
  accept(): Promise<Connection | null>;
  /** What to answer those who do not come to chat, where such people come; until then they wait. */
  answer?(site: Site): void;
  close(): void;
}
