// What workers and the broker say to each other. Types only; all of it is plain data that can be cloned.

import type { Config } from "../config.ts";
import type { Fact } from "../event.ts";

/** A worker asks. Those with a `ticket` are answered. */
export type Request =
  | { readonly kind: "publish"; readonly fact: Fact }
  | { readonly kind: "claim"; readonly ticket: number; readonly key: string; readonly id: string }
  | { readonly kind: "release"; readonly key: string; readonly id: string }
  | { readonly kind: "admit"; readonly ticket: number; readonly address: string }
  | { readonly kind: "leave"; readonly address: string };

export type Answer =
  | { readonly kind: "claimed"; readonly ticket: number; readonly won: boolean }
  | { readonly kind: "admitted"; readonly ticket: number; readonly refusal: string | null };

/** From a worker to the main thread. */
export type Upward =
  | {
    readonly kind: "listening";
    readonly host: string;
    readonly port: number;
    /** Where history is kept. */
    readonly keeps: string;
  }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "requests"; readonly requests: readonly Request[] }
  | { readonly kind: "drained" };

/** From the main thread to a worker. */
export type Downward =
  | { readonly kind: "start"; readonly config: Config; readonly index: number }
  | { readonly kind: "serve" }
  /** Facts in their order; `own` says how many of this worker's publications that settles. */
  | { readonly kind: "facts"; readonly facts: readonly Fact[]; readonly own: number }
  | { readonly kind: "answers"; readonly answers: readonly Answer[] }
  | { readonly kind: "drain" };
