// Being connected: comes in, comes back after a loss with nothing missed and nothing twice, waits longer after
// each failure, and sends what was written meanwhile. What the server says goes to the store.

import type { ClientRequest, ServerMessage } from "../../protocol.ts";
import { Link, Refusal } from "./link.ts";
import { lastName } from "./memory.ts";
import { waitBefore } from "./retry.ts";
import type { Asked } from "./state/model.ts";
import { isCommand, type Pending, type Place } from "./state/place.ts";
import { isTooLong, requestOf, seenOf } from "./state/requests.ts";
import { accept, dispatch, state } from "./store.ts";

/** Lines that scrolling up asks for at once. */
const PAGE = "50";

/**
 * How long nothing may come before it is found out whether the connection is still there, and what the answer
 * may take; in milliseconds. A browser does not notice that a network has gone, nor tell of the server's pings.
 */
const QUIET_MS = 30_000;
const PROBE_MS = 8000;

export interface ConnectionOptions {
  readonly url: URL;
  /** Sees every message once it is part of the state. */
  readonly onMessage: (message: ServerMessage) => void;
}

export class Connection {
  readonly #options: ConnectionOptions;
  #link: Link | undefined;
  #refs = 0;
  #tries = 0;
  #timer = 0;
  /** Until it has been quiet for long. */
  #quiet = 0;
  /** What the server said before it ended the connection for good; null while it did not. */
  #goodbye: string | null = null;
  #isOpen = false;
  /** Rooms of which it is known what is played there. */
  readonly #looked = new Set<string>();

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** Connects, now. */
  open(): void {
    clearTimeout(this.#timer);
    if (this.#link) return;
    dispatch({ type: "link", link: { phase: "connecting", tries: this.#tries } });
    this.#link = new Link(this.#options.url, {
      onMessage: (message) => this.#receive(message),
      onClose: () => this.#closed(),
    });
  }

  /** Finds out whether the connection is still there, as after a sleep; if not, tries at once, not later. */
  probe(): void {
    if (state.value.link.phase === "waiting") return this.open();
    if (!this.#isOpen) return;
    const timer = setTimeout(() => this.#link?.close(), PROBE_MS);
    this.quietly({ do: "token" }).catch(() => {}).finally(() => clearTimeout(timer));
  }

  /** Rejects with Refusal. Its answer is shown in `place`. */
  ask(request: ClientRequest, asked: Omit<Asked, "ref">): Promise<void> {
    return this.#send(request, { ref: ++this.#refs, ...asked });
  }

  /**
   * For what the page needs itself, and for dialogs, which show a refusal by themselves. `hides`: how words
   * begin that the reader need not see.
   */
  quietly(request: ClientRequest, hides?: string): Promise<void> {
    const asked = { what: "quiet", place: "" } as const;
    return this.ask(request, hides === undefined ? asked : { ...asked, hides });
  }

  /** Asks for lines before the oldest that is there. */
  async older(place: Place, oldest: string | null): Promise<void> {
    if (place.older !== "more" || !place.inside || !this.#isOpen) return;
    dispatch({ type: "loading", place: place.key });
    const args = oldest === null ? [PAGE] : [PAGE, oldest];
    const request = { do: "history", args, room: place.key };
    await this.ask(request, { what: "history", place: place.key }).catch(() => {});
  }

  /** Asks, once on each connection, what is played in a room. */
  lookForGames(room: string): void {
    if (this.#looked.has(room)) return;
    this.#looked.add(room);
    this.quietly({ do: "games", room }).catch(() => this.#looked.delete(room));
  }

  /** Writes lines to a place, in their order: at once, or when there is a connection. */
  write(place: string, lines: readonly string[]): void {
    for (const text of lines) {
      const pending: Pending = { ref: ++this.#refs, text, stage: "waiting" };
      dispatch({ type: "write", place, pending });
    }
    this.flush();
  }

  /** Sends what waits in places that one is in. */
  flush(): void {
    if (state.value.link.phase !== "online") return;
    for (const { key, inside, pending } of state.value.places.values()) {
      const waiting = inside ? pending.filter(({ stage }) => stage === "waiting") : [];
      for (const { ref, text } of waiting) {
        dispatch({ type: "sent", place: key, ref });
        const what = isCommand(text) ? "command" : "say";
        this.#send(requestOf(key, text), { ref, what, place: key }).catch(() => {});
      }
    }
  }

  async #send(request: ClientRequest, asked: Asked): Promise<void> {
    if (!this.#link || !this.#isOpen) throw new Refusal("lost", "There is no connection just now");
    const message = { ...request, ref: asked.ref };
    if (isTooLong(message)) throw new Refusal("refused", "That is too long to be sent");
    dispatch({ type: "asked", asked });
    await this.#link.ask(message);
  }

  #receive(message: ServerMessage): void {
    this.#expectLife();
    if (message.type === "bye" && !message.back) this.#goodbye = message.text;
    accept(message);
    this.#options.onMessage(message);
    if (message.type === "hello") {
      this.#isOpen = true;
      this.#comeIn();
    } else if (message.type === "welcome") {
      this.#settle();
    }
  }

  #expectLife(): void {
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.probe(), QUIET_MS);
  }

  /** As who one was, or else as a guest. */
  async #comeIn(): Promise<void> {
    const seen = seenOf(state.value.places.values());
    const { token, server } = state.value;
    try {
      if (token !== "" && await this.#succeeds({ do: "resume", args: [token], seen })) return;
      if (server?.requireLogin) return this.#stayOutside("");
      const name = state.value.me?.registered ? "" : state.value.me?.name ?? lastName();
      if (name !== "" && await this.#succeeds({ do: "enter", args: [name], seen })) return;
      await this.quietly({ do: "enter", seen });
    } catch (error) {
      if (error instanceof Refusal && error.code === "lost") return;
      this.#stayOutside(error instanceof Error ? error.message : String(error));
    }
  }

  async #succeeds(request: ClientRequest): Promise<boolean> {
    try {
      await this.quietly(request, "Welcome back");
      return true;
    } catch (error) {
      if (error instanceof Refusal && error.code !== "lost") return false;
      throw error;
    }
  }

  #stayOutside(why: string): void {
    dispatch({ type: "link", link: { phase: "outside", why } });
  }

  /** One is in: asks for what the page needs, and goes back to rooms that coming in did not bring back. */
  async #settle(): Promise<void> {
    try {
      this.quietly({ do: "set", args: ["echo", "on"] }, "echo is on").catch(() => {});
      this.quietly({ do: "help" }).catch(() => {});
      await this.quietly({ do: "token" });
      await this.#rejoin();
      this.#tries = 0;
      dispatch({ type: "link", link: { phase: "online" } });
      this.flush();
      await this.quietly({ do: "rooms" });
    } catch {
      // Lost again: the next connection does it all anew.
    }
  }

  async #rejoin(): Promise<void> {
    for (const place of state.value.places.values()) {
      if (place.inside) continue;
      const request = { do: "join", args: [place.key], seen: seenOf([place]) };
      try {
        await this.ask(request, { what: "command", place: state.value.server?.lobby ?? "" });
      } catch (error) { // why is shown in the lobby
        if (error instanceof Refusal && error.code === "lost") throw error;
        dispatch({ type: "close", place: place.key });
      }
    }
  }

  #closed(): void {
    clearTimeout(this.#quiet);
    this.#link = undefined;
    this.#looked.clear();
    this.#isOpen = false;
    if (this.#goodbye !== null) {
      dispatch({ type: "lost", link: { phase: "ended", why: this.#goodbye } });
      this.#goodbye = null;
      return;
    }
    const ms = waitBefore(this.#tries++, Math.random());
    const link = { phase: "waiting", tries: this.#tries, until: Date.now() + ms } as const;
    dispatch({ type: "lost", link });
    this.#timer = setTimeout(() => this.open(), ms);
  }
}
