// All clients of a run: who is coming in, who is there, who was thrown out, and what they say. Nothing here
// waits for a promise; a play takes as many turns as it wants.

import type { Job } from "../figures.ts";
import { Client } from "./client.ts";
import { Intake } from "./intake.ts";
import type { Ledger } from "./ledger.ts";
import { encodePayload } from "./payload.ts";
import { Switchboard } from "./switchboard.ts";
import { endOf, LANGUAGES, roomOf } from "./wire.ts";

/** How long getting everybody in may take, in milliseconds. */
const ENTER_MS = 60_000;
/** How long the last to come may take when all is over, in milliseconds. */
const LATECOMERS_MS = 5000;

export interface CrowdOptions {
  readonly ledgerOf: (id: number) => Ledger;
  readonly isNarrow?: (id: number) => boolean;
  /** Where each is, if not in so many rooms of equal size. */
  readonly roomOf?: (id: number) => string;
  /** Who plays a game, and what happens when the server says something to them. */
  readonly plays?: (id: number) => boolean;
  readonly onPlayerLine?: (client: Client, line: string) => void;
  /** Every so many deliveries are timed. */
  readonly sample: number;
}

const no = () => false;

interface Patience {
  readonly ms: number;
  /** What to do before each turn. */
  readonly work?: () => void;
}

export class Crowd {
  readonly clients: readonly Client[];
  readonly intake: Intake;
  readonly #job: Job;
  readonly #switchboard: Switchboard;
  /** Clients that are connected and not in yet. */
  #entering = 0;
  /** Connects that were answered with a first line, or with a close. */
  #answered = 0;

  constructor(job: Job, options: CrowdOptions) {
    const { ledgerOf, isNarrow = no, plays = no, onPlayerLine = () => {}, sample } = options;
    this.#job = job;
    const { clients, rooms, size, play } = job.scenario;
    const silent = play === "idle" || play === "storm";
    this.clients = Array.from({ length: clients }, (_, id) => {
      const room = silent ? "" : options.roomOf?.(id) ?? roomOf(id, rooms);
      return new Client(id, {
        room,
        ledger: ledgerOf(id),
        narrow: isNarrow(id),
        plays: plays(id),
      });
    });
    const onServerLine = (client: Client, line: string) => {
      if (client.state === "in") onPlayerLine(client, line);
      else this.#hearServer(client, line);
    };
    const end = endOf(job.wire);
    this.intake = new Intake({ length: size - 1, end, sample, onServerLine });
    this.#switchboard = new Switchboard({
      clients: this.clients,
      port: job.port,
      area: this.intake.area,
      onReceived: (client, received) => this.intake.take(client, { received, us: this.us }),
      onClosed: (client) => this.#lose(client),
    });
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
    client.begin(LANGUAGES[this.#job.wire].enter(client));
    this.#entering++;
    this.#switchboard.connect(client);
    this.#switchboard.send(client, client.steps[0]?.send ?? "");
  }

  /** Hangs up, unless the server was faster. */
  leave(client: Client): void {
    if (!client.connected) return;
    if (client.state === "entering") this.#entering--;
    this.#switchboard.hangUp(client);
    client.state = "away";
  }

  /** Stops or resumes reading what `client` gets. */
  read(client: Client, reads: boolean): void {
    if (client.connected) this.#switchboard.read(client, reads);
  }

  /** `client` says its next `count` lines. */
  say(client: Client, count = 1): void {
    let text = "";
    for (let i = 0; i < count; i++) text += this.#nextLine(client);
    this.#switchboard.send(client, text);
  }

  /** `client` types a line that is nobody's payload, such as a command. */
  type(client: Client, line: string): void {
    if (client.state === "in") this.#switchboard.send(client, `${line}\n`);
  }

  /** Takes turns, each with `work` before, until `done` or for `ms` milliseconds. */
  until(done: () => boolean, { ms, work = () => {} }: Patience): void {
    const end = performance.now() + ms;
    while (!done() && performance.now() < end) {
      work();
      this.#switchboard.turn();
    }
  }

  /** Takes turns for so long, each with `work` before. */
  for(ms: number, work = () => {}): void {
    this.until(() => false, { ms, work });
  }

  #lose(client: Client): void {
    if (client.welcomedAt === 0) this.#answered++;
    this.leave(client);
    client.state = "closed";
  }

  #hearServer(client: Client, line: string): void {
    const before = client.welcomedAt;
    const answer = client.hearServer(line);
    if (client.welcomedAt !== before) this.#answered++;
    if (client.state === "in") this.#entering--;
    this.#switchboard.send(client, answer);
  }

  #nextLine({ id, room, ledger }: Client): string {
    const { wire, scenario } = this.#job;
    const spoken = { time: this.us, speaker: id, sequence: ledger.say(id) };
    return LANGUAGES[wire].say({ room, payload: encodePayload(spoken, scenario.size - 1) });
  }
}
