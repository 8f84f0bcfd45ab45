// Names, each claimed in a bucket by the one message that stands there: whoever creates it has the name, and
// removing that very message gives it back. A claim holds while its node lives.

import type { Clock } from "../clock.ts";
import { RESEND_MS } from "../limits.ts";
import type { Bucket } from "./layout.ts";
import type { Link } from "./link.ts";
import type { Message } from "./message.ts";

export interface ClaimsParts {
  readonly link: Pick<Link, "replace" | "last" | "remove" | "read">;
  readonly bucket: Bucket;
  readonly clock: Clock;
  /** This node's id. */
  readonly node: string;
  /** Whether a node is to be reckoned with, in that life. */
  lives(node: string, life: number): Promise<boolean>;
}

/** Who has a name, as it stands in the bucket. */
interface Holder {
  readonly id: string;
  readonly node: string;
  /** How often the node had been held for dead. */
  readonly life: number;
}

/** A claim of this node. */
interface Own {
  readonly id: string;
  /** The number of its message. */
  readonly seq: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Claims {
  readonly #parts: ClaimsParts;
  readonly #own = new Map<string, Own>();
  /** By key: what was asked for last, so that one thing happens to a name after the other. */
  readonly #turns = new Map<string, Promise<unknown>>();
  #life = 0;
  #closed = false;

  constructor(parts: ClaimsParts) {
    this.#parts = parts;
  }

  /** Rejects if NATS does not answer. */
  claim(key: string, id: string): Promise<boolean> {
    return this.#inTurn(key, () => this.#claim(key, id));
  }

  /** Gives it back as soon as that can be done. */
  release(key: string, id: string): void {
    this.#inTurn(key, () => this.#release(key, id));
  }

  /** Claims all own names again in the node's next life; resolves to those that others have now. */
  async renew(life: number): Promise<{ key: string; id: string }[]> {
    this.#life = life;
    const own = Array.from(this.#own, ([key, { id }]) => ({ key, id }));
    const kept = await Promise.all(own.map(({ key, id }) => {
      return this.#inTurn(key, () => this.#renew(key, id));
    }));
    return own.filter((_, i) => !kept[i]);
  }

  /** Frees all names that a node had until the end of this life. */
  async free(node: string, life: number): Promise<void> {
    const { link, bucket } = this.#parts;
    for (const message of await link.read(bucket.stream, bucket.everything)) {
      const holder = holderIn(message);
      if (holder.node !== node || holder.life > life) continue;
      await link.remove(bucket.stream, message.seq);
    }
  }

  /** Nothing is tried again from now on; resolves when nothing is under way. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#turns.values());
  }

  #inTurn<T>(key: string, act: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(key) ?? Promise.resolve();
    const turn = before.then(act, act);
    const over = turn.catch(() => {}).then(() => {
      if (this.#turns.get(key) === over) this.#turns.delete(key);
    });
    this.#turns.set(key, over);
    return turn;
  }

  async #claim(key: string, id: string): Promise<boolean> {
    const own = this.#own.get(key);
    if (own) return own.id === id;
    const seq = await this.#take(key, id);
    if (seq !== null) this.#own.set(key, { id, seq });
    return seq !== null;
  }

  async #renew(key: string, id: string): Promise<boolean> {
    const own = this.#own.get(key);
    if (own?.id !== id) return true; // given back meanwhile
    this.#own.delete(key);
    return await this.#claim(key, id);
  }

  /** The number of the message that makes it `id`'s; null if somebody has it. */
  async #take(key: string, id: string): Promise<number | null> {
    const { link, bucket, node } = this.#parts;
    const subject = this.#subject(key);
    const holder: Holder = { id, node, life: this.#life };
    const bytes = encoder.encode(JSON.stringify(holder));
    for (let after = 0;;) {
      const seq = await link.replace(subject, bytes, { after });
      if (seq !== null) return seq;
      const message = await link.last(bucket.stream, subject);
      if (message && await this.#isTaken(message, id)) return null;
      after = message?.seq ?? 0;
    }
  }

  /** Not by a node that is gone, nor by the one who asks: we may not have heard that it was granted. */
  async #isTaken(message: Message, id: string): Promise<boolean> {
    const holder = holderIn(message);
    return holder.id !== id && await this.#parts.lives(holder.node, holder.life);
  }

  async #release(key: string, id: string): Promise<void> {
    const own = this.#own.get(key);
    if (own?.id !== id) return;
    this.#own.delete(key);
    const { link, bucket, clock } = this.#parts;
    while (!this.#closed) {
      try {
        await link.remove(bucket.stream, own.seq);
        return;
      } catch {
        await new Promise<void>((go) => void clock.after(RESEND_MS, go));
      }
    }
  }

  #subject(key: string): string {
    return this.#parts.bucket.subject([key]);
  }
}

function holderIn({ bytes }: Message): Holder {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    return { id: "", node: "", life: 0 }; // not ours, and nobody's
  }
}
