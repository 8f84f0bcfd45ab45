// Listeners in, sessions out: accepts, admits, and at the end drains. What has to be known before is
// opening.ts, what is kept after closing.ts, and what is said on a connection the session's business.

import type { Clock } from "./clock.ts";
import { type ClosingParts, keepAll } from "./closing.ts";
import type { Doors } from "./door.ts";
import type { Drain, DrainNews } from "./drain.ts";
import type { Gate } from "./gate.ts";
import { hangUp } from "./hang_up.ts";
import type { IdleWatch } from "./idle_watch.ts";
import { ACCEPT_RETRY_MAX_MS, ACCEPT_RETRY_MIN_MS } from "./limits.ts";
import type { Log } from "./log.ts";
import { open, type OpeningParts } from "./opening.ts";
import type { Readers } from "./readers.ts";
import { Refusals } from "./refusals.ts";
import { Session, type SessionEnd, type SessionOptions, type SessionParts } from "./session.ts";
import { type Answer, inWords, type Site, type WebRequest } from "./site.ts";
import { type Figures, Tally } from "./tally.ts";
import type { Connection, Listener } from "./transport.ts";
import { type WayIn, waysIn } from "./ways_in.ts";

export type ServerParts = SessionParts & OpeningParts & ClosingParts & {
  readonly doors: Doors;
  readonly site: Site;
  readonly readers: Pick<Readers, "close">;
  readonly clock: Clock;
  readonly log: Log;
  readonly gate: Gate;
  readonly drain: Drain;
  readonly idle: Pick<IdleWatch, "start" | "stop">;
};

export interface ServerOptions extends Omit<SessionOptions, "ways" | "door"> {
  /** Set before every connection's number, so that ids are unique over all workers. */
  readonly idPrefix: string;
  /** Names of accounts, with commas between them. */
  readonly admin: string;
}

const encoder = new TextEncoder();

const GOING_DOWN = "The server is going down: try again in a moment";

export class Server {
  readonly #parts: ServerParts;
  readonly #options: ServerOptions;
  readonly #listeners = new Set<Listener>();
  readonly #sessions = new Map<string, Session>();
  readonly #tally = new Tally(this.#sessions);
  readonly #refusals: Refusals;
  #opened: Promise<void> | undefined;
  #onEmpty: () => void = () => {};
  #draining = false;
  #acceptFailures = 0;
  #lastId = 0;

  constructor(parts: ServerParts, options: ServerOptions) {
    this.#parts = parts;
    this.#options = options;
    this.#refusals = new Refusals(parts);
  }

  /** Its clients in numbers. */
  get figures(): Figures & { readonly refused: number; readonly acceptFailures: number } {
    const [refused, acceptFailures] = [this.#refusals.count, this.#acceptFailures];
    return { ...this.#tally.figures, refused, acceptFailures };
  }

  /**
   * Takes clients from `listener`, one of perhaps several, until it is closed. Never rejects: what fails is
   * tried again.
   */
  async serve(listener: Listener): Promise<void> {
    this.#listeners.add(listener);
    await (this.#opened ??= this.#open());
    const options = this.#optionsOf(listener);
    listener.answer?.((visit) => this.#answer(visit));
    let retry = ACCEPT_RETRY_MIN_MS;
    while (!this.#draining) {
      try {
        const connection = await listener.accept();
        if (connection === null) return;
        retry = ACCEPT_RETRY_MIN_MS;
        this.#take(connection, options);
      } catch (error) {
        this.#acceptFailures++;
        this.#parts.log.warn("accept failed", { error: String(error), retryMs: retry });
        await this.#wait(retry);
        retry = Math.min(retry * 2, ACCEPT_RETRY_MAX_MS);
      }
    }
  }

  /** A bug met by one visitor is nobody else's. */
  async #answer(visit: WebRequest): Promise<Answer> {
    try {
      return await this.#parts.site(visit);
    } catch (error) {
      this.#parts.log.error("bug", { address: visit.address, error: describe(error) });
      return inWords(500, "Something broke on our side: please try again");
    }
  }

  /** Once, before the first client. */
  async #open(): Promise<void> {
    await open(this.#parts, { ...this.#options, isOver: () => this.#draining });
    if (!this.#draining) this.#parts.idle.start();
  }

  /** How those who come by `listener` are met. By now, all listeners that there will be are known. */
  #optionsOf(listener: Listener): SessionOptions {
    const ways = waysIn(Array.from(this.#listeners, wayBy), wayBy(listener));
    return { ...this.#options, ways, door: this.#parts.doors[listener.transport] };
  }

  /** What is ordered for the whole process; drain() follows when the time has come. */
  hear(news: DrainNews): void {
    this.#parts.drain.hear(news);
  }

  /** Takes no more clients, tells those inside, and resolves when everyone has been sent off. */
  async drain(): Promise<void> {
    this.#draining = true;
    for (const listener of this.#listeners) listener.close();
    this.#refusals.close();
    this.#parts.idle.stop();
    this.#parts.drain.finish();
    for (const session of this.#sessions.values()) session.shutDown();
    const unread = this.#parts.readers.close();
    if (this.#sessions.size > 0) await new Promise<void>((resolve) => this.#onEmpty = resolve);
    await unread;
    await keepAll(this.#parts);
  }

  #take(connection: Connection, options: SessionOptions): void {
    if (this.#parts.drain.begun) return this.#refuse(connection, { why: GOING_DOWN, options });
    const refusal = this.#parts.gate.admit(connection.address);
    if (refusal instanceof Promise) {
      refusal.then((refusal) => this.#welcome(connection, { refusal, options }));
    } else {
      this.#welcome(connection, { refusal, options });
    }
  }

  #welcome(
    connection: Connection,
    { refusal, options }: { refusal: string | null; options: SessionOptions },
  ): void {
    if (refusal !== null) return this.#refuse(connection, { why: refusal, options });
    const id = `${this.#options.idPrefix}c${++this.#lastId}`;
    const session = new Session({ id, connection }, this.#parts, options);
    this.#sessions.set(id, session);
    this.#tally.came(session);
    const { address, transport } = connection;
    this.#parts.log.debug("connection accepted", { id, address, transport });
    session.run().then(this.#ended);
    if (this.#draining) session.shutDown();
  }

  /** Made once, not for each client. */
  readonly #ended = (end: SessionEnd): void => {
    this.#parts.gate.leave(end.address);
    this.#sessions.delete(end.id);
    this.#tally.went(end);
    this.#logEnd(end);
    if (this.#sessions.size === 0) this.#onEmpty();
  };

  #logEnd({ id, address, reason, error, ms, lines, bytesOut }: SessionEnd): void {
    const seconds = Math.round(ms / 1000);
    this.#parts.log.info("connection ended", { id, address, reason, seconds, lines, bytesOut });
    if (reason === "bug") this.#parts.log.error("bug", { id, error: describe(error) });
  }

  #refuse(
    connection: Connection,
    { why, options }: { why: string; options: SessionOptions },
  ): void {
    const { clock } = this.#parts;
    this.#refusals.add(why, connection.address);
    const { dialect } = options.door;
    const bytes = encoder.encode(dialect.render({ kind: "bye", text: why, back: true }));
    connection.write(bytes).then(() => hangUp(connection, clock), () => connection.close());
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.#parts.clock.after(ms, resolve));
  }
}

function wayBy({ transport, encrypted = false, address: { port } }: Listener): WayIn {
  return { transport, port, encrypted };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.stack ?? error.message : String(error);
}
