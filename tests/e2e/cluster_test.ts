// Two and three nodes over one NATS, as people with nc meet them: one chat, whichever node they are on.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { PEM } from "../support/certificates.ts";
import { ChatNodes } from "../support/chat_nodes.ts";
import type { Client } from "../support/client.ts";
import { NatsServer } from "../support/nats_server.ts";
import { launch, ServerProcess } from "../support/server_process.ts";
import { scenario, withPrograms } from "./scenario.ts";

const PASSWORD = "correct horse";
const NEEDS = ["nc", "nats-server"];

/** The one line of a node that cannot start. */
async function refusalOf(flags: readonly string[]): Promise<string> {
  const { program, args } = launch("source");
  const command = new Deno.Command(program, {
    args: [...args, "--host", "127.0.0.1", "--port", "0", "--no-web", ...flags],
    stdin: "null",
    signal: AbortSignal.timeout(20_000), // should it start in place of ending
  });
  const { code, stderr } = await command.output();
  const text = new TextDecoder().decode(stderr);
  assertEquals([code, text.trimEnd().split("\n").length], [1, 1], text);
  return text;
}

/** Nodes know of each other what was so a few seconds ago. */
async function sees(client: Client, expected: RegExp): Promise<void> {
  for (let line = ""; !expected.test(line);) {
    await client.say("/nodes\n/help nodes");
    line = await client.line(new RegExp(`${expected.source}|^\\* /nodes`));
  }
}

withPrograms({
  name: "Nodes: people, rooms, private lines and what is ruled are one",
  needs: NEEDS,
}, async () => {
  await using cluster = await ChatNodes.start(2);
  await using anna = await cluster.enter(1, "anna");
  await using bob = await cluster.enter(2, "bob");
  await anna.line(/^\* \S+ is now bob$/);
  await anna.say("hello\n/me waves");
  await bob.line("anna: hello");
  await bob.line("** anna waves");
  await bob.say("/msg anna psst");
  await anna.line("[from bob] psst");
  await anna.say("/away tea time\n/msg bob later");
  await bob.line("[from anna] later");
  await bob.say("/reply ok");
  await bob.line("* anna is away: tea time");
  await bob.say("/whois anna");
  await bob.line(/^\* anna .*#lobby/);
  await bob.say("/nick ANNA");
  await bob.line('* The name "ANNA" is taken: choose another');

  await bob.say("/join tea\n/topic green");
  await bob.line("* You are in #tea alone");
  await anna.line("* bob left");
  await anna.say("/rooms");
  await anna.line(/^\* #tea \(1\)/);
  await anna.say("/who tea");
  await anna.line("* In #tea (1): bob");
  await bob.say("first\nsecond");
  await anna.say("/join tea");
  await anna.line("* You are in #tea with bob");
  // All of this was before she came or after, as it came to pass.
  await anna.line(/^\* (Topic: green|bob set the topic: green)$/);
  await anna.line(/^(\[\d\d:\d\d\] )?bob: first$/);
  await anna.line(/^(\[\d\d:\d\d\] )?bob: second$/);
  await bob.line("* anna joined");

  await anna.say(`/register ${PASSWORD}`);
  await anna.line(/^\* anna is yours now/);
  await anna.say("/kick bob too loud");
  await bob.line("* anna kicked you out of #tea: too loud");
  await bob.line(/^\* You are in #lobby/);
  await anna.say("/leave\n/mute bob 1m");
  await bob.line("* anna muted bob for 1 minute");
  await bob.say("mmm");
  await bob.line(/^\* You are muted/);
  await anna.say("/unmute bob\n/announce tea is ready");
  await bob.line(/tea is ready/);
  await bob.say("/report anna she is bossy");
  await anna.say("/reports");
  await anna.line(/bob .*bossy/);
  await sees(anna, /^\* node1: clients 1, rooms 1, lag \d+ ms, version .* \(this one\)$/);
  await sees(anna, /^\* node2: clients 1, rooms 1, lag \d+ ms, version /);
});

withPrograms({
  name: "Nodes: accounts, memos, and coming back go from one to another",
  needs: NEEDS,
}, async () => {
  await using cluster = await ChatNodes.start(2);
  await using anna = await cluster.enter(1, "anna");
  await anna.say(`/register ${PASSWORD}\n/token`);
  const token = /[0-9a-f]{32}/.exec(await anna.line(/[0-9a-f]{32}/))?.[0];
  await using bob = await cluster.enter(2, "bob");
  await bob.say("/nick anna");
  await bob.line(/^\* The name "anna" is registered/);
  await anna.say("/join tea");
  await anna.line(/^\* You are in #tea/);
  await anna.close(); // as a cable that is pulled
  await bob.line("* anna left");
  await bob.say(`/register ${PASSWORD}\n/memo anna call me`);
  await bob.line(/^\* anna is not here now, and gets your memo/);
  await bob.say("/join tea\nare you there?");
  await bob.line(/^\* You are in #tea/);
  await using again = await cluster.enter(2, "carl");
  await again.say(`/resume ${token}`);
  await again.line(/^\* .*#tea with bob/);
  await again.line(/^\[\d\d:\d\d\] bob: are you there\?$/);
  await again.until((lines) => lines.some((line) => line.includes("call me")));
  await bob.line("* anna joined");
  await again.say("/sessions");
  await again.line(/this one/);
});

scenario({
  name: "Nodes: of many who want one name at once on three, one gets it",
  needs: NEEDS,
}, async (build) => {
  await using cluster = await ChatNodes.start(3, build);
  const clients = await Promise.all(Array.from({ length: 12 }, (_, n) => {
    return cluster.nodes[n % 3]?.enter();
  }));
  const all = clients.filter((client) => client !== undefined);
  for (const client of all) await client.name();
  for (const name of ["zoe", "yan", "xia"]) {
    await Promise.all(all.map((client) => client.say(`/nick ${name}`)));
    const answers = await Promise.all(all.map((client) => {
      return client.line(
        new RegExp(`^\\* (You are now ${name}|The name "${name}" is taken|You are "${name}")`),
      );
    }));
    assertEquals(answers.filter((answer) => answer.startsWith("* You are")).length, 1, name);
  }
  for (const client of all) await client.close();
});

withPrograms({
  name: "Nodes: one that comes later knows who is where, what was said and what is played",
  needs: NEEDS,
}, async () => {
  await using cluster = await ChatNodes.start(2);
  await using anna = await cluster.enter(1, "anna");
  await using bob = await cluster.enter(2, "bob");
  await anna.say("/join tea\nhello tea\n/away soup");
  await anna.line(/^\* You are in #tea/);
  await bob.say("/join tea\n/play connect-four @anna");
  await anna.line(/bob asks|challenge|connect-four/i);
  await anna.say("/join-game");
  await bob.line(/board|turn|move/i);
  await cluster.add("node3");
  await using carl = await cluster.enter(3, "carl");
  await carl.say("/who tea");
  await carl.line("* In #tea (2): anna (away), bob");
  await carl.say("/join tea");
  await carl.line(/^\* You are in #tea with (anna and bob|bob and anna)$/);
  await carl.line(/^\[\d\d:\d\d\] anna: hello tea$/);
  await carl.say("/games\n/watch");
  await carl.line(/connect-four/);
  await carl.line(/You watch connect-four/);
  await carl.say("good luck");
  await anna.line("carl: good luck");
});

withPrograms({
  name:
    "Nodes: NATS by tls:// with a certificate of one's own, and one line about one that is not known",
  needs: ["nats-server"],
}, async () => {
  const pem = await Deno.makeTempFile({ suffix: ".pem" });
  await Deno.writeTextFile(pem, PEM);
  await using nats = await NatsServer.start(["--tls", "--tlscert", pem, "--tlskey", pem]);
  const flags = ["--nats", `tls://localhost:${nats.port}`];
  await using node = await ServerProcess.start("source", flags, { env: { DENO_CERT: pem } });
  await using anna = await node.enter();
  await anna.say("/uptime");
  await anna.line(/^\* /);
  assertMatch(await refusalOf(flags), /certificate.*DENO_CERT/);
  await Deno.remove(pem);
});

withPrograms({
  name: "Nodes: more replicas than NATS has servers, and a wrong password, are one line each",
  needs: ["nats-server"],
}, async () => {
  await using nats = await NatsServer.start(["--user", "anna", "--pass", PASSWORD]);
  const nodeOf = (password: string) => {
    const user = `anna:${encodeURIComponent(password)}`;
    return ["--nats", `nats://${user}@127.0.0.1:${nats.port}`, "--nats-replicas", "3"];
  };
  assertMatch(await refusalOf(nodeOf(PASSWORD)), /take --nats-replicas 1/);
  const refusal = await refusalOf(nodeOf("hunter2"));
  assertMatch(refusal, /Authorization Violation.*credentials fit/);
  assert(!refusal.includes("hunter2"));
});
