// Who may come in: so many connections in all, so many from one address. Counts; touches no connection.

import { type Clock, systemClock } from "./clock.ts";
import { duration } from "./duration.ts";
import type { Gate } from "./gate.ts";
import { ATTEMPTS_KEPT, ATTEMPTS_MS } from "./limits.ts";
import { SlidingCounts } from "./sliding_counts.ts";

export interface AdmissionOptions {
  readonly maxConnections: number;
  /** 0: no limit. */
  readonly maxPerAddress: number;
  /** Within a minute, of one address. 0, or not given: no limit. */
  readonly maxAttempts?: number;
}

export class Admission implements Gate {
  readonly #options: AdmissionOptions;
  readonly #perAddress = new Map<string, number>();
  readonly #attempts = new SlidingCounts({ span: ATTEMPTS_MS, maxKeys: ATTEMPTS_KEPT });
  readonly #clock: Pick<Clock, "now">;
  #count = 0;

  constructor(options: AdmissionOptions, clock: Pick<Clock, "now"> = systemClock) {
    this.#options = options;
    this.#clock = clock;
  }

  /** Counts a client in and returns null, or says in a line why it must stay out. */
  admit(address: string): string | null {
    const { maxConnections, maxPerAddress } = this.#options;
    if (this.#count >= maxConnections) {
      return `The server is full (${maxConnections} connections): try again later`;
    }
    const key = addressKey(address);
    const wait = key === null ? 0 : this.#waitOf(key);
    if (wait > 0) {
      return `Your address came ${this.#options.maxAttempts} times within a minute: try again in ${
        duration(wait)
      }`;
    }
    const mine = key === null ? 0 : this.#perAddress.get(key) ?? 0;
    if (key !== null && maxPerAddress > 0 && mine >= maxPerAddress) {
      return `Your address is at its limit of connections (${maxPerAddress}): close one first`;
    }
    this.#count++;
    if (key !== null && this.#options.maxAttempts) this.#attempts.add(key, this.#clock.now());
    if (key !== null) this.#perAddress.set(key, mine + 1);
    return null;
  }

  /** How long an address has to wait, in milliseconds. Only those count that were let in, or none would be again. */
  #waitOf(key: string): number {
    const limit = this.#options.maxAttempts ?? 0;
    return limit === 0 ? 0 : this.#attempts.wait(key, { limit, now: this.#clock.now() });
  }

  /** Counts out a client that was admitted. */
  leave(address: string): void {
    this.#count--;
    const key = addressKey(address);
    if (key === null) return;
    const left = (this.#perAddress.get(key) ?? 1) - 1;
    if (left > 0) this.#perAddress.set(key, left);
    else this.#perAddress.delete(key);
  }
}

/** What counts as one address: an IPv4 address, or an IPv6 network of 64 bits; null for this very machine. */
export function addressKey(address: string): string | null {
  const v4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (v4 !== undefined) return v4.startsWith("127.") ? null : v4;
  const network = network64(address);
  return address === "::1" ? null : network;
}

/** The first four groups of an IPv6 address. */
function network64(address: string): string {
  const [head = "", tail] = address.replace(/%.*$/, "").toLowerCase().split("::");
  const groups = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  while (tail !== undefined && groups.length + after.length < 8) groups.push("0");
  return [...groups, ...after].slice(0, 4).map((group) => group.replace(/^0+(?=.)/, "")).join(":");
}
