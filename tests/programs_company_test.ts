// What programs know of a room: who is there, by the rules of docs/protocol.md, whatever comes and goes; what
// is said at its place in the order, their own lines included; and the end of it.

import { assert, assertEquals, assertGreater } from "@std/assert";
import { CROWD_NOTICE_MS } from "../src/limits.ts";
import { ChatRoom, type Message, type Program, type Talker } from "./support/chat_room.ts";
import { Random } from "./support/random.ts";

interface Person {
  readonly name: string;
  readonly away?: boolean;
}

/** A list of members as a page keeps it. */
class List {
  readonly away = new Map<string, boolean>();
  people = 0;

  get names(): string[] {
    return [...this.away.keys()].sort();
  }

  apply(message: Message): void {
    const by = message.by as Person | undefined;
    switch (message.type) {
      case "entered":
      case "members":
        this.away.clear();
        for (const { name, away } of message.members as Person[]) {
          this.away.set(name, away === true);
        }
        return;
      case "joined":
        return void this.away.set(by?.name ?? "", message.away === true);
      case "left":
        return void this.away.delete(by?.name ?? "");
      case "kicked":
        return void this.away.delete((message.who as Person).name);
      case "renamed":
        return this.#rename(by?.name ?? "", String(message.name));
      case "away":
        if (this.away.has(by?.name ?? "")) this.away.set(by?.name ?? "", message.away === true);
        return;
      case "crowd":
        this.people = Number(message.people);
        for (const name of message.went as string[]) this.away.delete(name);
        for (const { name, away } of message.came as Person[]) this.away.set(name, away === true);
    }
  }

  #rename(from: string, to: string): void {
    const away = this.away.get(from);
    if (away === undefined || !this.away.delete(from)) return;
    this.away.set(to, away);
  }
}

async function enter(room: ChatRoom, name: string): Promise<{ program: Program; list: List }> {
  const program = await room.program();
  const list = new List();
  await program.asks({ do: "enter", args: [name] }, { do: "set", args: ["echo", "on"] })
    .then((messages) => messages.forEach((message) => list.apply(message)));
  return { program, list };
}

for (const { size, seed } of [{ size: 5, seed: 1 }, { size: 5, seed: 2 }, { size: 60, seed: 3 }]) {
  Deno.test(`The list of members stays right among ${size} who come, go and change, seed ${seed}`, async () => {
    const room = new ChatRoom();
    await room.chat.open();
    const random = new Random(seed);
    const people: Talker[] = [];
    let names = 0;
    const arrive = async () => void people.push(await room.connect(`p${++names}`));
    for (let i = 0; i < size; i++) await arrive();
    const { program, list } = await enter(room, "watcher");
    for (let step = 0; step < 150; step++) {
      const one = random.pick(people);
      switch (random.below(6)) {
        case 0:
          await one.types("/quit");
          people.splice(people.indexOf(one), 1);
          await arrive();
          break;
        case 1:
          await one.types("/join #tea");
          break;
        case 2:
          await one.types("/join #lobby");
          break;
        case 3:
          await one.types(`/nick p${++names}`);
          break;
        case 4:
          await one.types("/away lunch");
          break;
        case 5:
          await one.types("/back", "hello");
      }
    }
    await room.pass(CROWD_NOTICE_MS);
    for (const message of program.news()) list.apply(message);
    const { roster } = room.chat;
    const lobby = roster.rooms.get("#lobby");
    assert(lobby);
    const members = roster.members(lobby, 1000);
    assertEquals(list.names, members.map(({ person }) => person.name).sort());
    if (size > 50) assertEquals(list.people, lobby.heads);
    const wrong = members.filter(({ person, away }) => list.away.get(person.name) !== away);
    assertEquals(wrong, []);
    assertGreater(lobby.heads, 1);
  });
}

Deno.test("A program that wants echo has its own lines and deeds at their place in the order", async () => {
  const room = new ChatRoom();
  await room.chat.open();
  const anna = await room.connect("anna");
  const { program } = await enter(room, "bob");
  program.news();
  anna.connection.type("one\n");
  program.talker.connection.type(
    '{"do":"say","text":"two","ref":1}\n{"do":"topic","args":["tea"]}\n',
  );
  anna.connection.type("three\n");
  await room.settle();
  const news = program.news();
  const shown = news.filter(({ type }) => type === "said" || type === "settled");
  assertEquals(shown.map(({ text = "topic" }) => text).sort(), ["one", "three", "topic", "two"]);
  const own = shown.find(({ text }) => text === "two");
  assertEquals(news.find(({ type }) => type === "done")?.id, own?.id);
  await program.asks({ do: "set", args: ["echo", "off"] });
  assertEquals((await program.asks({ do: "say", text: "four" })).length, 0);
});

Deno.test("A program is told that it is out of a room, by itself or by somebody, and who it is now", async () => {
  const room = new ChatRoom({ admins: ["anna"] });
  await room.chat.open();
  const anna = await room.connect("anna");
  await anna.types("/register correct horse");
  const { program } = await enter(room, "bob");
  await program.asks({ do: "join", args: ["tea"] });
  const [left] = await program.asks({ do: "leave", room: "#tea" });
  assertEquals(left, { type: "exited", room: "#tea", by: null, text: "" });
  await program.asks({ do: "join", args: ["tea"] });
  await anna.types("/join tea");
  program.news();
  await anna.types("/kick bob spam");
  const [exited] = program.heard("exited");
  assertEquals(exited, {
    type: "exited",
    room: "#tea",
    by: { name: "anna", registered: true },
    text: "spam",
  });
  const [you] = await program.asks({ do: "nick", args: ["rob"] });
  assertEquals([you?.type, you?.name], ["you", "rob"]);
  const [away] = await program.asks({ do: "away" });
  assertEquals([away?.type, away?.away], ["you", true]);
});

Deno.test("A program's list loses whom a ban takes out, which people are told once", async () => {
  const room = new ChatRoom({ admins: ["anna"] });
  await room.chat.open();
  const anna = await room.connect("anna");
  await anna.types("/register correct horse");
  await anna.types("/join tea");
  const gus = await room.connect("gus");
  await gus.types("/join tea");
  const lou = await room.connect("lou");
  await lou.types("/join tea");
  lou.news();
  const { program, list } = await enter(room, "bob");
  const entered = await program.asks({ do: "join", args: ["tea"] });
  entered.forEach((message) => list.apply(message));
  assertEquals(list.names, ["anna", "bob", "gus", "lou"]);
  await anna.types("/ban gus spam");
  const ofTea = program.news().filter((message) => message.room === "#tea");
  ofTea.forEach((message) => list.apply(message));
  assertEquals(list.names, ["anna", "bob", "lou"]);
  assertEquals(lou.news().slice(-1), ["* anna banned gus (spam)"]);
});

Deno.test("A login is news to the room, though the name stays the same", async () => {
  const room = new ChatRoom();
  await room.chat.open();
  const { program } = await enter(room, "bob");
  const anna = await room.connect("anna");
  program.news();
  await anna.types("/register correct horse");
  const [renamed] = program.heard("renamed");
  assertEquals([renamed?.name, renamed?.registered, renamed?.room], ["anna", true, "#lobby"]);
  const [listed] = await program.asks({ do: "who" });
  assertEquals(listed?.members, [
    { name: "bob", registered: false, away: false },
    { name: "anna", registered: true, away: false },
  ]);
});

Deno.test("The past is read page by page, backwards, to its beginning", async () => {
  const room = new ChatRoom();
  await room.chat.open();
  const anna = await room.connect("anna");
  for (let i = 1; i <= 25; i++) await anna.types(`${i}`);
  const { program } = await enter(room, "bob");
  const read: unknown[] = [];
  let before: string | undefined;
  let pages = 0;
  for (let more = true; more; pages++) {
    const args = before === undefined ? ["10"] : ["10", before];
    const [past] = await program.asks({ do: "history", args });
    const lines = past?.lines as Message[];
    read.unshift(...lines.map(({ text }) => text));
    before = String(lines[0]?.id);
    more = past?.more === true;
  }
  assertEquals(pages, 3);
  assertEquals(read, Array.from({ length: 25 }, (_, i) => `${i + 1}`));
  const [past] = await program.asks({ do: "history", args: ["10", before ?? ""] });
  assertEquals(past, { type: "past", lines: [], more: false });
});

Deno.test("What a reader of a page types is read as in a terminal", async () => {
  const room = new ChatRoom();
  await room.chat.open();
  const anna = await room.connect("anna");
  const { program } = await enter(room, "bob");
  anna.news();
  await program.asks(
    { do: "type", text: "hello" },
    { do: "type", text: "//slash" },
    { do: "type", text: "/me waves" },
    { do: "type", text: "/topic green tea" },
  );
  assertEquals(anna.news(), [
    "bob: hello",
    "bob: /slash",
    "** bob waves",
    "* bob set the topic: green tea",
  ]);
  const [failed] = await program.asks({ do: "type", text: "/nosuch", ref: 1 });
  assertEquals([failed?.type, failed?.code], ["failed", "unknown-command"]);
  const [long] = await program.asks({ do: "say", text: "é".repeat(2049), ref: 2 });
  assertEquals([long?.type, long?.code, long?.ref], ["failed", "usage", 2]);
});
