// The client's end of a TCP connection on this machine, for the tests of every transport above TCP.

import { createConnection } from "node:net";
import type { Peer } from "./transport_contract.ts";

export async function connect({ port }: { port: number }): Promise<Peer> {
  const conn = await Deno.connect({ hostname: "127.0.0.1", port });
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
export async function connectToReset({ port }: { port: number }): Promise<() => Promise<void>> {
  const socket = createConnection(port, "127.0.0.1");
  await new Promise<void>((resolve) => void socket.once("connect", resolve));
  return () =>
    new Promise((resolve) => {
      socket.once("close", () => resolve());
      socket.resetAndDestroy();
    });
}
