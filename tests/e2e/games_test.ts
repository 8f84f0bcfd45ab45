// Games as people play them, with the clients people have: connect four between two of them, hangman in a
// room, and a seat that is there again after the connection was lost.

import { assert, assertEquals } from "@std/assert";
import { Client } from "../support/client.ts";
import { KvPlace } from "../support/kv_place.ts";
import { ServerProcess } from "../support/server_process.ts";
import { scenario, shared, withPrograms } from "./scenario.ts";

const HOST = "127.0.0.1";

const server = shared(["--replay", "0", "--burst", "0"]);

/** A program that has come into a room of its own name, under this name. */
async function enters(program: string, port: number, who: { name: string; room: string }) {
  const client = Client.run(program, [HOST, `${port}`]);
  await client.name();
  await client.say(`/nick ${who.name}`);
  await client.say(`/join ${who.room}`);
  await client.line(new RegExp(`^\\* You are in ${who.room}`));
  return client;
}

/** The latest line of a board that begins with this. */
function last(client: Client, start: string): string | undefined {
  return client.lines.findLast((line) => line.startsWith(start));
}

scenario({
  name:
    "Two nc play connect four: a challenge, moves in turn, and the room hears of start and result",
  needs: ["nc.openbsd", "nc.traditional"],
}, async (build) => {
  const { port } = await server(build);
  const room = "#four";
  await using ann = await enters("nc.openbsd", port, { name: "ann4", room });
  await using ben = await enters("nc.traditional", port, { name: "ben4", room });
  await using cat = await enters("nc.openbsd", port, { name: "cat4", room });
  await ann.say("/play connect-four @ben4");
  await ben.line("* ann4 asks you to play connect-four (1): /join-game 1 accepts, within 1 minute");
  await ben.say("/join-game 1");
  await cat.line("* ann4 and ben4 play connect-four (1): /watch 1 to see it");
  const begins = await ann.line(/^\*1 (ann4|ben4) is on turn with/);
  const [first, second] = begins.includes("ann4") ? [ann, ben] : [ben, ann];
  const [x, o] = begins.endsWith("X") ? ["X", "O"] : ["O", "X"];
  for (let turn = 0; turn < 3; turn++) {
    await first.say("!4");
    await second.line(new RegExp(`dropped ${x} into 4`));
    await second.say("!5");
    await first.line(new RegExp(`dropped ${o} into 5`));
  }
  await second.say("!5");
  await second.line(/^\* It is (ann4|ben4)'s turn: wait for yours/);
  await first.say("!4");
  const over = /^\* connect-four \(1\) is over: (ann4 beats ben4|ben4 beats ann4)$/;
  for (const client of [ann, ben, cat]) await client.line(over);
  assertEquals(last(second, "*1 | "), `*1 | . . . ${x} ${o} . . |`);
  assert(!cat.lines.some((line) => line.startsWith("*1")), "who does not watch sees no moves");
  await first.say("/scores");
  await first.line("* connect-four: played 1, won 1, best 35");
});

scenario({
  name:
    "A room plays hangman: one with nc chose the word, others with ncat and nc guess it, accents or not",
  needs: ["nc.openbsd", "ncat"],
}, async (build) => {
  const { port } = await server(build);
  const room = "#hang";
  await using ann = await enters("nc.openbsd", port, { name: "annh", room });
  await using ben = await enters("ncat", port, { name: "benh", room });
  await using cat = await enters("nc.openbsd", port, { name: "cath", room });
  await ann.say("/play hangman word");
  await ann.line("* Type the word that the others have to guess");
  await ann.say("tête");
  await ben.line("* annh plays hangman (1), chosen word: /join-game 1 to play too");
  await ben.say("/join-game");
  await ben.line("*1 The word has 4 letters");
  await cat.say("/join-game");
  await ben.line("*1 cath guesses too");
  await ben.say("!e");
  await cat.line("*1 benh guessed E: yes");
  await cat.line("*1       |    _ Ê _ E");
  await cat.say("!x");
  await ben.line("*1 cath guessed X: no");
  await ben.line("*1       |    wrong: X");
  await ann.say("!t");
  await ann.line("* You chose the word: let the others guess");
  await ben.say("!TETE");
  for (const client of [ann, ben, cat]) {
    await client.line("* hangman (1) is over: benh completed the word TÊTE");
  }
});

scenario({
  name:
    "A seat is there again: nc is lost in the middle of a game, and another nc comes back with the token",
  needs: ["nc.openbsd"],
}, async (build) => {
  const { port } = await server(build);
  const room = "#back";
  const ann = await enters("nc.openbsd", port, { name: "annb", room });
  await using ben = await enters("nc.openbsd", port, { name: "benb", room });
  await ann.say("/token");
  const token = /[0-9a-f]{32}/.exec(await ann.line(/resume/))?.[0];
  await ann.say("/play number-guess 1000");
  await ben.line(/plays number-guess/);
  await ben.say("/join-game 1");
  await ben.line("*1 benb guesses too");
  await ann[Symbol.asyncDispose]();
  await ben.line("*1 annb lost the connection: the seat is kept for 2 minutes");
  await using again = Client.run("nc.openbsd", [HOST, `${port}`]);
  await again.name();
  await again.say(`/resume ${token}`);
  await again.line("*1 You play number-guess (1)");
  await ben.line("*1 annb is back");
  await again.say("!500");
  await ben.line(/^\*1 (annb: 500 is (too much|not enough)|The end: annb found the number, 500)/);
});

withPrograms({
  name: "A game and its scores are there after a restart, for who logs in and for who has a token",
  needs: ["nc.openbsd"],
}, async () => {
  await using place = new KvPlace();
  const flags = ["--replay", "0", "--burst", "0"];
  const password = "correct horse";
  let token: string | undefined;
  {
    await using process = await ServerProcess.start("source", flags, { place });
    const ann = Client.run("nc.openbsd", [HOST, `${process.port}`]);
    await ann.name();
    await ann.say(`/nick annr\n/register ${password}\n/play number-guess 1000`);
    await ann.line(/^\*1 It is from 1 to 1000$/);
    const ben = Client.run("nc.openbsd", [HOST, `${process.port}`]);
    await ben.name();
    await ben.say("/token\n/join-game");
    token = /[0-9a-f]{32}/.exec(await ben.line(/resume/))?.[0];
    await ben.line(/guesses too$/);
    process.signal("SIGTERM");
    for (const client of [ann, ben]) {
      await client.line("* Server is going down");
      await client[Symbol.asyncDispose]();
    }
    assertEquals((await process.exited()).code, 0);
  }
  await using process = await ServerProcess.start("source", flags, { place });
  await using ann = Client.run("nc.openbsd", [HOST, `${process.port}`]);
  await ann.name();
  await ann.say(`/login annr ${password}`);
  await ann.line("*1 You play number-guess (1)");
  await using ben = Client.run("nc.openbsd", [HOST, `${process.port}`]);
  await ben.name();
  await ben.say(`/resume ${token}`);
  await ben.line("*1 You play number-guess (1)");
  const found = (client: Client) =>
    client.lines.some((line) => line.startsWith("* number-guess (1) is over: annr found"));
  for (let [low, high] = [1, 1000]; !found(ann);) {
    await ann.say(`!${Math.floor((low + high) / 2)}`);
    const line = await ann.line(/^(\*1 It is |\* number-guess \(1\) is over)/);
    [low = 0, high = low] = [...line.matchAll(/\d+/g)].slice(1).map(Number);
  }
  await ann.say("/scores number-guess");
  await ann.line(/^\* 1\. annr: played 1, won 1, best \d+$/);
});

scenario({
  name: "--workers 2: a game is one for the players of both, with one number and one result",
  builds: ["binary"],
}, async () => {
  await using process = await ServerProcess.start("binary", ["--workers", "2", "--burst", "0"]);
  const clients: Client[] = [];
  for (let i = 0; i < 8; i++) {
    const client = await Client.enter(process.port);
    await client.name();
    clients.push(client);
  }
  const [starter, ...others] = clients;
  await starter?.say("/play number-guess 10");
  for (const client of others) {
    await client.line(/plays number-guess \(1\)/);
    await client.say("/join-game 1");
    await client.line(/^\*1 .* guesses too$/);
  }
  for (let number = 1; number <= 10; number++) await others[number % 7]?.say(`!${number}`);
  const results = await Promise.all(
    clients.map((client) => client.line(/^\* number-guess \(1\) is over: /)),
  );
  assertEquals(new Set(results).size, 1);
  for (const client of clients) await client.endInput();
  for (const client of clients) await client.ended();
});
