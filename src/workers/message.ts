// What workers and the main thread say to each other. Types only; all of it is plain data that can be cloned.

import type { Config } from "../config.ts";
import type { DrainNews, DrainOrder } from "../drain.ts";
import type { Fact } from "../fact.ts";
import type { GuessEnd } from "../guess_gate.ts";
import type { Guess } from "../guess_limit.ts";
import type { Line } from "../line.ts";
import type { Change, DocumentKey, LineQuery, Store } from "../store.ts";
import type { Address, Transport } from "../transport.ts";

/** A worker asks. Those with a `ticket` are answered. */
export type Request =
  | { readonly kind: "publish"; readonly fact: Fact }
  | { readonly kind: "claim"; readonly ticket: number; readonly key: string; readonly id: string }
  | { readonly kind: "release"; readonly key: string; readonly id: string }
  | { readonly kind: "admit"; readonly ticket: number; readonly address: string }
  | { readonly kind: "leave"; readonly address: string }
  | { readonly kind: "guess"; readonly ticket: number; readonly guess: Guess }
  | { readonly kind: "guessed"; readonly guess: Guess; readonly how: GuessEnd };

export type Answer =
  | { readonly kind: "claimed"; readonly ticket: number; readonly won: boolean }
  | { readonly kind: "admitted"; readonly ticket: number; readonly refusal: string | null }
  | { readonly kind: "guess"; readonly ticket: number; readonly waitMs: number };

/** What a worker wants of the store: the methods of its port, as data. */
export type StoreWish =
  | { readonly kind: "read"; readonly key: DocumentKey }
  | { readonly kind: "list"; readonly prefix: DocumentKey }
  | { readonly kind: "commit"; readonly changes: readonly Change[] }
  | { readonly kind: "append"; readonly lines: readonly Line[] }
  | { readonly kind: "lines"; readonly query: LineQuery }
  | { readonly kind: "rooms" }
  | { readonly kind: "erase"; readonly room: string; readonly ids: readonly string[] };

/** A wish on its way to the store. Each is answered, in whatever order. */
export interface StoreRequest {
  readonly kind: "store";
  readonly ticket: number;
  readonly wish: StoreWish;
}

/** Errors are cloned without fail only as what they say. */
export interface StoreFault {
  readonly kind: "RangeError" | "TypeError" | "Error";
  readonly message: string;
}

export interface StoreReply {
  readonly kind: "stored";
  readonly ticket: number;
  readonly result: { readonly value: unknown } | { readonly fault: StoreFault };
}

/** From a worker to the main thread. */
export type Upward =
  | { readonly kind: "listening" }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "requests"; readonly requests: readonly Request[] }
  | StoreRequest
  | { readonly kind: "order"; readonly order: DrainOrder }
  | { readonly kind: "sampled"; readonly sample: Sample }
  | { readonly kind: "drained" };

/** A worker's metrics: what is in them is known to those who make and read them. */
export type Sample = readonly object[];

/** The first thing that a worker hears. */
export interface Start {
  readonly kind: "start";
  readonly config: Config;
  readonly index: number;
  /** The ports that all workers share. */
  readonly listening: readonly (Address & { readonly transport: Transport })[];
  /** What the store says of itself. */
  readonly about: Store["about"];
  /** The certificate and its key; null without TLS. */
  readonly pem: string | null;
}

/** From the main thread to a worker. */
export type Downward =
  | Start
  | { readonly kind: "serve" }
  /** Facts in their order; `own` says how many of this worker's publications that settles. */
  | { readonly kind: "facts"; readonly facts: readonly Fact[]; readonly own: number }
  | { readonly kind: "answers"; readonly answers: readonly Answer[] }
  | StoreReply
  | { readonly kind: "news"; readonly news: DrainNews }
  | { readonly kind: "renew"; readonly pem: string }
  /** Answered by one "sampled" each. */
  | { readonly kind: "sample" }
  | { readonly kind: "drain" };
