// Programs that speak something else than chat: browsers, TLS clients, scanners. Each gets one helpful answer
// and a close, never becomes a user, and the room sees nothing of it. People who type odd things are no programs.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { Client } from "../support/client.ts";
import type { Build, ServerProcess } from "../support/server_process.ts";
import { scenario, shared } from "./scenario.ts";

const server = shared(["--replay", "0", "--burst", "0"]);
const decoder = new TextDecoder();

/** Runs `visit` with a witness in the lobby, who must see and find nobody. */
async function unseen(
  build: Build,
  { reason, visit }: { reason: string; visit: (server: ServerProcess) => Promise<void> },
): Promise<void> {
  const started = await server(build);
  await using witness = await started.enter();
  const name = await witness.name();
  const before = started.log.length;
  await visit(started);
  await started.logged(
    "connection ended",
    (record) => record.reason === reason && started.log.indexOf(record) >= before,
  );
  await witness.say("/who");
  await witness.line(`* In #lobby (1): ${name}`);
  assertEquals(witness.lines, [
    `Welcome ${name}`,
    "* You are in #lobby alone. Type to chat, /help for commands.",
    `* In #lobby (1): ${name}`,
  ]);
}

/** Sends `bytes` as the first thing on a connection and returns all that was answered before the close. */
async function ask(port: number, bytes: string | Uint8Array): Promise<string> {
  await using client = await Client.connect(port);
  await client.send(bytes);
  return await client.ended();
}

scenario({
  name: "curl gets a real 400 that names nc and the port",
  needs: ["curl"],
}, (build) =>
  unseen(build, {
    reason: "http",
    visit: async ({ port }) => {
      const { code, stdout } = await new Deno.Command("curl", {
        args: [
          "--silent",
          "--show-error",
          "--max-time",
          "20",
          "--include",
          "--noproxy",
          "*",
          `http://127.0.0.1:${port}/`,
        ],
      }).output();
      assertEquals(code, 0);
      const answer = decoder.decode(stdout);
      assertMatch(answer, /^HTTP\/1\.1 400 Bad Request\r\n/);
      assertStringIncludes(answer, `use nc HOST ${port}\n`);
    },
  }));

const REQUESTS: Readonly<Record<string, string>> = {
  "GET": "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
  "HTTP/1.0": "GET /index.html HTTP/1.0\r\n\r\n",
  "WebSocket": "GET /chat HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
  "POST with chat commands in its body":
    "POST / HTTP/1.1\r\nContent-Length: 18\r\n\r\n/me was here\r\nhello",
  "CONNECT": "CONNECT example.org:443 HTTP/1.1\r\n\r\n",
  "HTTP/2": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0",
};

for (const [kind, request] of Object.entries(REQUESTS)) {
  scenario(
    `A ${kind} request gets one whole HTTP answer and no word of chat`,
    (build) =>
      unseen(build, {
        reason: "http",
        visit: async ({ port }) => {
          const answer = await ask(port, request);
          const [head = "", body = ""] = answer.split("\r\n\r\n");
          assertMatch(head, /^HTTP\/1\.1 400 Bad Request\r\n/);
          assertMatch(head, new RegExp(`\r\nContent-Length: ${body.length}(\r\n|$)`));
          assertEquals(
            body,
            `This is a chat server's text port, not a web page: use nc HOST ${port}\n`,
          );
        },
      }),
  );
}

scenario({
  name: "openssl s_client is refused at once, with words in place of a handshake",
  needs: ["openssl"],
}, (build) =>
  unseen(build, {
    reason: "tls",
    visit: async ({ port }) => {
      const { code, stderr } = await new Deno.Command("openssl", {
        args: ["s_client", "-connect", `127.0.0.1:${port}`],
        stdin: "null",
        signal: AbortSignal.timeout(20_000),
      }).output();
      assert(code !== 0);
      assertMatch(decoder.decode(stderr), /wrong version number|packet length too long|record/);
    },
  }));

/** Bytes written as hexadecimal digits. */
function hex(digits: string): Uint8Array {
  return Uint8Array.from(digits.match(/[0-9a-f]{2}/g) ?? [], (pair) => parseInt(pair, 16));
}

const PLAIN_ANSWER = "* This is a chat for people, in plain text: use nc HOST PORT\n";
const TLS_ANSWER = "* This port speaks plain text, not TLS: use nc HOST PORT\n";

/** First bytes of real programs, the answer, and the reason in the log. */
const OPENINGS: Readonly<
  Record<string, { bytes: string | Uint8Array; answer: string; reason: string }>
> = {
  "A TLS 1.2 ClientHello": {
    bytes: hex(
      "16030100a5010000a10303" + "5a".repeat(32) + "00" + "0004c02fc030" + "0100" + "0074" +
        "00".repeat(116),
    ),
    answer: TLS_ANSWER,
    reason: "tls",
  },
  "A TLS 1.3 ClientHello of 1700 bytes": {
    bytes: hex("160301069f0100069b0303" + "c3".repeat(1689)),
    answer: TLS_ANSWER,
    reason: "tls",
  },
  "An SSH client": {
    bytes: "SSH-2.0-OpenSSH_9.6\r\n",
    answer: PLAIN_ANSWER,
    reason: "scanner",
  },
  "An RDP client": {
    bytes: hex("030000130ee000000000000100080003000000"),
    answer: PLAIN_ANSWER,
    reason: "scanner",
  },
  "A SOCKS 5 probe": {
    bytes: hex("05040001028005010003"),
    answer: PLAIN_ANSWER,
    reason: "scanner",
  },
  "A DNS query over TCP": {
    bytes: hex("001e0006010000010000000000000776657273696f6e0462696e640000100003"),
    answer: PLAIN_ANSWER,
    reason: "scanner",
  },
  "An MS SQL client": {
    bytes: hex("1201003400000000000015000601001b000102001c000c0300280004ff08000155000000"),
    answer: PLAIN_ANSWER,
    reason: "scanner",
  },
  "An SMB client": {
    bytes: hex("00000054ff534d4272000000001801280000000000000000000000000000"),
    answer: PLAIN_ANSWER,
    reason: "scanner",
  },
  "A MongoDB client": {
    bytes: hex("3a000000a741000000000000d40700000000000061646d696e2e24636d6400"),
    answer: PLAIN_ANSWER,
    reason: "scanner",
  },
  "A picture that was piped in": {
    bytes: hex("89504e470d0a1a0a0000000d49484452000002800000019008060000"),
    answer: PLAIN_ANSWER,
    reason: "scanner",
  },
  "A program that was piped in": {
    bytes: hex("7f454c4602010100000000000000000003003e0001000000306d0000000000004000"),
    answer: PLAIN_ANSWER,
    reason: "scanner",
  },
  "An RTSP player": {
    bytes: "OPTIONS rtsp://127.0.0.1/ RTSP/1.0\r\nCSeq: 1\r\n\r\n",
    answer: PLAIN_ANSWER,
    reason: "scanner",
  },
  "A SIP client": {
    bytes: "OPTIONS sip:nm SIP/2.0\r\nVia: SIP/2.0/TCP nm\r\n\r\n",
    answer: PLAIN_ANSWER,
    reason: "scanner",
  },
};

for (const [who, { bytes, answer, reason }] of Object.entries(OPENINGS)) {
  scenario(`${who} gets one line and a close`, (build) =>
    unseen(build, {
      reason,
      visit: async ({ port }) => {
        assertEquals(await ask(port, bytes), answer.replace("PORT", `${port}`));
      },
    }));
}

/** First lines of people, and what others see of them. */
const CHAT: readonly [typed: string, seen: string][] = [
  ["GET me a beer", "GET me a beer"],
  ["POST /tmp", "POST /tmp"],
  ["SSH is down again", "SSH is down again"],
  ["\x1b[A\x1b[Bhi", "hi"],
];

scenario("People whose first line looks a little like a protocol are welcome", async (build) => {
  const { port } = await server(build);
  await using listener = await Client.enter(port);
  await listener.name();
  for (const [typed, seen] of CHAT) {
    await using client = await Client.connect(port);
    await client.say(typed);
    await listener.line(`${await client.name()}: ${seen}`);
  }
});
