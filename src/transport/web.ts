// The web port: takes connections from a listener below it, answers those who want a page, and gives those who
// want to chat as WebSockets. What is answered comes from the site; who may chat from which page is here.

import { createHash } from "node:crypto";
import type { Clock } from "../clock.ts";
import { MAX_STRANGERS } from "../limits.ts";
import type { Comer } from "../network.ts";
import { SUBPROTOCOL } from "../protocol.ts";
import type { Site } from "../site.ts";
import type { Address, Connection, Listener } from "../transport.ts";
import { type Head, headOf, HttpFault, listOf } from "./http_head.ts";
import { HttpVisit, type Upgrade } from "./http_visit.ts";
import { WebSocketConnection } from "./websocket.ts";

export interface WebOptions {
  readonly clock: Clock;
  /** Other origins whose pages may chat here, as browsers name them. */
  readonly origins: readonly string[];
  /** Who really comes, where a connection may be a proxy's. */
  readonly comerOf: (headers: Headers, connection: Connection) => Comer;
}

/** Where WebSockets are. */
const CHAT = "/ws";
/** Of RFC 6455, 1.3. */
const HANDSHAKE = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const encoder = new TextEncoder();

export class WebListener implements Listener {
  readonly transport = "websocket";
  readonly #below: Listener;
  readonly #options: WebOptions;
  readonly #site = Promise.withResolvers<Site>();
  /** Those who neither chat nor follow a room, the oldest first. */
  readonly #strangers = new Set<Connection>();
  #arrivals: (Connection | Error | null)[] = [];
  #arrived: () => void = () => {};
  #wanted: () => void = () => {};
  #running = false;

  constructor(below: Listener, options: WebOptions) {
    this.#below = below;
    this.#options = options;
  }

  get address(): Address {
    return this.#below.address;
  }

  get encrypted(): boolean {
    return this.#below.encrypted === true;
  }

  answer(site: Site): void {
    this.#site.resolve(site);
    this.#start();
  }

  async accept(): Promise<Connection | null> {
    this.#start();
    this.#wanted();
    while (this.#arrivals.length === 0) {
      await new Promise<void>((resolve) => this.#arrived = resolve);
    }
    const arrival = this.#arrivals[0] ?? null;
    if (arrival !== null) this.#arrivals.shift(); // null stays: there is nothing after it
    if (arrival instanceof Error) throw arrival;
    return arrival;
  }

  close(): void {
    this.#below.close();
    for (const stranger of this.#strangers) stranger.close();
    if (!this.#running) this.#arrive(null);
  }

  #start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#run();
  }

  async #run(): Promise<void> {
    for (;;) {
      try {
        const connection = await this.#below.accept();
        if (connection === null) return this.#arrive(null);
        this.#meet(connection);
      } catch (error) {
        this.#arrive(error instanceof Error ? error : new Error(String(error)));
        await new Promise<void>((resolve) => this.#wanted = resolve); // who hears of it waits a little
      }
    }
  }

  #arrive(arrival: Connection | Error | null): void {
    this.#arrivals.push(arrival);
    this.#arrived();
  }

  /** Whatever goes wrong with one of them ends that one alone. */
  async #meet(connection: Connection): Promise<void> {
    this.#strangers.add(connection);
    if (this.#strangers.size > MAX_STRANGERS) this.#turnAwayOldest();
    try {
      const upgrade = await this.#visit(connection).run();
      if (upgrade) await this.#admit(connection, upgrade);
    } catch {
      connection.close();
    } finally {
      this.#strangers.delete(connection);
    }
  }

  #visit(connection: Connection): HttpVisit {
    return new HttpVisit(connection, {
      clock: this.#options.clock,
      site: this.#site.promise,
      addressOf: ({ headers }) => this.#options.comerOf(headers, connection).address,
      onFollow: () => this.#strangers.delete(connection),
      upgrades: (head) => this.#upgrades(head),
    });
  }

  #turnAwayOldest(): void {
    const [oldest] = this.#strangers;
    if (!oldest) return;
    this.#strangers.delete(oldest);
    oldest.close();
  }

  /** Whether a request is one for a WebSocket. Throws HttpFault for one that gets none. */
  #upgrades({ method, target, headers }: Head): boolean {
    if (target.replace(/\?.*$/, "") !== CHAT) return false;
    const asks = listOf(headers, "connection").includes("upgrade") &&
      listOf(headers, "upgrade").includes("websocket");
    if (method !== "GET" || !asks) {
      throw new HttpFault(426, `${CHAT} is for WebSockets: a browser finds the chat at /`, {
        upgrade: "websocket",
      });
    }
    this.#checkOrigin(headers);
    if (headers.get("sec-websocket-version") !== "13") {
      const versions = { "sec-websocket-version": "13" };
      throw new HttpFault(426, "Version 13 of the WebSocket protocol is the one here", versions);
    }
    if (!/^[A-Za-z0-9+/]{22}==$/.test(headers.get("sec-websocket-key") ?? "")) {
      throw new HttpFault(400, "A WebSocket needs a Sec-WebSocket-Key of 16 bytes");
    }
    const wanted = listOf(headers, "sec-websocket-protocol");
    if (wanted.length > 0 && !wanted.includes(SUBPROTOCOL)) {
      throw new HttpFault(400, `The subprotocol here is ${SUBPROTOCOL}`);
    }
    return true;
  }

  /** Browsers say whose page it is that wants to chat, and let any page try. */
  #checkOrigin(headers: Headers): void {
    const origin = headers.get("origin");
    if (origin === null || this.#options.origins.includes(origin)) return; // programs have none
    const host = headers.get("host")?.toLowerCase();
    if (URL.canParse(origin) && new URL(origin).host === host) return;
    throw new HttpFault(403, "Pages of other sites may not chat here: see --web-origin");
  }

  async #admit(connection: Connection, { head, rest }: Upgrade): Promise<void> {
    const key = head.headers.get("sec-websocket-key") ?? "";
    const asked = head.headers.has("sec-websocket-protocol");
    const answer = headOf({ status: 101, headers: {} }, {
      upgrade: "websocket",
      connection: "Upgrade",
      "sec-websocket-accept": createHash("sha1").update(key + HANDSHAKE).digest("base64"),
      ...asked ? { "sec-websocket-protocol": SUBPROTOCOL } : {},
    });
    const { clock, comerOf } = this.#options;
    await connection.write(encoder.encode(answer)); // the first bytes of a connection go out whole
    const comer = comerOf(head.headers, connection);
    this.#arrive(new WebSocketConnection(connection, { ...comer, clock, rest }));
  }
}
