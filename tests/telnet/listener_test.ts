// Telnet keeps the promises of every transport, on real sockets, with a client that agrees to nothing.

import { listenTcp } from "../../src/transport/tcp.ts";
import { TelnetListener } from "../../src/telnet/listener.ts";
import { joined } from "../support/bytes.ts";
import { connect, connectToReset } from "../support/tcp_peer.ts";
import { type Peer, testTransport } from "../support/transport_contract.ts";

const IAC = 255;
const LF = 10;
const CR = 13;

testTransport({
  name: "telnet",
  listen: () => new TelnetListener(listenTcp({ host: "127.0.0.1", port: 0 }), { maxLine: 4096 }),
  connect: async (address) => nvt(await connect(address)),
  connectToReset,
});

/** A peer that speaks telnet: doubles a byte 255, and takes commands and the CR of CR LF away. */
function nvt(peer: Peer): Peer {
  let held = new Uint8Array(0);
  return {
    ...peer,
    send: (bytes) =>
      peer.send(Uint8Array.from([...bytes].flatMap((byte) => byte === IAC ? [IAC, IAC] : [byte]))),
    async receive() {
      for (;;) {
        const bytes = await peer.receive();
        if (bytes === null) return null;
        const { text, rest } = takenApart(joined([held, bytes]));
        held = rest;
        if (text.length > 0) return text;
      }
    },
  };
}

/** The text in `bytes`, and what at their end is not yet known to be any. */
function takenApart(bytes: Uint8Array) {
  const text = new Uint8Array(bytes.length);
  let length = 0;
  let at = 0;
  for (; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    const next = bytes[at + 1];
    if ((byte === IAC || byte === CR) && next === undefined) break;
    if (byte === IAC && next !== IAC) {
      if (at + 2 >= bytes.length) break;
      at += 2;
    } else if (byte !== CR || next !== LF) {
      text[length++] = byte;
      if (byte === IAC) at++;
    }
  }
  return { text: text.subarray(0, length), rest: bytes.slice(at) };
}
