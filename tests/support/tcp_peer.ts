// A client on a real TCP socket, for the tests of transports. What it says first can be given.

import { createConnection } from "node:net";
import type { Address } from "../../src/transport.ts";
import type { Peer } from "./transport_contract.ts";

const encoder = new TextEncoder();

export async function connectTcp({ port }: Address, opening = ""): Promise<Peer> {
  const conn = await Deno.connect({ hostname: "127.0.0.1", port });
  const peer = peerOf(conn);
  await peer.send(encoder.encode(opening));
  return peer;
}

/** A client's end of `conn`. */
export function peerOf(conn: Deno.TcpConn | Deno.TlsConn): Peer {
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

/** One that is reset by what this resolves to. By node:net, since Deno's own sockets cannot be. */
export async function resetTcp({ port }: Address, opening = ""): Promise<() => void> {
  const socket = createConnection(port, "127.0.0.1");
  await new Promise<void>((resolve) => void socket.once("connect", resolve));
  if (opening !== "") await new Promise((resolve) => socket.write(opening, resolve));
  return () => void socket.resetAndDestroy();
}
