// One client of the load: what it is, and what has not gone out or come in whole yet. Data and small
// changes of state; the sockets are the crowd's, reading lines is the intake's.

import type { Ledger } from "./ledger.ts";
import type { Step } from "./wire.ts";

export interface ClientOptions {
  readonly room: string;
  readonly ledger: Ledger;
  /** Whether little of what it does not read fits into the kernel's buffers. */
  readonly narrow: boolean;
  /** Whether what the server itself says to it matters when it is in, too. */
  readonly plays: boolean;
}

export class Client {
  readonly id: number;
  readonly room: string;
  readonly ledger: Ledger;
  readonly narrow: boolean;
  readonly plays: boolean;
  fd = -1;
  /** Whether it reads what it gets. */
  reads = true;
  /** What the kernel was asked to tell of its socket. */
  watched = 0;
  state: "away" | "entering" | "in" | "closed" = "away";
  /** When it began to connect. This and what follows is in milliseconds, by performance.now(). */
  connectedAt = 0;
  /** When the kernel had both ends of the connection; 0 before. */
  establishedAt = 0;
  /** When the server said its first line; 0 before. */
  welcomedAt = 0;
  /** The beginning of a line whose end has not come. */
  tail: Uint8Array<ArrayBuffer> | undefined;
  /** What the kernel has not taken yet. */
  unsent: Uint8Array<ArrayBuffer> | undefined;
  /** Steps to go until it is in. */
  steps: Step[] = [];

  constructor(id: number, { room, ledger, narrow, plays }: ClientOptions) {
    this.id = id;
    this.room = room;
    this.ledger = ledger;
    this.narrow = narrow;
    this.plays = plays;
  }

  get connected(): boolean {
    return this.state === "entering" || this.state === "in";
  }

  /** Ready to connect, for the first time or again. */
  begin(steps: readonly Step[]): void {
    this.state = "entering";
    this.steps = [...steps];
    this.connectedAt = performance.now();
    this.establishedAt = this.welcomedAt = this.watched = 0;
    this.tail = this.unsent = undefined;
  }

  /** A line came that is nobody's payload. Returns what to send next, if that was the answer awaited. */
  hearServer(line: string): string {
    if (this.state !== "entering" || !line.includes(this.steps[0]?.expect ?? "")) return "";
    this.welcomedAt ||= performance.now();
    this.steps.shift();
    if (this.steps.length === 0) this.state = "in";
    return this.steps[0]?.send ?? "";
  }
}
