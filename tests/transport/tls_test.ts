// TLS keeps the promises of every transport, for clients that shake hands; those that do not cost nothing but
// themselves.

import { createConnection } from "node:net";
import { connect as connectTls } from "node:tls";
import { assertEquals } from "@std/assert";
import { systemClock as clock } from "../../src/clock.ts";
import { HANDSHAKE_MS, MAX_UNPREPARED } from "../../src/limits.ts";
import { silent } from "../../src/log.ts";
import { listenTcp } from "../../src/transport/tcp.ts";
import { listenTls, type TlsOptions } from "../../src/transport/tls.ts";
import type { Listener } from "../../src/transport.ts";
import { certificates, chainOf, OTHER_PEM, PEM } from "../support/certificates.ts";
import { type Peer, testTransport } from "../support/transport_contract.ts";

const LOCAL = { host: "127.0.0.1", port: 0 };

function listen(options: Partial<TlsOptions> = {}): Listener {
  const defaults = { certificates: certificates(), clock, log: silent };
  return listenTls(listenTcp(LOCAL), { ...defaults, ...options });
}

async function connect({ port }: { port: number }, pem = PEM): Promise<Peer> {
  const conn = await Deno.connectTls({ hostname: "localhost", port, caCerts: [chainOf(pem)] });
  const buffer = new Uint8Array(64 * 1024);
  let open = true;
  return {
    async send(bytes) {
      for (let left = bytes; left.length > 0;) left = left.subarray(await conn.write(left));
    },
    async receive() {
      const count = await conn.read(buffer);
      return count === null ? null : buffer.slice(0, count);
    },
    endInput: () => conn.closeWrite(),
    close() {
      if (open) conn.close();
      open = false;
    },
  };
}

/** By node:tls, since Deno's own sockets cannot be reset on purpose. */
async function connectToReset({ port }: { port: number }): Promise<() => void> {
  const socket = createConnection(port, "127.0.0.1");
  await new Promise<void>((resolve) => void socket.once("connect", resolve));
  const secure = connectTls({ socket, rejectUnauthorized: false });
  secure.on("error", () => {}); // it is broken on purpose
  return () => void socket.resetAndDestroy();
}

testTransport({ name: "tls", listen, connect, connectToReset, prepares: true });
