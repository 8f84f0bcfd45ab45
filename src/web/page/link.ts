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
  readonly #waiting = new Map<Ref, PromiseWithResolvers<void>>();

  constructor(url: URL, events: LinkEvents) {
    this.#socket = new WebSocket(url, SUBPROTOCOL);
    this.#socket.onmessage = ({ data }) => {
      const message = JSON.parse(data) as ServerMessage;
      events.onMessage(message);
      this.#settle(message);
    };
    this.#socket.onclose = () => {
      for (const { reject } of this.#waiting.values()) {
        reject(new Refusal("lost", "The connection was lost: try again in a moment"));
      }
      this.#waiting.clear();
      events.onClose();
    };
  }

  /** Resolves when it is done; rejects with Refusal. */
  ask(request: ClientRequest & { readonly ref: Ref }): Promise<void> {
    const answer = Promise.withResolvers<void>();
    this.#waiting.set(request.ref, answer);
    this.#socket.send(JSON.stringify(request));
    return answer.promise;
  }

  close(): void {
    this.#socket.close(1000);
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
