// The client's end of a connection on this machine, for the tests of every transport above TCP. What it says
// first can be given.

import { createConnection } from "node:net";
import type { Peer } from "./transport_contract.ts";

const encoder = new TextEncoder();

export async function connect({ port }: { port: number }, opening = ""): Promise<Peer> {
  const peer = peerOf(await Deno.connect({ hostname: "127.0.0.1", port }));
  await peer.send(encoder.encode(opening));
  return peer;
}

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

/** By node:net, since Deno's own sockets cannot be reset on purpose. */
export async function connectToReset(
  { port }: { port: number },
  opening = "",
): Promise<() => Promise<void>> {
  const socket = createConnection(port, "127.0.0.1");
  await new Promise<void>((resolve) => void socket.once("connect", resolve));
  if (opening !== "") await new Promise((resolve) => socket.write(opening, resolve));
  return () =>
    new Promise((resolve) => {
      socket.once("close", () => resolve());
      socket.resetAndDestroy();
    });
}
