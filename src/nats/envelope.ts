// What a message of the events stream says: facts for all who hear it, or lines that are only kept. Carries a
// version, and what this one does not know is nothing to it: nodes of two versions go side by side.

import type { Fact } from "../fact.ts";
import type { Line } from "../line.ts";
import type { Muster } from "../node_fact.ts";

/** What nodes say to each other about themselves, among the facts. */
export type Word =
  /** A node has come, and asks all others for their people. */
  | { readonly kind: "hello"; readonly node: string }
  /** A node is not heard of any more, says another one. */
  | { readonly kind: "gone"; readonly node: string; readonly life: number; readonly by: string }
  /** Some of a node's people, for one that asked or for all; the `last` part completes a muster. */
  | { readonly kind: "part"; readonly muster: Muster; readonly last: boolean };

export interface Envelope {
  /** In their order. */
  readonly facts: readonly (Fact | Word)[];
  /** Lines of the past, which nobody is to be told of. */
  readonly kept: readonly Line[];
}

const VERSION = 1;
const NOTHING: Envelope = { facts: [], kept: [] };

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Facts as JSON, one each: they were written when they were published, and are not again. */
export function packJson(facts: readonly string[]): Uint8Array {
  return encoder.encode(`{"v":${VERSION},"facts":[${facts.join(",")}]}`);
}

export function packKept(kept: readonly Line[]): Uint8Array {
  return encoder.encode(JSON.stringify({ v: VERSION, kept }));
}

export function unpack(bytes: Uint8Array): Envelope {
  const envelope = parse(bytes);
  if (envelope?.v !== VERSION) return NOTHING;
  const { facts = [], kept = [] } = envelope;
  return { facts, kept };
}

/** All lines in it. */
export function linesIn({ facts, kept }: Envelope): Line[] {
  return [...facts.filter((fact) => fact.kind === "said" || fact.kind === "acted"), ...kept];
}

function parse(bytes: Uint8Array): (Partial<Envelope> & { readonly v?: number }) | null {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    return null; // not ours
  }
}
