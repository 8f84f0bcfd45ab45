// Between clients and their sockets: opens and closes them, sends what the kernel takes and keeps the
// rest, hands on what comes. Knows bytes and states, not what they say.

import type { Client } from "./client.ts";
import { FAILED, READABLE, Sockets, WRITABLE } from "./sockets.ts";

/** Longest wait in one turn, in milliseconds: what is due is never later than that. */
const TURN_MS = 1;
/** What a client may say at once. */
const MAX_SAID_BYTES = 256 * 1024;

export interface SwitchboardOptions {
  /** By their ids. */
  readonly clients: readonly Client[];
  readonly port: number;
  /** Where to receive into. */
  readonly area: Uint8Array<ArrayBuffer>;
  /** So many bytes for `client` are in the area. */
  readonly onReceived: (client: Client, count: number) => void;
  /** The server has closed the connection. */
  readonly onClosed: (client: Client) => void;
}

/** The first `length` bytes of these. */
interface Offer {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly length: number;
}

export class Switchboard {
  readonly #options: SwitchboardOptions;
  readonly #sockets = new Sockets();
  readonly #outgoing = new Uint8Array(MAX_SAID_BYTES);

  constructor(options: SwitchboardOptions) {
    this.#options = options;
  }

  connect(client: Client): void {
    const { id, narrow } = client;
    const { port } = this.#options;
    client.fd = this.#sockets.open({ port, id, narrow });
    if (this.#sockets.isConnected(client.fd, port)) client.establishedAt = performance.now();
    this.#watch(client);
  }

  hangUp(client: Client): void {
    this.#sockets.close(client.fd);
  }

  send(client: Client, text: string): void {
    if (text === "") return;
    const length = write(text, this.#outgoing);
    const { unsent } = client;
    if (!unsent) return this.#offer(client, { bytes: this.#outgoing, length });
    client.unsent = Uint8Array.from([...unsent, ...this.#outgoing.subarray(0, length)]);
  }

  /** Stops or resumes reading what `client` gets. */
  read(client: Client, reads: boolean): void {
    client.reads = reads;
    this.#watch(client);
  }

  /** Reads and sends what can be; waits for that a millisecond at most. */
  turn(): void {
    this.#sockets.wait(TURN_MS, this.#happened);
  }

  readonly #happened = (id: number, events: number): void => {
    const client = this.#options.clients[id] as Client;
    if (!client.connected) return; // it hung up in this very turn
    if (client.establishedAt === 0 && !(events & FAILED)) client.establishedAt = performance.now();
    if (events & WRITABLE) this.#sendRest(client);
    if (events & ~WRITABLE) this.#receive(client, events);
  };

  #receive(client: Client, events: number): void {
    const received = this.#sockets.receive(client.fd, this.#options.area);
    if (received > 0) this.#options.onReceived(client, received);
    else if (received === 0 || events !== READABLE) this.#options.onClosed(client);
  }

  #sendRest(client: Client): void {
    const { unsent } = client;
    if (unsent) this.#offer(client, { bytes: unsent, length: unsent.length });
    else this.#watch(client);
  }

  /** Sends what the kernel takes; it tells when there is room for the rest. */
  #offer(client: Client, { bytes, length }: Offer): void {
    const sent = Math.max(0, this.#sockets.send(client.fd, bytes, length));
    client.unsent = sent < length ? bytes.slice(sent, length) : undefined;
    this.#watch(client);
  }

  #watch(client: Client): void {
    const wantsOut = client.unsent !== undefined || client.establishedAt === 0;
    const events = (client.reads ? READABLE : 0) | (wantsOut ? WRITABLE : 0);
    if (events === client.watched) return;
    client.watched = events;
    this.#sockets.watch(client.fd, { id: client.id, events });
  }
}

/** One byte a character, and where: a buffer for each line would make the load, not the server, what is measured. */
function write(text: string, into: Uint8Array): number {
  if (text.length > into.length) {
    throw new RangeError(`"${text.length}" bytes are too many at once`);
  }
  for (let i = 0; i < text.length; i++) into[i] = text.charCodeAt(i);
  return text.length;
}
