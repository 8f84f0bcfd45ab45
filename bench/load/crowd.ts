// All clients of a run in one loop: connects them, sends what they say, reads what they get. Nothing here
// waits for a promise; a play calls for as many turns of the loop as it wants.

import type { Job } from "../figures.ts";
import { Client } from "./client.ts";
import { Intake } from "./intake.ts";
import type { Ledger } from "./ledger.ts";
import { encodePayload } from "./payload.ts";
import { READABLE, Sockets, WRITABLE } from "./sockets.ts";
import { LANGUAGES, roomOf } from "./wire.ts";

/** How long getting everybody in may take, in milliseconds. */
const ENTER_MS = 60_000;
/** How long the last to come may take when all is over, in milliseconds. */
const LATECOMERS_MS = 5000;
/** Longest wait in one turn, in milliseconds: what is due is never later than that. */
const TURN_MS = 1;

const encoder = new TextEncoder();

export interface CrowdOptions {
  readonly ledgerOf: (id: number) => Ledger;
  readonly isNarrow?: (id: number) => boolean;
  /** Every so many deliveries are timed. */
  readonly sample: number;
}

interface Patience {
  readonly ms: number;
  /** What to do before each turn. */
  readonly work?: () => void;
}

export class Crowd {
  readonly clients: readonly Client[];
  readonly intake: Intake;
  readonly #job: Job;
  readonly #sockets = new Sockets();
  /** Clients that are connected and not in yet. */
  #entering = 0;
  /** Connects that were answered with a first line, or with a close. */
  #answered = 0;

  constructor(job: Job, { ledgerOf, isNarrow = () => false, sample }: CrowdOptions) {
    this.#job = job;
    const { clients, rooms, size, play } = job.scenario;
    const silent = play === "idle" || play === "storm";
    this.clients = Array.from({ length: clients }, (_, id) => {
      const room = silent ? "" : roomOf(id, rooms);
      return new Client(id, { room, ledger: ledgerOf(id), narrow: isNarrow(id) });
    });
    const onServerLine = (client: Client, line: string) => this.#hearServer(client, line);
    this.intake = new Intake({ length: size - 1, sample, onServerLine });
  }

  /** Connects everybody, with so many unanswered at most, and waits until they are in. */
  gather(atOnce: number): void {
    let next = 0;
    const connectMore = () => {
      const end = Math.min(this.#answered + atOnce, this.clients.length);
      while (next < end) this.connect(this.clients[next++] as Client);
    };
    const allIn = () => next === this.clients.length && this.#entering === 0;
    this.until(allIn, { ms: ENTER_MS, work: connectMore });
  }

  /** Waits for those who are on their way in. */
  awaitLatecomers(): void {
    this.until(() => this.#entering === 0, { ms: LATECOMERS_MS });
  }

  /** Clients that the server closed, or that are still not in. */
  get shutOut(): readonly Client[] {
    return this.clients.filter(({ state }) => state === "closed" || state === "entering");
  }

  /** Microseconds, by the clock that payloads carry. */
  get us(): number {
    return Math.round(performance.now() * 1000);
  }

  connect(client: Client): void {
    const { wire, port } = this.#job;
    client.begin(LANGUAGES[wire].enter(client));
    this.#entering++;
    const { id, narrow } = client;
    client.fd = this.#sockets.open({ port, id, narrow });
    this.#watch(client);
    this.#send(client, client.steps[0]?.send ?? "");
  }

  /** Hangs up. */
  leave(client: Client, state: "away" | "closed" = "away"): void {
    if (client.state === "entering") this.#entering--;
    this.#sockets.close(client.fd);
    client.state = state;
  }

  /** Stops or resumes reading what `client` gets. */
  read(client: Client, reads: boolean): void {
    client.reads = reads;
    if (client.state === "in") this.#watch(client);
  }

  /** `client` says its next `count` lines. */
  say(client: Client, count = 1): void {
    let text = "";
    for (let i = 0; i < count; i++) text += this.#nextLine(client);
    this.#send(client, text);
  }

  /** Reads and sends what can be; waits for that a millisecond at most. */
  turn(): void {
    this.#sockets.wait(TURN_MS, this.#happened);
  }

  /** Takes turns, each with `work` before, until `done` or for `ms` milliseconds. Whether it is done. */
  until(done: () => boolean, { ms, work = () => {} }: Patience): boolean {
    const end = performance.now() + ms;
    while (!done()) {
      if (performance.now() >= end) return false;
      work();
      this.turn();
    }
    return true;
  }

  /** Takes turns for so long, each with `work` before. */
  for(ms: number, work = () => {}): void {
    this.until(() => false, { ms, work });
  }

  readonly #happened = (id: number, events: number): void => {
    const client = this.clients[id] as Client;
    if (client.state !== "in" && client.state !== "entering") return;
    if (events & WRITABLE) this.#sendRest(client);
    if (events & ~WRITABLE) this.#receive(client, events);
  };

  #receive(client: Client, events: number): void {
    const received = this.#sockets.receive(client.fd, this.intake.area);
    if (received > 0) return this.intake.take(client, { received, us: this.us });
    if (received < 0 && events === READABLE) return;
    if (client.welcomedAt === 0) this.#answered++;
    this.leave(client, "closed");
  }

  #hearServer(client: Client, line: string): void {
    const before = client.welcomedAt;
    const answer = client.hearServer(line);
    if (client.welcomedAt !== before) this.#answered++;
    if (client.state === "in") this.#entering--;
    this.#send(client, answer);
  }

  #nextLine({ id, room, ledger }: Client): string {
    const { wire, scenario } = this.#job;
    const spoken = { time: this.us, speaker: id, sequence: ledger.say(id) };
    return LANGUAGES[wire].say({ room, payload: encodePayload(spoken, scenario.size - 1) });
  }

  #send(client: Client, text: string): void {
    if (text === "") return;
    const bytes = encoder.encode(text);
    const waiting = client.unsent;
    client.unsent = waiting ? Uint8Array.from([...waiting, ...bytes]) : bytes;
    if (!waiting) this.#sendRest(client);
  }

  /** Sends what the kernel takes; it tells when there is room for the rest. */
  #sendRest(client: Client): void {
    const { fd, unsent } = client;
    const sent = unsent ? Math.max(0, this.#sockets.send(fd, unsent)) : 0;
    client.unsent = unsent && sent < unsent.length ? unsent.subarray(sent) : undefined;
    this.#watch(client);
  }

  #watch(client: Client): void {
    const events = (client.reads ? READABLE : 0) | (client.unsent ? WRITABLE : 0);
    if (events === client.watched) return;
    client.watched = events;
    this.#sockets.watch(client.fd, { id: client.id, events });
  }
}
