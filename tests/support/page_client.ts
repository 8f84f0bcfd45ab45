// What a page is to the server: a WebSocket that speaks JSON. Deno's own, which keeps the protocol as browsers do.
// Waits for messages, not for time.

import { within } from "./client.ts";

export type Message = Readonly<Record<string, unknown>>;

export class PageClient implements AsyncDisposable {
  /** All messages that came. */
  readonly messages: Message[] = [];
  readonly #socket: WebSocket;
  readonly #closed = Promise.withResolvers<CloseEvent>();
  #watchers: (() => void)[] = [];
  #next = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      this.messages.push(JSON.parse(data));
      this.#notify();
    };
    socket.onclose = (event) => {
      this.#closed.resolve(event);
      this.#notify();
    };
  }

  /** Resolves once the server has said hello. */
  static async open(port: number): Promise<PageClient> {
    const client = new PageClient(new WebSocket(`ws://127.0.0.1:${port}/ws`, "netchat.1"));
    await client.message("hello");
    return client;
  }

  send(request: Message): void {
    this.sendRaw(JSON.stringify(request));
  }

  /** What is no request, or no text. */
  sendRaw(data: string | Uint8Array<ArrayBuffer>): void {
    this.#socket.send(data);
  }

  /** Resolves to the next message of that type, after those waited for before, that `test` accepts. */
  message(type: string, test: (message: Message) => boolean = () => true): Promise<Message> {
    return within(this.#message(type, test), { what: type, soFar: () => this.messages.slice(-9) });
  }

  /** Resolves to why the connection was closed. */
  closed(): Promise<CloseEvent> {
    return within(this.#closed.promise, {
      what: "The end",
      soFar: () => this.messages.slice(-9),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close();
    await this.#closed.promise;
  }

  async #message(type: string, test: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      while (this.#next < this.messages.length) {
        const message = this.messages[this.#next++];
        if (message?.type === type && test(message)) return message;
      }
      if (this.#socket.readyState >= WebSocket.CLOSING) throw new Error("It ended too early");
      await new Promise<void>((resolve) => this.#watchers.push(resolve));
    }
  }

  #notify(): void {
    for (const resolve of this.#watchers.splice(0)) resolve();
  }
}
