// A stream in memory behind the few words of a link that feeds are built on. What is stored is handed on at
// once, unless the test loses it.

import type { LiveMessage, Message } from "../../src/nats/message.ts";

export class FakeStream {
  readonly messages: Message[] = [];
  readonly #listeners = new Map<string, (message: LiveMessage) => void>();
  #last = 0;
  /** Whether what is stored is handed on. */
  live = true;
  /** Whether it cannot be read. */
  broken = false;

  /** Stores a message, and hands it on; that at `removed` is gone by then, though it was the one before. */
  store(subject: string, text = "", { removed }: { removed?: number } = {}): void {
    const previous = this.messages.findLast((other) => other.subject === subject)?.seq ?? 0;
    if (removed !== undefined) this.messages.splice(removed, 1);
    const bytes = new TextEncoder().encode(text);
    const message = { subject, seq: ++this.#last, bytes, header: () => "" };
    this.messages.push(message);
    if (this.live) this.#listeners.get(subject.replace(".e.", ".l."))?.({ ...message, previous });
  }

  /** Hands a message on once more. */
  repeat(seq: number): void {
    const message = this.messages.find((other) => other.seq === seq);
    if (!message) return;
    this.#listeners.get(message.subject.replace(".e.", ".l."))?.({ ...message, previous: 0 });
  }

  readonly link = {
    subscribe: (subject: string, hear: (message: LiveMessage) => void): () => void => {
      this.#listeners.set(subject, hear);
      return () => this.#listeners.delete(subject);
    },
    flush: () => Promise.resolve(),
    read: (_stream: string, filter: string, { from = 0 } = {}): Promise<Message[]> => {
      if (this.broken) return Promise.reject(new Error("no answer"));
      const fits = (subject: string) => filter.endsWith(">") || subject === filter;
      return Promise.resolve(
        this.messages.filter(({ subject, seq }) => fits(subject) && seq >= from),
      );
    },
    has: (_stream: string, seq: number): Promise<boolean> => {
      return Promise.resolve(this.messages.some((message) => message.seq === seq));
    },
    end: (): Promise<number> => Promise.resolve(this.#last),
  };
}
