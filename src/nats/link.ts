// The connection to NATS, in the few words that the other files of this folder speak: publish, watch, read
// back what is stored, remove. With the files that it reads by, the only one that names NATS's libraries; knows
// nothing of a chat.

import type { JetStreamClient, JetStreamManager } from "@nats-io/jetstream";
import { JetStreamApiError, jetstreamManager } from "@nats-io/jetstream";
import { connect, credsAuthenticator, headers, nanos } from "@nats-io/transport-node";
import type { ConnectionOptions, MsgHdrs, NatsConnection } from "@nats-io/transport-node";
import type { Clock } from "../clock.ts";
import { NATS_PING_MS, NATS_REPLY_MS, RECONNECT_MS } from "../limits.ts";
import { type LiveMessage, type Message, toLiveMessage } from "./message.ts";
import { ignoreStrayErrors } from "./stray_errors.ts";
import { type ReadOptions, StreamReader } from "./stream_reader.ts";

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

/** NATS's own: there is a message already, or another one than was said. */
const WRONG_LAST = 10071;
/** There is no message of that number, or no longer. */
const NOT_FOUND = [10043, 10057];
/** A stream of that name is there, otherwise set up. */
const STREAM_EXISTS = 10058;

export class Link {
  readonly #connection: NatsConnection;
  readonly #publisher: JetStreamClient;
  readonly #manager: JetStreamManager;
  readonly #reader: StreamReader;

  private constructor(
    connection: NatsConnection,
    { manager, clock }: { manager: JetStreamManager; clock: Clock },
  ) {
    this.#reader = new StreamReader({ connection, manager, clock });
    this.#connection = connection;
    this.#publisher = manager.jetstream();
    this.#manager = manager;
  }

  /** Rejects if no server answers, or none has JetStream. Once it is up it is kept up for ever. */
  static async open(options: LinkOptions, clock: Clock): Promise<Link> {
    ignoreStrayErrors();
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

  /** The messages of a stream that are there when it is asked; see stream_reader.ts. */
  read(stream: string, filter: string, options?: ReadOptions): Promise<Message[]> {
    return this.#reader.read(stream, filter, options);
  }

  async close(): Promise<void> {
    await this.#connection.close();
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

function isFault(error: unknown, code: number): boolean {
  return error instanceof JetStreamApiError && error.code === code;
}
