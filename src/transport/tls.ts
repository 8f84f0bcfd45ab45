// TLS by Deno.listenTls, which cannot give up a handshake: a connection closed meanwhile would stay open for as
// long as the other end likes. Nor can it change its certificate. So clients are accepted as they come, and
// what they send is relayed to a TLS listener of our own on the loopback, at the cost of two sockets each.

import type { Certificate } from "../certificate.ts";
import type { Certificates } from "../certificates.ts";
import type { Clock } from "../clock.ts";
import { ChatError } from "../errors.ts";
import { hangUp } from "../hang_up.ts";
import { httpAnswer, recognize } from "../knock.ts";
import {
  HANDSHAKE_MS,
  LAST_WORDS_MS,
  MAX_HANDSHAKES_PER_ADDRESS,
  READ_BYTES,
  TCP_BACKLOG,
} from "../limits.ts";
import type { Log } from "../log.ts";
import type { Connection, Listener } from "../transport.ts";
import { Anteroom } from "./anteroom.ts";
import { relay } from "./relay.ts";

const LOOPBACK = "127.0.0.1";
/** The first byte of every TLS client's first record (RFC 8446, 5.1). */
const HANDSHAKE = 22;

export interface TlsOptions {
  readonly certificates: Pick<Certificates, "current">;
  readonly clock: Clock;
  readonly log: Log;
  /** How clients come to that port, for those who come without TLS. */
  readonly reach: (port: number) => string;
}

/** TLS on what `source` accepts. A new certificate is that of the clients that come after it. */
export function listenTls(source: Listener, options: TlsOptions): Listener {
  const { certificates, clock, log, reach } = options;
  const terminator = new Terminator(certificates);
  const anteroom = new Anteroom(source, {
    transport: "tls",
    clock,
    log,
    ms: HANDSHAKE_MS,
    failure: "handshake failed",
    maxPerAddress: MAX_HANDSHAKES_PER_ADDRESS,
    prepare: (near) => shakeHands(near, { terminator, clock, reach: reach(source.address.port) }),
  });
  return {
    transport: "tls",
    encrypted: true,
    get address() {
      return source.address;
    },
    accept: () => anteroom.accept(),
    close() {
      anteroom.close();
      terminator.close();
    },
  };
}

/** Throws ChatError "bad-setting" if no TLS server can be opened with it. */
export function tryOut({ chain, key }: Certificate): void {
  try {
    Deno.listenTls({ hostname: LOOPBACK, port: 0, cert: chain, key }).close();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ChatError("bad-setting", `The certificate cannot be used: ${why}`);
  }
}

/** Both ends of a connection within this process, encrypted in between. */
interface Pair {
  /** Where what the client sends goes to. */
  readonly outside: Deno.TcpConn;
  /** Where it comes out readable. */
  readonly inside: Deno.TlsConn;
}

/** The TLS listener of our own, and one after the other of its connections. */
class Terminator {
  readonly #certificates: Pick<Certificates, "current">;
  #listener: Deno.TlsListener;
  #served: Certificate;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(certificates: Pick<Certificates, "current">) {
    this.#certificates = certificates;
    this.#served = certificates.current;
    this.#listener = listenOnLoopback(this.#served);
  }

  /** One at a time, so that the next to be accepted is the one that was just opened. */
  pair(): Promise<Pair> {
    const pair = this.#last.then(() => this.#pair());
    this.#last = pair.catch(() => {});
    return pair;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#listener.close();
  }

  async #pair(): Promise<Pair> {
    this.#renew();
    const { port } = this.#listener.addr;
    const outside = await Deno.connect({ hostname: LOOPBACK, port });
    try {
      outside.setNoDelay(true);
      return { outside, inside: await this.#accept(outside.localAddr) };
    } catch (error) {
      outside.close();
      throw error;
    }
  }

  /**
   * Programs of this machine may find the port, and choose theirs on 127.0.0.2; they are nobody's clients. One that
   * says nothing keeps its socket, as Deno closes none before the handshake is over.
   */
  async #accept({ hostname, port }: Deno.NetAddr): Promise<Deno.TlsConn> {
    for (;;) {
      const inside = await this.#listener.accept();
      const { remoteAddr: from } = inside;
      if (from.port === port && from.hostname === hostname) return inside;
      inside.close();
    }
  }

  #renew(): void {
    const { current } = this.#certificates;
    if (current === this.#served) return;
    const listener = listenOnLoopback(current);
    this.#listener.close();
    this.#listener = listener;
    this.#served = current;
  }
}

function listenOnLoopback({ chain, key }: Certificate): Deno.TlsListener {
  const options = { hostname: LOOPBACK, port: 0, cert: chain, key, tcpBacklog: TCP_BACKLOG };
  return Deno.listenTls(options);
}

interface HandshakeParts {
  readonly terminator: Terminator;
  readonly clock: Clock;
  readonly reach: string;
}

/** Costs nothing but the connection until the client has said something that looks like TLS. */
async function shakeHands(near: Connection, parts: HandshakeParts): Promise<Connection> {
  const buffer = new Uint8Array(READ_BYTES);
  const opening = buffer.subarray(0, await near.read(buffer) ?? 0);
  if (opening.length === 0) throw new Error("nothing was sent");
  if (opening[0] !== HANDSHAKE) return await sendAway(near, { opening, ...parts });
  const { outside, inside } = await parts.terminator.pair();
  const input = { ended: false };
  const relayed = relay(near, outside, { opening, onEnd: () => input.ended = true });
  try {
    await inside.handshake();
    return new TlsConnection(near, { inside, relayed, input, clock: parts.clock });
  } catch (error) {
    near.close();
    inside.close();
    throw error;
  }
}

/** Tells a client without TLS what to do, in its own terms. */
async function sendAway(
  near: Connection,
  { opening, reach, clock }: HandshakeParts & { opening: Uint8Array },
): Promise<never> {
  const words = `This port speaks TLS: use ${reach}\n`;
  const asked = recognize(new TextDecoder().decode(opening), { binary: false, greeted: true });
  await near.write(new TextEncoder().encode(asked === "http" ? httpAnswer(words) : `* ${words}`));
  await hangUp(near, clock);
  throw new Error("no TLS");
}

interface TlsParts {
  readonly inside: Deno.TlsConn;
  /** Resolves when nothing more is relayed, to whether all was. */
  readonly relayed: Promise<boolean>;
  /** Whether the client has hung up, be it without saying so in TLS, as many do. */
  readonly input: { readonly ended: boolean };
  readonly clock: Clock;
}

class TlsConnection implements Connection {
  readonly transport = "tls";
  readonly encrypted = true;
  readonly address: string;
  readonly #near: Connection;
  readonly #parts: TlsParts;
  /** Whether our end within this process is closed. */
  #gone = false;

  constructor(near: Connection, parts: TlsParts) {
    this.#near = near;
    this.#parts = parts;
    this.address = near.address;
    parts.relayed.then((whole) => whole || this.#leave());
  }

  async read(buffer: Uint8Array): Promise<number | null> {
    try {
      return await this.#parts.inside.read(buffer);
    } catch (error) {
      if (this.#parts.input.ended && error instanceof Deno.errors.UnexpectedEof) return null;
      throw error;
    }
  }

  write(bytes: Uint8Array): Promise<number> {
    return this.#parts.inside.write(bytes);
  }

  async closeWrite(): Promise<void> {
    try {
      if (!this.#gone) await this.#parts.inside.closeWrite();
    } catch {
      // The other end is gone: nothing of ours is left to be read.
    }
  }

  /** What was written is on its way still; a client that does not take it is not waited for. */
  close(): void {
    if (this.#gone) return;
    this.#leave();
    const { relayed, clock } = this.#parts;
    const cancel = clock.after(LAST_WORDS_MS, () => this.#near.close());
    relayed.then(cancel);
  }

  #leave(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#parts.inside.close();
  }
}
