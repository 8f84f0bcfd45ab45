// The connection to NATS, in the few words that the other files of this folder speak: publish, watch, read
// back what is stored, remove. The only file that names NATS's libraries; knows nothing of a chat.

import type { JetStreamClient, JetStreamManager } from "@nats-io/jetstream";
import { AckPolicy, DeliverPolicy, JetStreamApiError, jetstreamManager } from "@nats-io/jetstream";
import { connect, createInbox, credsAuthenticator, headers, nanos } from "@nats-io/transport-node";
import type { ConnectionOptions, Msg, MsgHdrs, NatsConnection } from "@nats-io/transport-node";
import type { Clock } from "../clock.ts";
import { NATS_PING_MS, NATS_REPLY_MS, READ_IDLE_MS, RECONNECT_MS } from "../limits.ts";

export interface LinkOptions {
  /** With their scheme, "tls://" for an encrypted connection; without user and password. */
  readonly servers: readonly string[];
  readonly user?: string;
  readonly password?: string;
  /** A file of credentials, as NATS's own tools write it. */
  readonly creds?: string;
  /** How this node is called in NATS's lists of connections. */
  readonly name: string;
  /** How long NATS may take to answer, in milliseconds. */
  readonly replyMs?: number;
  /** How soon a lost connection is made anew, in milliseconds. */
  readonly reconnectMs?: number;
}

/** A message as a stream keeps it. */
export interface Message {
  readonly subject: string;
  /** Its number in the stream. */
  readonly seq: number;
  readonly bytes: Uint8Array;
  header(name: string): string;
}

/** A message that a stream has just stored, on its way to those who watch. */
export interface LiveMessage extends Message {
  /** The number of the message before it on its subject, 0 if it is the first that is still there. */
  readonly previous: number;
}

export interface PublishOptions {
  /** The stream stores no second message with this id, for two minutes at least. */
  readonly id?: string;
  /** The number of the subject's last message, 0 if there must be none; else nothing is stored. */
  readonly after?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface StreamOptions {
  readonly name: string;
  readonly subjects: readonly string[];
  readonly perSubject: number;
  /** In milliseconds; 0: for ever. */
  readonly maxAge: number;
  readonly replicas: number;
  /** Where what was stored is handed on. */
  readonly republish?: { readonly src: string; readonly dest: string };
}

export interface ReadOptions {
  /** The first number that is read. */
  readonly from?: number;
  /** How many of the latest are enough; some more may come. */
  readonly last?: number;
}

/** NATS's own: there is a message already, or another one than was said. */
const WRONG_LAST = 10071;
/** There is no message of that number, or no longer. */
const NOT_FOUND = [10043, 10057];
/** A stream of that name is there, otherwise set up. */
const STREAM_EXISTS = 10058;

/** So few messages more than wanted are not worth a question. */
const SOME_MESSAGES = 200;

export class Link {
  readonly #connection: NatsConnection;
  readonly #publisher: JetStreamClient;
  readonly #manager: JetStreamManager;
  readonly #clock: Clock;

  private constructor(
    connection: NatsConnection,
    { manager, clock }: { manager: JetStreamManager; clock: Clock },
  ) {
    this.#clock = clock;
    this.#connection = connection;
    this.#publisher = manager.jetstream();
    this.#manager = manager;
  }

  /** Rejects if no server answers, or none has JetStream. Once it is up it is kept up for ever. */
  static async open(options: LinkOptions, clock: Clock): Promise<Link> {
    const connection = await connect(toConnectionOptions(options));
    const { replyMs: timeout = NATS_REPLY_MS } = options;
    try {
      const manager = await jetstreamManager(connection, { timeout });
      return new Link(connection, { manager, clock });
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  /** Calls `tell` whenever the connection is lost, and when it is there again, until it is closed. */
  async watch(tell: (up: boolean) => void): Promise<void> {
    for await (const { type } of this.#connection.status()) {
      if (type === "disconnect" || type === "staleConnection") tell(false);
      if (type === "reconnect") tell(true);
    }
  }

  /** Sets up a stream, or sets up anew one that is there. */
  async stream(options: StreamOptions): Promise<void> {
    const config = toStreamConfig(options);
    try {
      await this.#manager.streams.add(config);
    } catch (error) {
      if (!isFault(error, STREAM_EXISTS)) throw error;
      await this.#manager.streams.update(options.name, config);
    }
  }

  /** Resolves to the message's number once it is stored. */
  async publish(
    subject: string,
    bytes: Uint8Array,
    options: PublishOptions = {},
  ): Promise<number> {
    const { seq } = await this.#publisher.publish(subject, bytes, {
      ...(options.id === undefined ? {} : { msgID: options.id }),
      ...(options.after === undefined ? {} : { expect: { lastSubjectSequence: options.after } }),
      ...(options.headers === undefined ? {} : { headers: toHeaders(options.headers) }),
    });
    return seq;
  }

  /** The same for who does not care; lost while the connection is. */
  send(subject: string, bytes: Uint8Array): void {
    if (!this.#connection.isClosed()) this.#connection.publish(subject, bytes);
  }

  /** publish(), and null if there was another message than `after`. */
  async replace(
    subject: string,
    bytes: Uint8Array,
    options: PublishOptions & { readonly after: number },
  ): Promise<number | null> {
    try {
      return await this.publish(subject, bytes, options);
    } catch (error) {
      if (isFault(error, WRONG_LAST)) return null;
      throw error;
    }
  }

  /** The last message on a subject. */
  async last(stream: string, subject: string): Promise<Message | null> {
    return await this.#get(stream, { last_by_subj: subject });
  }

  /** Whether a stream still has that message. */
  async has(stream: string, seq: number): Promise<boolean> {
    return await this.#get(stream, { seq }) !== null;
  }

  async #get(
    stream: string,
    query: { last_by_subj: string } | { seq: number },
  ): Promise<Message | null> {
    const found = await this.#manager.streams.getMessage(stream, query);
    if (!found) return null;
    const { subject, seq, data: bytes, header } = found;
    return { subject, seq, bytes, header: (name) => header?.get(name) ?? "" };
  }

  /** Removes one message; false if it is not there any more. */
  async remove(stream: string, seq: number): Promise<boolean> {
    try {
      return await this.#manager.streams.deleteMessage(stream, seq, false);
    } catch (error) {
      if (NOT_FOUND.some((code) => isFault(error, code))) return false;
      throw error;
    }
  }

  /** Removes all messages of a subject, or those before the one with this number. */
  async purge(
    stream: string,
    { subject: filter, before }: { readonly subject: string; readonly before?: number },
  ): Promise<void> {
    const only = before === undefined ? { filter } : { filter, seq: before };
    await this.#manager.streams.purge(stream, only);
  }

  /** How many messages each subject below `filter` has. */
  async subjects(stream: string, filter: string): Promise<string[]> {
    const { state } = await this.#manager.streams.info(stream, { subjects_filter: filter });
    return Object.keys(state.subjects ?? {});
  }

  /** The number of the stream's last message. */
  async end(stream: string): Promise<number> {
    const { state } = await this.#manager.streams.info(stream);
    return state.last_seq;
  }

  /** Calls `hear` for whatever comes on a subject from now on, until the function returned is called. */
  subscribe(subject: string, hear: (message: LiveMessage) => void): () => void {
    const subscription = this.#connection.subscribe(subject, {
      callback: (error, message) => {
        if (!error) hear(toLiveMessage(message));
      },
    });
    return () => subscription.unsubscribe();
  }

  /** Resolves when the server knows all that was asked of it. */
  flush(): Promise<void> {
    return this.#connection.flush();
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
    const reading = new Reading(this.#clock);
    const subscription = this.#connection.subscribe(inbox, {
      callback: (error, message) => {
        if (!error && message.reply) reading.add(toStored(message));
      },
    });
    try {
      const consumer = await this.#consume(stream, { inbox, filter, from });
      const { num_pending: waiting, delivered } = consumer;
      const found = waiting + delivered.consumer_seq > 0 ? await reading.all() : [];
      await this.#manager.consumers.delete(stream, consumer.name);
      return found;
    } finally {
      subscription.unsubscribe();
    }
  }

  /** A number from which on there are as many messages as are wanted, and not many more. NATS cannot count back. */
  async #tail(stream: string, { filter, last }: { filter: string; last: number }): Promise<number> {
    const enough = (count: number) => count <= 2 * last + SOME_MESSAGES;
    if (enough(await this.#countFrom(stream, filter, 1))) return 1;
    let [few, many] = [await this.end(stream), 1];
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
    await this.#manager.consumers.delete(stream, consumer.name);
    return consumer.num_pending;
  }

  #consume(
    stream: string,
    { inbox, filter, from }: { inbox?: string; filter: string; from: number },
  ) {
    return this.#manager.consumers.add(stream, {
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

  /** Milliseconds to the server and back. */
  rtt(): Promise<number> {
    return this.#connection.rtt();
  }

  async close(): Promise<void> {
    await this.#connection.close();
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

function toConnectionOptions(options: LinkOptions): ConnectionOptions {
  const { servers, user, password, creds, name, reconnectMs = RECONNECT_MS } = options;
  return {
    servers: servers.map((server) => server.replace(/^\w+:\/\//, "")),
    name,
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { pass: password }),
    ...(creds === undefined
      ? {}
      : { authenticator: credsAuthenticator(new TextEncoder().encode(creds)) }),
    ...(servers.some((server) => server.startsWith("tls:")) ? { tls: {} } : {}),
    maxReconnectAttempts: -1,
    ignoreAuthErrorAbort: true, // an operator who changes passwords does not end all nodes
    reconnectTimeWait: reconnectMs,
    reconnectJitter: reconnectMs / 5,
    pingInterval: NATS_PING_MS,
    timeout: NATS_REPLY_MS,
  };
}

function toStreamConfig({ name, subjects, ...options }: StreamOptions) {
  return {
    name,
    subjects: [...subjects],
    max_msgs_per_subject: options.perSubject,
    max_age: nanos(options.maxAge),
    num_replicas: options.replicas,
    allow_rollup_hdrs: true, // as a bucket has it
    ...(options.republish ? { republish: options.republish } : {}),
  };
}

function toHeaders(fields: Readonly<Record<string, string>>): MsgHdrs {
  const all = headers();
  for (const [name, value] of Object.entries(fields)) all.set(name, value);
  return all;
}

function toLiveMessage(message: Msg): LiveMessage {
  const header = (name: string) => message.headers?.get(name) ?? "";
  const seq = Number(header("Nats-Sequence"));
  const previous = Number(header("Nats-Last-Sequence"));
  return { subject: message.subject, seq, previous, bytes: message.data, header };
}

/** What a consumer is sent; in the subject for the reply stand the number and how many are to come. */
function toStored(message: Msg): { stored: Message; left: number } {
  const words = (message.reply ?? "").split(".");
  const header = (name: string) => message.headers?.get(name) ?? "";
  const [seq = "", , , left = ""] = words.slice(-4);
  const stored = { subject: message.subject, seq: Number(seq), bytes: message.data, header };
  return { stored, left: Number(left) };
}

function isFault(error: unknown, code: number): boolean {
  return error instanceof JetStreamApiError && error.code === code;
}
