// Bytes to deliveries, however reads cut them: payloads are found, the server's own lines are told apart,
// and what is torn or nameless is counted as that.

import { assertEquals } from "@std/assert";
import { Client } from "../../../bench/load/client.ts";
import { Intake } from "../../../bench/load/intake.ts";
import { Ledger } from "../../../bench/load/ledger.ts";
import { encodePayload } from "../../../bench/load/payload.ts";
import { everyCut } from "../../support/bytes.ts";

const LENGTH = 31;
const encoder = new TextEncoder();

function payload(sequence: number, time = 0): string {
  return encodePayload({ time, speaker: 1, sequence }, LENGTH);
}

/** A client that is in, and hears all that speaker 1 says: so many lines. */
function open({ said = 9, entering = false } = {}) {
  const serverLines: string[] = [];
  const ledger = new Ledger({ receivers: 1, speakers: 2, hears: () => true });
  for (let i = 0; i < said; i++) ledger.say(1);
  const client = new Client(0, { room: "#lobby", ledger, narrow: false, plays: false });
  client.state = entering ? "entering" : "in";
  const onServerLine = (_: Client, line: string) => void serverLines.push(line);
  const intake = new Intake({ length: LENGTH, end: 10, sample: 1, onServerLine });
  const receive = (bytes: Uint8Array, us = 0) => {
    intake.area.set(bytes);
    intake.take(client, { received: bytes.length, us });
  };
  return { intake, client, ledger, serverLines, receive };
}

/** Receives `text` whole, in two pieces cut at every place, and byte by byte. */
function check(text: string, expected: Partial<Record<"delivered" | "torn" | "nameless", number>>) {
  for (const pieces of everyCut(encoder.encode(text))) {
    const { ledger, client, receive } = open();
    for (const piece of pieces) receive(piece);
    const { delivered, torn, nameless, doubled, disordered } = ledger;
    assertEquals(
      { delivered, torn, nameless, doubled, disordered, tail: client.tail },
      {
        delivered: 0,
        torn: 0,
        nameless: 0,
        ...expected,
        doubled: 0,
        disordered: 0,
        tail: undefined,
      },
      `read as ${pieces.map((piece) => piece.length).join("+")}`,
    );
  }
}

Deno.test("Intake.take() counts payloads however reads cut them", () => {
  check(`anna: ${payload(0)}\nanna: ${payload(1)}\n`, { delivered: 2 });
});

Deno.test("Intake.take() takes lines that end with CR LF and begin as IRC's do", () => {
  const prefix = ":anna!~anna@127.0.0.1 PRIVMSG #lobby :";
  check(`${prefix}${payload(0)}\r\n${prefix}${payload(1)}\r\n`, { delivered: 2 });
});

Deno.test("Intake.take() passes over the server's own lines", () => {
  check(`* bob joined\nanna: ${payload(0)}\n\n* bob left\n`, { delivered: 1 });
});

Deno.test("Intake.take() calls a payload without a name nameless", () => {
  check(`anna: ${payload(0)}\n${payload(1)}\n`, { delivered: 2, nameless: 1 });
});

Deno.test("Intake.take() calls a payload torn that has lost a piece, or got one", () => {
  const [short, long] = [payload(0).slice(0, -1), payload(0) + "x"];
  const split = `${payload(0).slice(0, 20)}bob: ${payload(0).slice(20)}`;
  for (const text of [short, long, split]) check(`anna: ${text}\n* bob left\n`, { torn: 1 });
});

Deno.test("Intake.take() hands the server's lines to a client that is on its way in", () => {
  const { receive, serverLines, ledger } = open({ entering: true });
  receive(encoder.encode(`Welcome bob\n* You are in #lobby\n[14:03] anna: ${payload(0)}\n`));
  assertEquals(serverLines, ["Welcome bob", "* You are in #lobby"]);
  assertEquals(ledger.delivered, 1);
});

Deno.test("Intake.latency holds the time from saying to reading, of what was said since the reset", () => {
  const { intake, receive } = open();
  receive(encoder.encode(`anna: ${payload(0, 100)}\n`), 110);
  intake.resetLatency(200);
  receive(encoder.encode(`anna: ${payload(1, 190)}\nanna: ${payload(2, 210)}\n`), 250);
  assertEquals([intake.latency.count, intake.latency.maxMs], [1, 0.04]);
});

Deno.test("Intake.latency leaves out lines of the past, which are shown to whoever enters", () => {
  const { intake, ledger, receive } = open();
  receive(encoder.encode(`[14:03] anna: ${payload(0, 10)}\nanna: ${payload(1, 900)}\n`), 1000);
  assertEquals([ledger.delivered, intake.latency.count, intake.latency.maxMs], [2, 1, 0.1]);
});
