// Who may come in: so many connections in all, so many from one address. Counts; touches no connection.

import type { Gate } from "./gate.ts";

export interface AdmissionOptions {
  readonly maxConnections: number;
  /** 0: no limit. */
  readonly maxPerAddress: number;
}

export class Admission implements Gate {
  readonly #options: AdmissionOptions;
  readonly #perAddress = new Map<string, number>();
  #count = 0;

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** Counts a client in and returns null, or says in a line why it must stay out. */
  admit(address: string): string | null {
    const { maxConnections, maxPerAddress } = this.#options;
    if (this.#count >= maxConnections) {
      return `The server is full (${maxConnections} connections): try again later`;
    }
    const key = addressKey(address);
    const mine = key === null ? 0 : this.#perAddress.get(key) ?? 0;
    if (key !== null && maxPerAddress > 0 && mine >= maxPerAddress) {
      return `Your address is at its limit of connections (${maxPerAddress}): close one first`;
    }
    this.#count++;
    if (key !== null) this.#perAddress.set(key, mine + 1);
    return null;
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
