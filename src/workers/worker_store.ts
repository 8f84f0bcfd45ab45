// A worker's side of the one store: asks the main thread for everything and keeps nothing but what is not
// answered yet. What the main thread does with it is in store_desk.ts.

import type { Line } from "../line.ts";
import type { Change, Document, DocumentKey, LineQuery, Store } from "../store.ts";
import type { StoreFault, StoreReply, StoreRequest, StoreWish } from "./message.ts";

const ERRORS = { RangeError, TypeError, Error };

export class WorkerStore implements Store {
  readonly about: Store["about"];
  readonly #send: (request: StoreRequest) => void;
  readonly #unanswered = new Map<number, PromiseWithResolvers<unknown>>();
  #lastTicket = 0;

  /** `send` clones what it is given, at once; `about` is what the store on the main thread says of itself. */
  constructor(send: (request: StoreRequest) => void, about: Store["about"]) {
    this.#send = send;
    this.about = about;
  }

  read(key: DocumentKey): Promise<Document | null> {
    return this.#ask({ kind: "read", key });
  }

  list(prefix: DocumentKey): Promise<Document[]> {
    return this.#ask({ kind: "list", prefix });
  }

  commit(changes: readonly Change[]): Promise<boolean> {
    return this.#ask({ kind: "commit", changes });
  }

  append(lines: readonly Line[]): Promise<void> {
    return this.#ask({ kind: "append", lines });
  }

  lines(query: LineQuery): Promise<Line[]> {
    return this.#ask({ kind: "lines", query });
  }

  rooms(): Promise<string[]> {
    return this.#ask({ kind: "rooms" });
  }

  erase(room: string, ids: readonly string[]): Promise<void> {
    return this.#ask({ kind: "erase", room, ids });
  }

  /** The store itself stays open for the other workers. */
  async close(): Promise<void> {
    await Promise.allSettled(Array.from(this.#unanswered.values(), ({ promise }) => promise));
  }

  /** An answer has come. */
  answer({ ticket, result }: StoreReply): void {
    const asked = this.#unanswered.get(ticket);
    this.#unanswered.delete(ticket);
    if ("fault" in result) asked?.reject(toError(result.fault));
    else asked?.resolve(result.value);
  }

  #ask<T>(wish: StoreWish): Promise<T> {
    const ticket = ++this.#lastTicket;
    const asked = Promise.withResolvers<T>();
    try {
      this.#send({ kind: "store", ticket, wish });
      this.#unanswered.set(ticket, asked as PromiseWithResolvers<unknown>);
    } catch (error) {
      asked.reject(
        new TypeError(`Not plain data: ${error instanceof Error ? error.message : error}`),
      );
    }
    return asked.promise;
  }
}

function toError({ kind, message }: StoreFault): Error {
  return new ERRORS[kind](message);
}
