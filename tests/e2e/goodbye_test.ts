// How people go, and that the room hears of it and the name is free again each time: /quit, the end of
// input, a connection that breaks, a client that is killed, a reader who is cut.

import { assertLess } from "@std/assert";
import { Client } from "../support/client.ts";
import { scenario, shared } from "./scenario.ts";

const server = shared(["--replay", "0", "--burst", "0", "--max-backlog", "65536"]);

interface Way {
  readonly needs?: readonly string[];
  readonly connect: (port: number) => Promise<Client>;
  /** Ends the connection of "Kim". */
  readonly end: (kim: Client, witness: Client) => Promise<void>;
  /** What the room sees. */
  readonly notice: string;
  /** What the log says. */
  readonly reason: string;
}

const WAYS: Readonly<Record<string, Way>> = {
  "/quit": {
    connect: Client.connect,
    end: (kim) => kim.say("/quit"),
    notice: "* Kim left",
    reason: "quit",
  },
  "/quit with a parting word": {
    connect: Client.connect,
    end: (kim) => kim.say("/quit so long"),
    notice: "* Kim left (so long)",
    reason: "quit",
  },
  "the end of input": {
    connect: Client.connect,
    end: (kim) => kim.endInput(),
    notice: "* Kim left",
    reason: "end of input",
  },
  "a reset, by a client that died with lines unread,": {
    needs: ["bash"],
    connect: (port) => {
      const script = `exec cat > /dev/tcp/127.0.0.1/${port}`;
      return Promise.resolve(Client.run("bash", ["-c", script]));
    },
    end: (kim) => kim.close(),
    notice: "* Kim left (connection lost)",
    reason: "connection broken",
  },
  "the death of ncat": {
    needs: ["ncat"],
    connect: (port) => Promise.resolve(Client.run("ncat", ["127.0.0.1", `${port}`])),
    end: async (kim) => {
      await kim.line("* You are now Kim"); // nothing is unread now, which would make it a reset
      await kim.close();
    },
    notice: "* Kim left",
    reason: "end of input",
  },
  "being cut as a slow reader": {
    connect: (port) => Client.connect(port, { paused: true }),
    end: async (kim, witness) => {
      await talkUntil("* Kim left (slow reader)", witness);
      kim.read();
      await kim.ended();
    },
    notice: "* Kim left (slow reader)",
    reason: "slow reader",
  },
};

/** Talks until `line` is seen. Each question is answered after all that was said before it. */
async function talkUntil(line: string, witness: Client): Promise<void> {
  for (let i = 0; !witness.lines.includes(line); i++) {
    assertLess(i, 1000, "nobody was cut");
    await witness.send(`${"x".repeat(4000)}\n`.repeat(10) + "/uptime\n");
    await witness.line(/^\* Up for /);
  }
}

for (const [way, { needs = [], connect, end, notice, reason }] of Object.entries(WAYS)) {
  scenario(
    { name: `After ${way} the room is told and the name is free again`, needs },
    async (build) => {
      const started = await server(build);
      const before = started.log.length;
      await using witness = await started.enter();
      await witness.name();
      await using kim = await connect(started.port);
      await kim.say("/nick Kim");
      await witness.line(/ is now Kim$/);
      await end(kim, witness);
      await witness.until((lines) => lines.includes(notice));
      await witness.say("/nick Kim");
      await witness.line("* You are now Kim");
      await started.logged(
        "connection ended",
        (record) => record.reason === reason && started.log.indexOf(record) >= before,
      );
    },
  );
}
