// Where a cluster's things are in NATS: names of streams, buckets and subjects, all behind the cluster's own
// name, and words as parts of subjects. Pure; knows no connection.

/** What a token may be as it is. Others are written as "=" and their bytes in base64url. */
const PLAIN = /^[A-Za-z0-9_-]+$/;
const PLAIN_ROOM = /^#[A-Za-z0-9_-]+$/;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

export class Layout {
  /** The stream of all facts in their order; what is said in rooms stays there as their past. */
  readonly events: string;
  /** The stream hands on what it has stored, in this order and with its numbers, below this subject. */
  readonly #stored: string;
  readonly #live: string;
  /** Buckets, which are streams by another name; NATS's own tools show what is in them. */
  readonly documents: Bucket;
  readonly transactions: Bucket;
  readonly names: Bucket;
  readonly nodes: Bucket;
  /** Where nodes tell each other of guesses at passwords. Not kept. */
  readonly guesses: string;

  /** `cluster`: letters, digits, "-" and "_". */
  constructor(cluster: string) {
    this.events = `${cluster}-events`;
    this.#stored = `${cluster}.e.`;
    this.#live = `${cluster}.l.`;
    this.documents = new Bucket(`${cluster}-documents`);
    this.transactions = new Bucket(`${cluster}-transactions`);
    this.names = new Bucket(`${cluster}-names`);
    this.nodes = new Bucket(`${cluster}-nodes`);
    this.guesses = `${cluster}.guesses`;
  }

  get everything(): string {
    return `${this.#stored}>`;
  }

  get liveEverything(): string {
    return `${this.#live}>`;
  }

  /** Facts that all nodes hear. */
  get everybody(): string {
    return `${this.#stored}all`;
  }

  /** Facts for one node. */
  node(id: string): string {
    return `${this.#stored}to.${id}`;
  }

  /** What is said in a room. */
  room(name: string): string {
    const token = PLAIN_ROOM.test(name) ? name.slice(1) : `=${base64(name)}`;
    return `${this.#stored}room.${token}`;
  }

  get allRooms(): string {
    return `${this.#stored}room.*`;
  }

  /** The room whose subject that is. */
  roomOf(subject: string): string {
    const token = subject.slice(subject.lastIndexOf(".") + 1);
    return token.startsWith("=") ? fromBase64(token.slice(1)) : `#${token}`;
  }

  /** Where what is stored under `subject` is handed on. */
  live(subject: string): string {
    return this.#live + subject.slice(this.#stored.length);
  }

  /** The subject of which `live` is the live one. */
  stored(live: string): string {
    return this.#stored + live.slice(this.#live.length);
  }
}

/** A bucket, its stream and its subjects, as NATS's own libraries lay them out. */
export class Bucket {
  readonly stream: string;
  readonly #prefix: string;

  constructor(readonly name: string) {
    this.stream = `KV_${name}`;
    this.#prefix = `$KV.${name}.`;
  }

  get everything(): string {
    return `${this.#prefix}>`;
  }

  subject(words: readonly string[]): string {
    return this.#prefix + words.map(toToken).join(".");
  }

  /** All subjects whose words begin with these and go on. */
  below(words: readonly string[]): string {
    return `${this.subject(words)}.>`;
  }

  words(subject: string): string[] {
    return subject.slice(this.#prefix.length).split(".").map(fromToken);
  }
}

function toToken(word: string): string {
  return PLAIN.test(word) ? word : `=${base64(word)}`;
}

function fromToken(token: string): string {
  return token.startsWith("=") ? fromBase64(token.slice(1)) : token;
}

function base64(text: string): string {
  const bytes = String.fromCharCode(...encoder.encode(text));
  return btoa(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64(token: string): string {
  const bytes = atob(token.replaceAll("-", "+").replaceAll("_", "/"));
  return decoder.decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
}
