// How programs come in where they may choose, as on a WebSocket: as a guest, with an account, or back after a
// loss, with every line that they have missed and none of those they have.

import { assert, assertEquals } from "@std/assert";
import { ENTER_MS, LINGER_MS, LOGIN_MS, RECALL_LOOK_MS, RECALL_MS } from "../src/limits.ts";
import { ChatRoom, type ChatRoomOptions, type Message, type Program } from "./support/chat_room.ts";
import { MemoryStore } from "../src/store/memory.ts";
import { startWorkerNodes } from "./support/worker_nodes.ts";

const SECRET = "correct horse";

function types(messages: readonly Message[]): unknown[] {
  return messages.map(({ type }) => type);
}

function texts(lines: unknown): unknown[] {
  return (lines as Message[]).map(({ text }) => text);
}

/** A room with anna, who reads text and says lines there. */
async function withAnna(options: ChatRoomOptions = {}) {
  const room = new ChatRoom(options);
  await room.chat.open();
  const anna = await room.connect("anna");
  return { room, anna };
}

/** Asks for the token and loses the connection. Resolves to the token and the id of the last line. */
async function lose(program: Program): Promise<string> {
  const [token] = await program.asks({ do: "token" });
  program.talker.connection.reset();
  await program.talker.ended;
  await program.asks(); // until all others have heard of it
  return String(token?.token);
}

Deno.test("A program is told where it is before it comes in, and who it is then", async () => {
  const { room } = await withAnna({ motd: "Be kind" });
  const program = await room.program();
  const [hello, ...more] = program.news();
  assertEquals(more, []);
  assertEquals([hello?.type, hello?.name, hello?.room], ["hello", "", ""]);
  assertEquals(room.inside(), ["anna"]);
  const [welcome, you, entered, done] = await program.asks({ do: "enter", args: ["Bob"], ref: 1 });
  assertEquals(welcome, { type: "welcome", name: "Bob", motd: "Be kind" });
  assertEquals(you, { type: "you", name: "Bob", registered: false, away: false, admin: false });
  assertEquals([entered?.room, entered?.people, entered?.role], ["#lobby", 2, "guest"]);
  assertEquals(entered?.members, [
    { name: "anna", registered: false, away: false },
    { name: "Bob", registered: false, away: false },
  ]);
  assertEquals(done, { type: "done", ref: 1, id: null });
  assertEquals(room.inside(), ["anna", "Bob"]);
});

Deno.test("A program that asks for something else, or says nothing, comes in as a guest", async () => {
  const { room } = await withAnna();
  const asking = await room.program();
  const messages = await asking.asks({ do: "say", text: "hello", ref: 1 });
  assertEquals(types(messages), ["hello", "welcome", "you", "entered", "done"]);
  const silent = await room.program();
  await room.pass(ENTER_MS - 1);
  assertEquals(types(silent.news()), ["hello"]);
  await room.pass(1);
  assertEquals(types(silent.news()), ["welcome", "you", "entered"]);
});

Deno.test("A program that has asked what there is may take its time, and is nobody yet", async () => {
  const { room } = await withAnna();
  const program = await room.program();
  const [, commands] = await program.asks({ do: "help" });
  assertEquals(commands?.type, "commands");
  await room.pass(10 * LOGIN_MS);
  assertEquals(program.news(), []);
  assertEquals(room.inside(), ["anna"]);
  await program.talker.hangUp();
});

const REFUSED: readonly [request: Message, code: string][] = [
  [{ do: "enter", args: ["ANNA"] }, "name-taken"],
  [{ do: "enter", args: ["a b"] }, "bad-name"],
  [{ do: "login", args: ["anna", "wrong"] }, "refused"],
  [{ do: "resume", args: ["f00d"] }, "refused"],
  [{ do: "login" }, "usage"],
];

for (const [request, code] of REFUSED) {
  Deno.test(`A program that is refused ${JSON.stringify(request)} may try another way in`, async () => {
    const { room } = await withAnna();
    const program = await room.program();
    program.news();
    const failed = (await program.asks({ ...request, ref: 1 })).find(({ type }) =>
      type === "failed"
    );
    assertEquals([failed?.code, failed?.ref], [code, 1]);
    assertEquals(room.inside(), ["anna"]);
    await program.asks({ do: "enter", args: ["bob"] });
    assertEquals(room.inside(), ["anna", "bob"]);
    const [again] = await program.asks({ do: "enter", ref: 2 });
    assertEquals([again?.type, again?.text], ["failed", "You are in already, as bob"]);
  });
}

Deno.test("Where a login is required a program has its time for it, and does not come in as a guest", async () => {
  const { room } = await withAnna({ requireLogin: true });
  const program = await room.program();
  const [failed] = (await program.asks({ do: "enter", ref: 1 })).slice(-1);
  assertEquals([failed?.type, failed?.ref], ["failed", 1]);
  await room.pass(LOGIN_MS);
  const bye = program.news().at(-1);
  assertEquals([bye?.type, bye?.back], ["bye", false]);
  await room.pass(LINGER_MS);
});

Deno.test("A program that comes back is in all its rooms, and gets what it has missed and no more", async () => {
  const { room, anna } = await withAnna({ replay: 1 });
  const bob = await room.program();
  await bob.asks({ do: "enter", args: ["bob"] }, { do: "join", args: ["tea"] });
  await bob.asks({ do: "away", args: ["lunch"] });
  await anna.types("one", "two");
  const [, two] = bob.heard("said");
  await anna.types("/join tea", "green?");
  const [green] = bob.heard("said");
  const token = await lose(bob);
  await anna.types("black!", "/join lobby", "three", "four");
  const again = await room.program();
  const seen = { "#lobby": two?.id, "TEA": green?.id };
  const messages = await again.asks({ do: "resume", args: [token], seen, ref: 1 });
  const entered = messages.filter(({ type }) => type === "entered");
  assertEquals(entered.map(({ room }) => room), ["#lobby", "#tea"]);
  assertEquals(texts(entered[0]?.recent), ["three", "four"]);
  assertEquals(texts(entered[1]?.recent), ["black!"]);
  assertEquals(entered.map(({ gap }) => gap), [false, false]);
  const you = messages.findLast(({ type }) => type === "you");
  assertEquals([you?.name, you?.away], ["bob", true]);
  assertEquals(messages.at(-1), { type: "done", ref: 1, id: null });
  await again.asks({ do: "say", text: "in tea still" });
  assertEquals(room.chat.roster.rooms.get("#tea")?.history.at(-1)?.text, "in tea still");
});

Deno.test("A program that has left the lobby before is not there after it came back", async () => {
  const { room } = await withAnna();
  const bob = await room.program();
  await bob.asks({ do: "enter", args: ["bob"] }, { do: "join", args: ["tea"] });
  await bob.asks({ do: "leave", room: "#lobby" });
  assertEquals(bob.heard("exited"), []); // it was among the answers
  const token = await lose(bob);
  const again = await room.program();
  await again.asks({ do: "resume", args: [token] });
  assertEquals([room.inside("#lobby"), room.inside("#tea")], [["anna"], ["bob"]]);
});

Deno.test("More lines than the room keeps leave a gap, and the program hears of it", async () => {
  const { room, anna } = await withAnna({ history: 3 });
  const bob = await room.program();
  await bob.asks({ do: "enter", args: ["bob"] });
  await anna.types("seen");
  const [line] = bob.heard("said");
  const token = await lose(bob);
  await anna.types("1", "2", "3", "4");
  const again = await room.program();
  const messages = await again.asks({ do: "resume", args: [token], seen: { "#lobby": line?.id } });
  const entered = messages.find(({ type }) => type === "entered");
  assertEquals([texts(entered?.recent), entered?.gap], [["2", "3", "4"], true]);
});

Deno.test("Without a token the lines one has say as well what is missing, on entering and on joining", async () => {
  const { room, anna } = await withAnna({ replay: 1 });
  await anna.types("one", "two", "three");
  const [one] = room.chat.roster.rooms.get("#lobby")?.history ?? [];
  const program = await room.program();
  const messages = await program.asks({ do: "enter", seen: { "#lobby": one?.id } });
  assertEquals(texts(messages.find(({ type }) => type === "entered")?.recent), ["two", "three"]);
  await anna.types("/join tea", "four", "five");
  const [four] = room.chat.roster.rooms.get("#tea")?.history ?? [];
  const joined = await program.asks({ do: "join", args: ["tea"], seen: { "#tea": four?.id } });
  assertEquals(texts(joined.find(({ type }) => type === "entered")?.recent), ["five"]);
  const again = await program.asks({ do: "leave" }, { do: "join", args: ["tea"] });
  assertEquals(texts(again.find(({ room }) => room === "#tea" && room)?.recent ?? []), []);
});

Deno.test("A token is good after a restart, and the lines of before it too", async () => {
  const store = new MemoryStore({ linesPerRoom: 100 });
  const { room, anna } = await withAnna({ store });
  const bob = await room.program();
  await bob.asks({ do: "enter", args: ["bob"] });
  await anna.types("one");
  const [one] = bob.heard("said");
  const [token] = await bob.asks({ do: "token" });
  await anna.types("two");
  bob.talker.session.shutDown();
  await room.pass(LINGER_MS);
  assertEquals(bob.news().at(-1), { type: "bye", text: "", back: true });
  await room.history.flush(1000);
  const after = new ChatRoom({ store });
  after.clock.advance(60_000);
  await after.chat.open();
  const again = await after.program();
  const messages = await again.asks({
    do: "resume",
    args: [String(token?.token)],
    seen: { "#lobby": one?.id },
  });
  const entered = messages.find(({ type }) => type === "entered");
  assertEquals([texts(entered?.recent), entered?.gap], [["two"], false]);
  assertEquals(after.inside(), ["bob"]);
});

Deno.test("Who holds an account comes back as its holder, with no guest in between", async () => {
  const { room, anna } = await withAnna();
  const bob = await room.program();
  await bob.asks({ do: "enter", args: ["bob"] });
  await bob.asks({ do: "register", args: [SECRET], ref: 1 });
  const token = await lose(bob);
  anna.news();
  const again = await room.program();
  const messages = await again.asks({ do: "resume", args: [token] });
  const you = messages.findLast(({ type }) => type === "you");
  assertEquals([you?.name, you?.registered], ["bob", true]);
  assertEquals(anna.news(), ["* bob joined"]);
});

Deno.test("Another client that comes back with the token ends the one before, which shall stay away", async () => {
  const { room } = await withAnna();
  const bob = await room.program();
  await bob.asks({ do: "enter", args: ["bob"] });
  const [token] = await bob.asks({ do: "token" });
  const again = await room.program();
  await again.asks({ do: "resume", args: [String(token?.token)] });
  const bye = bob.news().at(-1);
  assertEquals([bye?.type, bye?.back], ["bye", false]);
  assertEquals(room.inside(), ["anna", "bob"]);
  assert(again.talker.session !== bob.talker.session);
});

Deno.test("A client comes back on another node, where the one before still looks alive", async () => {
  await using bus = startWorkerNodes(2);
  const store = new MemoryStore({ linesPerRoom: 100 });
  const [here, there] = bus.nodes.map((node, i) =>
    new ChatRoom({ store, bus: node, node: `n${i}` })
  ) as [ChatRoom, ChatRoom];
  /** Lets messages go to and fro between the nodes until `done`. */
  const meanwhile = async (done: () => boolean) => {
    for (let turns = 0; turns < 500 && !done(); turns++) {
      for (const room of [here, there]) await room.pass(RECALL_LOOK_MS / 10);
    }
    assert(done());
  };
  const opened = Promise.all([here.chat.open(), there.chat.open()]);
  let isOpen = false;
  opened.then(() => isOpen = true);
  await meanwhile(() => isOpen);
  const bob = await here.program();
  const before: Message[] = await bob.asks({ do: "enter", args: ["bob"] }, { do: "token" });
  const find = (messages: Message[], wanted: string) =>
    messages.find(({ type }) => type === wanted);
  await meanwhile(() => before.push(...bob.news()) > 0 && find(before, "token") !== undefined);
  const again = await there.program();
  const token = String(find(before, "token")?.token);
  const messages = await again.asks({ do: "resume", args: [token], ref: 1 });
  await meanwhile(() => messages.push(...again.news()) > 0 && find(messages, "done") !== undefined);
  assertEquals(messages.findLast(({ type }) => type === "you")?.name, "bob");
  const bye = bob.news().at(-1);
  assertEquals([bye?.type, bye?.back], ["bye", false]);
  await meanwhile(() => here.inside().length === 1);
  assertEquals(here.inside(), ["bob"]);
});

Deno.test("A token that nobody has is refused on several nodes, too, after a look around", async () => {
  const room = new ChatRoom({ node: "n1" });
  await room.chat.open();
  const program = await room.program();
  program.news();
  assertEquals(await program.asks({ do: "resume", args: ["f00d"], ref: 1 }), []);
  for (let waited = 0; waited <= RECALL_MS; waited += RECALL_LOOK_MS) {
    await room.pass(RECALL_LOOK_MS);
  }
  const [failed] = program.news();
  assertEquals([failed?.type, failed?.ref], ["failed", 1]);
});
