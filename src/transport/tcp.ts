// Plain TCP by Deno.listen. One of the few places that touch Deno's network; knows bytes, not lines.

import { ChatError } from "../errors.ts";
import { ACCEPTS_PER_TURN, LISTENING_SOCKETS, TCP_BACKLOG } from "../limits.ts";
import type { Address, Connection, Listener } from "../transport.ts";
import { atTurnEnd } from "../turn.ts";
import { Merged } from "./merged.ts";

class TcpConnection implements Connection {
  readonly transport = "tcp";
  readonly encrypted = false;
  readonly address: string;
  readonly #conn: Deno.TcpConn;
  #closed = false;

  constructor(conn: Deno.TcpConn) {
    this.#conn = conn;
    this.address = conn.remoteAddr.hostname;
  }

  read(buffer: Uint8Array): Promise<number | null> {
    return this.#conn.read(buffer);
  }

  write(bytes: Uint8Array): Promise<number> {
    return this.#conn.write(bytes);
  }

  async closeWrite(): Promise<void> {
    try {
      if (!this.#closed) await this.#conn.closeWrite();
    } catch {
      // The other end is gone: nothing of ours is left to be read.
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#conn.close();
  }
}

/** What the system says of a client that reset its connection while it waited to be accepted. */
const GONE = [Deno.errors.NotConnected, Deno.errors.ConnectionAborted, Deno.errors.ConnectionReset];

/**
 * For each socket that listens, the system holds so many clients who wait to be accepted, and drops the others,
 * who try again after a second. So several sockets share a port, where the system deals the clients out to them.
 */
const SOCKETS = Deno.build.os === "linux" ? LISTENING_SOCKETS : 1;
const PER_TURN = ACCEPTS_PER_TURN / SOCKETS;

class TcpListener implements Listener {
  readonly transport = "tcp";
  readonly #listener: Deno.TcpListener;
  #closed = false;
  #accepted = 0;

  constructor(listener: Deno.TcpListener) {
    this.#listener = listener;
  }

  get address(): Address {
    const { hostname, port } = this.#listener.addr;
    return { host: hostname, port };
  }

  async accept(): Promise<Connection | null> {
    for (;;) {
      // Those who wait are accepted without a turn of the event loop in between, unless we take one.
      if (++this.#accepted % PER_TURN === 0) await new Promise<void>(atTurnEnd);
      try {
        return prepare(await this.#listener.accept());
      } catch (error) {
        if (this.#closed) return null;
        if (!GONE.some((kind) => error instanceof kind)) throw error;
      }
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#listener.close();
  }
}

/** Lines leave at once, and a peer that vanished is noticed by the kernel. A client gone already is no error yet. */
function prepare(conn: Deno.TcpConn): Connection {
  try {
    conn.setNoDelay(true);
    conn.setKeepAlive(true);
  } catch {
    // Reset between the kernel's accept and ours: the first read will say so.
  }
  return new TcpConnection(conn);
}

/** Port 0 takes a free one. */
export interface Place extends Address {
  /** Whether other workers of this process listen there too; the kernel deals out the clients. */
  readonly shared?: boolean;
  /** What chooses it, for the error; the chat port's if not given. */
  readonly flags?: PlaceFlags;
}

/** The flags that choose a port and an address, and one that does without, if there is one. */
export interface PlaceFlags {
  readonly port: string;
  readonly host: string;
  readonly without?: string;
}

const CHAT_FLAGS: PlaceFlags = { port: "--port", host: "--host" };

/** Listens there. Throws ChatError "cannot-listen" if that fails. */
export function listenTcp({ host, port, shared = false, flags = CHAT_FLAGS }: Place): Listener {
  const sockets: Deno.TcpListener[] = [];
  const open = (port: number) => {
    const socket = listen({ host, port, shared: shared || SOCKETS > 1 });
    sockets.push(socket);
    return new TcpListener(socket);
  };
  try {
    if (!shared && port !== 0) listen({ host, port, shared }).close(); // strangers could share it, too
    const first = open(port);
    const others = Array.from({ length: SOCKETS - 1 }, () => open(first.address.port));
    return new Merged(first, others);
  } catch (error) {
    for (const socket of sockets) socket.close();
    throw new ChatError("cannot-listen", whyNot(error, { host, port, flags }));
  }
}

function listen({ host, port, shared }: Required<Omit<Place, "flags">>): Deno.TcpListener {
  return Deno.listen({ hostname: host, port, reusePort: shared, tcpBacklog: TCP_BACKLOG });
}

function whyNot(error: unknown, { host, port, flags }: Required<Omit<Place, "shared">>): string {
  if (error instanceof Deno.errors.AddrInUse) {
    const otherwise = flags.without ? `, do without it by ${flags.without}` : "";
    return `Port "${port}" is in use: choose another with ${flags.port}${otherwise}, or stop what uses it`;
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    const how = `choose one above 1023 with ${flags.port}`;
    return `Port "${port}" needs more rights than this user has: ${how}`;
  }
  const how = `choose an address of this machine with ${flags.host}`;
  return `Cannot listen on "${host}" port "${port}": ${how}`;
}
