// Clients that come through a proxy which says whose they are, by the PROXY protocol. From the addresses of
// proxies a header is demanded; from all others none is taken, or anybody could be anyone.

import type { Clock } from "../clock.ts";
import { PROXY_HEADER_MS } from "../limits.ts";
import type { Log } from "../log.ts";
import { isWithin, type Network } from "../network.ts";
import { MAX_PROXY_HEADER, parseProxyHeader, type ProxyHeader } from "../proxy_header.ts";
import type { Connection, Listener } from "../transport.ts";
import { Anteroom } from "./anteroom.ts";

export interface ProxyOptions {
  /** Where proxies are. */
  readonly proxies: readonly Network[];
  readonly clock: Clock;
  readonly log: Log;
}

/** What `source` accepts, each with the address that it really comes from. */
export function listenProxied(source: Listener, { proxies, clock, log }: ProxyOptions): Listener {
  return new Anteroom(source, {
    transport: source.transport,
    clock,
    log,
    ms: PROXY_HEADER_MS,
    failure: "proxy refused",
    maxPerAddress: Infinity, // all of a proxy's clients come from its one
    prepare: async (connection) =>
      isWithin(connection.address, proxies) ? await unwrap(connection) : connection,
  });
}

/** The connection of whom the header names. */
async function unwrap(connection: Connection): Promise<Connection> {
  const buffer = new Uint8Array(MAX_PROXY_HEADER);
  let [filled, header]: [number, ProxyHeader | null] = [0, null];
  while (header === null) {
    const count = await connection.read(buffer.subarray(filled));
    if (count === null) throw new TypeError("no PROXY header before the end");
    filled += count;
    header = parseProxyHeader(buffer.subarray(0, filled));
  }
  const address = header.source ?? connection.address;
  return new ProxiedConnection(connection, { address, rest: buffer.slice(header.length, filled) });
}

class ProxiedConnection implements Connection {
  readonly transport;
  readonly encrypted;
  readonly address: string;
  readonly #connection: Connection;
  /** The client's first bytes, which came with the header. */
  #rest: Uint8Array;

  constructor(
    connection: Connection,
    { address, rest }: { readonly address: string; readonly rest: Uint8Array },
  ) {
    this.#connection = connection;
    this.transport = connection.transport;
    this.encrypted = connection.encrypted;
    this.address = address;
    this.#rest = rest;
  }

  read(buffer: Uint8Array): Promise<number | null> {
    if (this.#rest.length === 0) return this.#connection.read(buffer);
    const some = this.#rest.subarray(0, buffer.length);
    buffer.set(some);
    this.#rest = this.#rest.subarray(some.length);
    return Promise.resolve(some.length);
  }

  write(bytes: Uint8Array): Promise<number> {
    return this.#connection.write(bytes);
  }

  closeWrite(): Promise<void> {
    return this.#connection.closeWrite();
  }

  close(): void {
    this.#connection.close();
  }
}
