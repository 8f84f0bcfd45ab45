// A worker's side: the bus and the gates of one event loop among several. What is asked for during a turn
// goes to the broker as one message.

import type { Bus } from "../bus.ts";
import type { Fact } from "../fact.ts";
import type { Gate } from "../gate.ts";
import type { GuessEnd, GuessGate } from "../guess_gate.ts";
import type { Guess } from "../guess_limit.ts";
import type { AtTurnEnd } from "../turn.ts";
import type { Answer, Request } from "./message.ts";

/** Facts of one turn, waiting to come back. */
interface Batch {
  /** The number of this worker's fact that settles it. */
  readonly last: number;
  readonly settle: () => void;
}

export class WorkerBus implements Bus, Gate, GuessGate {
  readonly state = "up";
  readonly #send: (requests: Request[]) => void;
  readonly #atTurnEnd: AtTurnEnd;
  #receive: (fact: Fact) => void = () => {};
  #requests: Request[] = [];
  /** Facts published, and facts of ours that have come back. */
  #published = 0;
  #returned = 0;
  #turn: { promise: Promise<void>; settle: () => void } | undefined;
  readonly #batches: Batch[] = [];
  #lastTicket = 0;
  readonly #tickets = new Map<number, (answer: Answer) => void>();

  constructor(send: (requests: Request[]) => void, atTurnEnd: AtTurnEnd) {
    this.#send = send;
    this.#atTurnEnd = atTurnEnd;
  }

  attach(receive: (fact: Fact) => void): void {
    this.#receive = receive;
  }

  publish(fact: Fact): Promise<void> {
    this.#ask({ kind: "publish", fact });
    this.#published++;
    if (!this.#turn) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#turn = { promise, settle: resolve };
    }
    return this.#turn.promise;
  }

  follow(): Promise<void> {
    return Promise.resolve(); // all of them, always
  }

  async claim(key: string, id: string): Promise<boolean> {
    const answer = await this.#answerTo((ticket) => ({ kind: "claim", ticket, key, id }));
    return answer.kind === "claimed" && answer.won;
  }

  release(key: string, id: string): void {
    this.#ask({ kind: "release", key, id });
  }

  async admit(address: string): Promise<string | null> {
    const answer = await this.#answerTo((ticket) => ({ kind: "admit", ticket, address }));
    return answer.kind === "admitted" ? answer.refusal : null;
  }

  leave(address: string): void {
    this.#ask({ kind: "leave", address });
  }

  async check(guess: Guess): Promise<number> {
    const answer = await this.#answerTo((ticket) => ({ kind: "guess", ticket, guess }));
    return answer.kind === "guess" ? answer.waitMs : 0;
  }

  ended(guess: Guess, how: GuessEnd): void {
    this.#ask({ kind: "guessed", guess, how });
  }

  /** Facts have come, `own` of them published here. */
  facts(facts: readonly Fact[], own: number): void {
    for (const fact of facts) this.#receive(fact);
    this.#returned += own;
    while ((this.#batches[0]?.last ?? Infinity) <= this.#returned) this.#batches.shift()?.settle();
  }

  answers(answers: readonly Answer[]): void {
    for (const answer of answers) {
      this.#tickets.get(answer.ticket)?.(answer);
      this.#tickets.delete(answer.ticket);
    }
  }

  #answerTo(ask: (ticket: number) => Request): Promise<Answer> {
    const ticket = ++this.#lastTicket;
    return new Promise((resolve) => {
      this.#tickets.set(ticket, resolve);
      this.#ask(ask(ticket));
    });
  }

  #ask(request: Request): void {
    if (this.#requests.length === 0) this.#atTurnEnd(this.#flush);
    this.#requests.push(request);
  }

  readonly #flush = (): void => {
    const requests = this.#requests;
    this.#requests = [];
    if (this.#turn) this.#batches.push({ last: this.#published, settle: this.#turn.settle });
    this.#turn = undefined;
    this.#send(requests);
  };
}
