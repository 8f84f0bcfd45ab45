// The WebSocket: messages in and out as objects, and requests that are answered. Knows nothing of rooms; when
// to connect again is connection.ts.

import { type ClientRequest, type Ref, type ServerMessage, SUBPROTOCOL } from "../../protocol.ts";

export interface LinkEvents {
  onMessage(message: ServerMessage): void;
  /** Once. */
  onClose(): void;
}

/** A request was refused. */
export class Refusal extends Error {
  readonly code: string;

  constructor(code: string, text: string) {
    super(text);
    this.code = code;
  }
}

export class Link {
  readonly #socket: WebSocket;
  readonly #events: LinkEvents;
  readonly #waiting = new Map<Ref, PromiseWithResolvers<void>>();

  constructor(url: URL, events: LinkEvents) {
    this.#events = events;
    this.#socket = new WebSocket(url, SUBPROTOCOL);
    this.#socket.onmessage = ({ data }) => {
      const message = JSON.parse(data) as ServerMessage;
      events.onMessage(message);
      this.#settle(message);
    };
    this.#socket.onclose = () => this.#end();
  }

  /** Resolves when it is done; rejects with Refusal. */
  ask(request: ClientRequest & { readonly ref: Ref }): Promise<void> {
    const answer = Promise.withResolvers<void>();
    this.#waiting.set(request.ref, answer);
    this.#socket.send(JSON.stringify(request));
    return answer.promise;
  }

  /** Gives it up at once: a connection that is gone would take minutes to say so. */
  close(): void {
    this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close();
    this.#end();
  }

  #end(): void {
    const lost = new Refusal("lost", "The connection was lost: try again in a moment");
    for (const { reject } of this.#waiting.values()) reject(lost);
    this.#waiting.clear();
    this.#events.onClose();
  }

  #settle(message: ServerMessage): void {
    if (message.type !== "done" && message.type !== "failed") return;
    const { ref } = message;
    if (ref === null) return;
    const answer = this.#waiting.get(ref);
    this.#waiting.delete(ref);
    if (message.type === "done") answer?.resolve();
    else answer?.reject(new Refusal(message.code, message.text));
  }
}
