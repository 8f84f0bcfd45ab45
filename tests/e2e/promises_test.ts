// Nothing is lost in silence: every line is accepted or answered, an accepted one reaches everybody once,
// whole and in one order, those above the flood limit come later, and a reader who is too slow is cut, never
// skipped. Proved with lines that carry their number and a checksum.

import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import type { Client } from "../support/client.ts";
import { ServerProcess } from "../support/server_process.ts";
import { checkNumbered, countOf, numbered, numberedLines, without } from "./numbered.ts";
import { scenario, shared } from "./scenario.ts";

const NO_FLOOD_LIMIT = ["--replay", "0", "--burst", "0"];
const unlimited = shared(NO_FLOOD_LIMIT);
const limited = shared(["--replay", "0", "--burst", "6", "--rate", "20"]);

/** `count` clients who are all in the lobby, with their names. */
async function enter(
  server: ServerProcess,
  { count, stack }: { count: number; stack: AsyncDisposableStack },
): Promise<{ client: Client; name: string }[]> {
  const clients = await Promise.all(Array.from({ length: count }, () => server.enter()));
  for (const client of clients) stack.use(client);
  return await Promise.all(clients.map(async (client) => ({ client, name: await client.name() })));
}

function isChat(line: string): boolean {
  return /^\S+: /.test(line);
}

/** Sends `text` in pieces that end anywhere. */
async function sendRagged(client: Client, text: string): Promise<void> {
  let size = 1;
  for (let at = 0; at < text.length; at += size) {
    size = size * 7 % 1009 + 1;
    await client.send(text.slice(at, at + size));
  }
}

scenario(
  "Six who talk at once are heard by all others once, whole and in one order",
  async (build) => {
    const each = 300;
    await using stack = new AsyncDisposableStack();
    const everybody = await enter(await unlimited(build), { count: 7, stack });
    const [listener, ...speakers] = everybody;
    assert(listener);
    await Promise.all(
      speakers.map(({ client, name }) => sendRagged(client, numberedLines(name, { to: each }))),
    );
    await Promise.all(everybody.map(({ client }) => {
      const expected = client === listener.client ? 6 * each : 5 * each;
      return client.until((lines) => lines.filter(isChat).length >= expected);
    }));
    for (const { client } of everybody) {
      await client.endInput();
      await client.ended();
    }
    const order = checkNumbered(listener.client.lines);
    for (const { client, name } of speakers) {
      assertEquals(countOf(name, order), each);
      assertEquals(checkNumbered(client.lines), without(name, order));
    }
  },
);

/** What a sender may type, and whether others hear it; what they do not is answered with one line. */
const KINDS: readonly { type: (name: string, heard: number) => string; heard: boolean }[] = [
  { type: (name, heard) => numbered(name, heard), heard: true },
  { type: (name, heard) => numbered(name, heard, 3000), heard: true },
  { type: () => "x".repeat(4097), heard: false },
  { type: () => "/nosuchcommand", heard: false },
  { type: () => "/nick not a name", heard: false },
  { type: () => "\x1b[2J", heard: false },
  { type: () => "/msg nobodyhere hello", heard: false },
];

scenario(
  "Of lines good and bad, those heard and those answered are together those sent",
  async (build) => {
    await using stack = new AsyncDisposableStack();
    const [listener, sender] = await enter(await unlimited(build), { count: 2, stack });
    assert(listener && sender);
    const lines: string[] = [];
    let heard = 0;
    for (let i = 0; i < 400; i++) {
      const kind = KINDS[i * 3 % KINDS.length];
      assert(kind);
      lines.push(kind.type(sender.name, heard));
      if (kind.heard) heard++;
    }
    await sendRagged(sender.client, lines.join("\n"));
    await sender.client.endInput();
    await sender.client.ended();
    await listener.client.line(`* ${sender.name} left`);
    const answers = sender.client.lines.filter((line) =>
      line.startsWith("* ") && !/joined|You are in/.test(line)
    );
    assertEquals(countOf(sender.name, checkNumbered(listener.client.lines)), heard);
    assertEquals(heard + answers.length, lines.length);
  },
);

scenario(
  "Lines above the flood limit come later, all of them and in order, also after the sender half-closed",
  async (build) => {
    await using stack = new AsyncDisposableStack();
    const [listener, other, flooder] = await enter(await limited(build), { count: 3, stack });
    assert(listener && other && flooder);
    // Few and short enough to be read at once: without a limit all would be heard at once too.
    await flooder.client.send(numberedLines(flooder.name, { to: 17, length: 13 }));
    await flooder.client.endInput();
    await other.client.line(`${flooder.name}: ${numbered(flooder.name, 5, 13)}`);
    await other.client.say(numbered(other.name, 0));
    await flooder.client.ended();
    await listener.client.line(`* ${flooder.name} left`);
    const order = checkNumbered(listener.client.lines);
    assertEquals(countOf(flooder.name, order), 17);
    const between = order.indexOf(`${other.name} 0`);
    assertGreater(between, order.indexOf(`${flooder.name} 5`));
    assertLess(between, order.indexOf(`${flooder.name} 16`));
  },
);

scenario("A command that lists things counts as three lines of the flood limit", async (build) => {
  await using stack = new AsyncDisposableStack();
  const [asker, other] = await enter(await limited(build), { count: 2, stack });
  assert(asker && other);
  await asker.client.send("/who\n".repeat(4));
  await asker.client.line(/^\* In #lobby/);
  await asker.client.line(/^\* In #lobby/);
  // Two have used up the burst of six.
  await other.client.say("now");
  await asker.client.line(`${other.name}: now`);
  await asker.client.line(/^\* In #lobby/);
  await asker.client.line(/^\* In #lobby/);
});

scenario(
  "A client who asks for more than it reads is read later, and gets every answer",
  async (build) => {
    await using server = await ServerProcess.start(build, [
      ...NO_FLOOD_LIMIT,
      ...["--max-backlog", "16384"],
    ]);
    const questions = 4000; // some 6 MB of answers, more than sockets hold
    await using asker = await server.connect({ paused: true });
    const asked = asker.send("/help\n".repeat(questions) + "/nick Last\n");
    await using other = await server.enter();
    await other.name();
    await asked;
    asker.read();
    await other.line(/ is now Last$/);
    await asker.line("* You are now Last");
    assertEquals(asker.lines.filter((line) => line.startsWith("* /help ")).length, questions);
  },
);

scenario(
  "A reader who stops reading is cut with a reason, and the others get every line",
  async (build) => {
    await using server = await ServerProcess.start(build, NO_FLOOD_LIMIT);
    await using slow = await server.connect({ paused: true });
    await slow.send("/nick Slow\n");
    await using never = await server.connect({ paused: true });
    await never.send("/nick Never\n");
    await using stack = new AsyncDisposableStack();
    const [speaker, witness] = await enter(server, { count: 2, stack });
    assert(speaker && witness);
    const sent = await talkUntilCut(speaker, witness.client);
    slow.read();
    await slow.ended();
    await speaker.client.say("/quit");
    await witness.client.line(`* ${speaker.name} left`);

    assertEquals(countOf(speaker.name, checkNumbered(witness.client.lines)), sent);
    assert(witness.client.lines.includes("* Never left (slow reader)"));
    // What the slow one got has no gap; then comes the reason, and nothing after it.
    assert(countOf(speaker.name, checkNumbered(slow.lines.slice(0, -2))) > 0);
    assertEquals(slow.lines.slice(-2), [
      "",
      "* You were disconnected: more than 262144 bytes were waiting for you",
    ]);
    // The one who never reads again is gone too.
    const gone = new Set<unknown>();
    await server.logged("connection ended", ({ reason, id }) => {
      return reason === "slow reader" && gone.add(id).size === 2;
    });
  },
);

/** Talks, never faster than `witness` reads, until both slow readers are cut. Returns the lines sent. */
async function talkUntilCut(
  { client, name }: { client: Client; name: string },
  witness: Client,
): Promise<number> {
  let sent = 0;
  const cut = () => witness.lines.filter((line) => line.endsWith(" left (slow reader)")).length;
  while (cut() < 2) {
    await client.send(numberedLines(name, { from: sent, to: sent + 20, length: 4000 }));
    sent += 20;
    await witness.line(`${name}: ${numbered(name, sent - 1, 4000)}`);
    assert(sent < 10_000, "nobody was cut");
  }
  return sent;
}
