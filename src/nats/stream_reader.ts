// Reads back what streams have stored: all of a subject, from a number on, or the latest. Each reading is a
// consumer that lives as long as it takes.

import { AckPolicy, DeliverPolicy, type JetStreamManager } from "@nats-io/jetstream";
import { createInbox, nanos, type NatsConnection } from "@nats-io/transport-node";
import type { Clock } from "../clock.ts";
import { READ_IDLE_MS } from "../limits.ts";
import { type Message, toStored } from "./message.ts";

export interface ReadOptions {
  /** The first number that is read. */
  readonly from?: number;
  /** How many of the latest are enough; some more may come. */
  readonly last?: number;
}

/** So few messages more than wanted are not worth a question. */
const SOME_MESSAGES = 200;

export interface StreamReaderParts {
  readonly connection: NatsConnection;
  readonly manager: JetStreamManager;
  readonly clock: Clock;
}

export class StreamReader {
  readonly #parts: StreamReaderParts;

  constructor(parts: StreamReaderParts) {
    this.#parts = parts;
  }

  /**
   * The messages of a stream that are there when it is asked, on subjects that `filter` fits, in order.
   * Rejects when NATS stops answering in between.
   */
  async read(
    stream: string,
    filter: string,
    { from: first = 0, last }: ReadOptions = {},
  ): Promise<Message[]> {
    const from = last === undefined ? first : await this.#tail(stream, { filter, last });
    const inbox = createInbox();
    const reading = new Reading(this.#parts.clock);
    const subscription = this.#parts.connection.subscribe(inbox, {
      callback: (error, message) => {
        if (!error && message.reply) reading.add(toStored(message));
      },
    });
    try {
      const consumer = await this.#consume(stream, { inbox, filter, from });
      const { num_pending: waiting, delivered } = consumer;
      const found = waiting + delivered.consumer_seq > 0 ? await reading.all() : [];
      this.#drop(stream, consumer);
      return found;
    } finally {
      subscription.unsubscribe();
    }
  }

  /** A number from which on there are as many messages as are wanted, and not many more. NATS cannot count back. */
  async #tail(stream: string, { filter, last }: { filter: string; last: number }): Promise<number> {
    const enough = (count: number) => count <= 2 * last + SOME_MESSAGES;
    if (enough(await this.#countFrom(stream, filter, 1))) return 1;
    let [few, many] = [await this.#end(stream), 1];
    while (few - many > 1) {
      const middle = Math.floor((few + many) / 2);
      const count = await this.#countFrom(stream, filter, middle);
      if (count < last) few = middle;
      else if (enough(count)) return middle;
      else many = middle;
    }
    return many;
  }

  /** How many messages there are from a number on. */
  async #countFrom(stream: string, filter: string, from: number): Promise<number> {
    const consumer = await this.#consume(stream, { filter, from });
    this.#drop(stream, consumer);
    return consumer.num_pending;
  }

  /** Nobody waits for it: what is not dropped now, NATS drops by itself when it has been idle. */
  #drop(stream: string, { name }: { name: string }): void {
    this.#parts.manager.consumers.delete(stream, name).catch(() => {});
  }

  #consume(
    stream: string,
    { inbox, filter, from }: { inbox?: string; filter: string; from: number },
  ) {
    return this.#parts.manager.consumers.add(stream, {
      ...(inbox === undefined ? {} : { deliver_subject: inbox }),
      filter_subject: filter,
      ack_policy: AckPolicy.None,
      ...(from > 1
        ? { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: from }
        : { deliver_policy: DeliverPolicy.All }),
      mem_storage: true,
      num_replicas: 1,
      inactive_threshold: nanos(READ_IDLE_MS),
    });
  }

  /** The number of the stream's last message. */
  async #end(stream: string): Promise<number> {
    const { state } = await this.#parts.manager.streams.info(stream);
    return state.last_seq;
  }
}

/** Messages on their way from a stream: all have come when none is left. */
class Reading {
  readonly #clock: Clock;
  readonly #found: Message[] = [];
  readonly #done = Promise.withResolvers<Message[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add({ stored, left }: { stored: Message; left: number }): void {
    this.#found.push(stored);
    if (left === 0) this.#done.resolve(this.#found);
  }

  async all(): Promise<Message[]> {
    const cancel = this.#watch(-1);
    try {
      return await this.#done.promise;
    } finally {
      cancel();
    }
  }

  /** Gives up when nothing has come since there were `before` messages. */
  #watch(before: number): () => void {
    const { length } = this.#found;
    let cancel = this.#clock.after(READ_IDLE_MS, () => {
      if (length > before) cancel = this.#watch(length);
      else this.#done.reject(new Error("NATS stopped in the middle of an answer"));
    });
    return () => cancel();
  }
}
