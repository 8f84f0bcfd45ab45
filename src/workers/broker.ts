// The main thread's side of several workers: puts what they publish into one order and hands it to all of
// them, and keeps what there can be only one of: names, and the counts of connections and of guesses.

import type { Admission } from "../admission.ts";
import type { Fact } from "../fact.ts";
import type { GuessCounter } from "../guess_counter.ts";
import type { Answer, Downward, Request } from "./message.ts";

/** A worker, as far as the broker cares. */
export interface Peer {
  send(message: Downward): void;
}

export interface BrokerParts {
  readonly admission: Admission;
  readonly guesses: GuessCounter;
}

export class Broker {
  readonly #admission: Admission;
  readonly #guesses: GuessCounter;
  readonly #peers: Peer[] = [];
  readonly #names = new Map<string, string>();

  constructor({ admission, guesses }: BrokerParts) {
    this.#admission = admission;
    this.#guesses = guesses;
  }

  add(peer: Peer): void {
    this.#peers.push(peer);
  }

  /** Deals with what `from` asked for, in its order; facts reach all peers before `from` gets its answers. */
  handle(requests: readonly Request[], from: Peer): void {
    const facts: Fact[] = [];
    const answers: Answer[] = [];
    for (const request of requests) {
      if (request.kind === "publish") facts.push(request.fact);
      else this.#answer(request, answers);
    }
    if (facts.length > 0) this.#spread(facts, from);
    if (answers.length > 0) from.send({ kind: "answers", answers });
  }

  #spread(facts: readonly Fact[], from: Peer): void {
    for (const peer of this.#peers) {
      peer.send({ kind: "facts", facts, own: peer === from ? facts.length : 0 });
    }
  }

  #answer(request: Exclude<Request, { kind: "publish" }>, answers: Answer[]): void {
    switch (request.kind) {
      case "claim":
        answers.push({ kind: "claimed", ticket: request.ticket, won: this.#claim(request) });
        return;
      case "admit": {
        const refusal = this.#admission.admit(request.address);
        answers.push({ kind: "admitted", ticket: request.ticket, refusal });
        return;
      }
      case "release":
        if (this.#names.get(request.key) === request.id) this.#names.delete(request.key);
        return;
      case "leave":
        return this.#admission.leave(request.address);
      case "guess": {
        const waitMs = this.#guesses.check(request.guess);
        answers.push({ kind: "guess", ticket: request.ticket, waitMs });
        return;
      }
      case "guessed":
        this.#guesses.ended(request.guess, request.how);
    }
  }

  #claim({ key, id }: { key: string; id: string }): boolean {
    const holder = this.#names.get(key);
    if (holder === undefined) this.#names.set(key, id);
    return holder === undefined || holder === id;
  }
}
