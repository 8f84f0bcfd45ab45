// How to come in, in words for hints: a client that came by one way, and had better come by another, is told
// what to type. Pure; the ports are known once the listeners are open.

import type { Transport } from "./transport.ts";

/** A port that is open. */
export interface WayIn {
  readonly transport: Transport;
  readonly port: number;
  /** Whether nobody on the way can read what is said. */
  readonly encrypted: boolean;
}

export interface WaysIn {
  /** What to type for the port that a client came to. */
  readonly here: string;
  /** What to type for a connection that nobody on the way can read; null where there is none. */
  readonly encrypted: string | null;
  readonly port: number;
}

/** The ways in as a client sees them that came by `here`. */
export function waysIn(all: readonly WayIn[], here: WayIn): WaysIn {
  const encrypted = all.filter((way) => way.encrypted).map(howToCome);
  return {
    here: howToCome(here),
    encrypted: encrypted.length === 0 ? null : encrypted.join(" or "),
    port: here.port,
  };
}

/** What to type. */
export function howToCome({ transport, port, encrypted }: WayIn): string {
  switch (transport) {
    case "tcp":
      return `nc HOST ${port}`;
    case "tls":
      return `ncat --ssl HOST ${port}`;
    case "telnet":
      return `telnet HOST ${port}`;
    case "websocket":
      return `${encrypted ? "https" : "http"}://HOST:${port}`;
  }
}
