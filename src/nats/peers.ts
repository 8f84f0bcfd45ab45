// Which nodes are alive: each says so every few seconds, into a bucket that forgets after a while, and hears
// the others say so. A node is gone when it has missed several beats that we made ourselves: whoever is cut
// off makes none, and holds nobody for dead.

import type { Clock } from "../clock.ts";
import type { NodeStatus } from "../cluster.ts";
import { BEATS_MISSED } from "../limits.ts";
import type { Bucket } from "./layout.ts";
import type { Link } from "./link.ts";
import type { Message } from "./message.ts";

export interface PeersParts {
  readonly link: Pick<Link, "publish" | "subscribe" | "read" | "last" | "remove">;
  readonly bucket: Bucket;
  readonly clock: Clock;
  /** This node's id. */
  readonly node: string;
  readonly beatMs: number;
  /** What the others are told of this node. */
  status(): NodeStatus;
  /** A beat that was tried at `since` could not be made. */
  failed(error: unknown, since: number): void;
  /** After each beat that was made. */
  beaten(): void;
  /** A node has missed too many beats after its last. */
  gone(node: string, last: Beat): void;
}

/** What a node says of itself. */
export interface Beat {
  readonly status: NodeStatus;
  /** Counted by the node itself. */
  readonly beat: number;
  /** How often the node had been held for dead. */
  readonly life: number;
}

/** What is known of another node. */
interface Peer extends Beat {
  /** Beats of ours since its last. */
  missed: number;
}

/** A node's last word: its key is deleted, as buckets have it. */
const GOODBYE = new Uint8Array();
const DELETED = { "KV-Operation": "DEL" };

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Peers {
  readonly #parts: PeersParts;
  readonly #peers = new Map<string, Peer>();
  /** Nodes that are gone, and in which life: a few letters for each that ever was. */
  readonly #dead = new Map<string, number>();
  #unsubscribe = () => {};
  #cancel = () => {};
  #beats = 0;
  #life = 0;
  #closed = false;

  constructor(parts: PeersParts) {
    this.#parts = parts;
  }

  /** Resolves when this node is known, and knows all others that live. */
  async start(): Promise<void> {
    const { link, bucket } = this.#parts;
    this.#unsubscribe = link.subscribe(bucket.everything, (message) => this.#hear(message));
    for (const message of await link.read(bucket.stream, bucket.everything)) this.#hear(message);
    await this.#beat();
  }

  /** Ids of the other nodes that live. */
  get ids(): string[] {
    return [...this.#peers.keys()];
  }

  /** All nodes, this one first. */
  get statuses(): NodeStatus[] {
    return [this.#parts.status(), ...Array.from(this.#peers.values(), ({ status }) => status)];
  }

  /** Whether a node is alive, also one that came a moment ago, or that came back in another life. */
  async lives(node: string, life: number): Promise<boolean> {
    if (node === this.#parts.node || this.#peers.has(node)) return true;
    const died = this.#dead.get(node);
    if (died !== undefined) return life > died;
    const { link, bucket } = this.#parts;
    return await link.last(bucket.stream, bucket.subject([node])) !== null;
  }

  /** This node was held for dead, and is not; its lives are counted from 0. */
  revive(): number {
    return ++this.#life;
  }

  /** Holds a node for dead until it is heard of again. */
  bury(node: string, life: number): void {
    this.#peers.delete(node);
    this.#dead.set(node, life);
  }

  /** Beats no more. */
  stop(): void {
    this.#closed = true;
    this.#cancel();
    this.#unsubscribe();
  }

  /** Beats no more, and says so. */
  async close(): Promise<void> {
    const { link, bucket, node } = this.#parts;
    this.stop();
    try {
      const seq = await link.publish(bucket.subject([node]), GOODBYE, { headers: DELETED });
      await link.remove(bucket.stream, seq);
    } catch { // then the others will notice
    }
  }

  /** The next is made a while after the last has ended, so that a slow NATS gets no more of them. */
  async #beat(): Promise<void> {
    const { link, bucket, clock, node, beatMs } = this.#parts;
    const since = clock.now();
    try {
      const beat: Beat = { status: this.#parts.status(), beat: ++this.#beats, life: this.#life };
      await link.publish(bucket.subject([node]), encoder.encode(JSON.stringify(beat)));
      this.#count();
      this.#parts.beaten();
    } catch (error) {
      if (!this.#closed) this.#parts.failed(error, since);
    }
    if (!this.#closed) this.#cancel = clock.after(beatMs, () => void this.#beat());
  }

  #count(): void {
    for (const [node, peer] of this.#peers) {
      if (++peer.missed >= BEATS_MISSED) this.#parts.gone(node, peer);
    }
  }

  #hear({ subject, bytes }: Pick<Message, "subject" | "bytes">): void {
    const [node = ""] = this.#parts.bucket.words(subject);
    if (node === this.#parts.node) return;
    const said = parse(bytes);
    this.#dead.delete(node);
    if (said) this.#peers.set(node, { ...said, missed: 0 });
    else this.#peers.delete(node);
  }
}

/** null for a goodbye. */
function parse(bytes: Uint8Array): Beat | null {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    return null;
  }
}
