// Programs among people: requests in JSON and what comes back, with people in text in the same rooms.

import { assert, assertEquals } from "@std/assert";
import { ChatRoom, type Talker } from "./support/chat_room.ts";

const SERVER = {
  lobby: "#lobby",
  maxLine: 4096,
  history: 100,
  requireLogin: false,
  chatPort: 5000,
};
const DONE = { type: "done", ref: 1, id: null };

/** anna reads text; bob is a program. */
async function chatWithProgram(): Promise<{ room: ChatRoom; anna: Talker; bob: Talker }> {
  const room = new ChatRoom();
  const [anna, bob] = await room.gather("anna", "bob") as [Talker, Talker];
  await bob.types("/mode json");
  return { room, anna, bob };
}

/** Sends requests and resolves to the messages that come then. */
async function ask(talker: Talker, ...requests: unknown[]): Promise<Record<string, unknown>[]> {
  const lines = requests.map((request) =>
    typeof request === "string" ? request : JSON.stringify(request)
  );
  return parsed(await talker.types(...lines));
}

function parsed(lines: readonly string[]): Record<string, unknown>[] {
  return lines.map((line) => JSON.parse(line));
}

Deno.test("/mode json begins with hello, and text is there again after /mode text", async () => {
  const room = new ChatRoom();
  const bob = await room.connect("bob");
  assertEquals(await ask(bob, "/mode json"), [
    { type: "hello", version: 1, name: "bob", room: "#lobby", server: SERVER },
  ]);
  assertEquals(await ask(bob, { do: "mode", args: ["json"], ref: 1 }), [DONE]);
  const back = await bob.types('{"do":"mode","args":["text"],"ref":2}');
  assertEquals(back, ["* You speak text again"]);
  assertEquals(await bob.types("/mode xml"), ['* A mode is text or json, not "xml"']);
});

Deno.test("People and programs hear each other, each in their own way", async () => {
  const { room, anna, bob } = await chatWithProgram();
  const [done] = await ask(bob, { do: "say", text: "hi\x1b[31m anna", ref: "a" });
  const [line] = room.chat.roster.rooms.get("#lobby")?.history ?? [];
  assertEquals(done, { type: "done", ref: "a", id: line?.id });
  assertEquals(anna.news(), ["bob: hi anna"]);
  await ask(bob, { do: "act", text: "waves" });
  assertEquals(anna.news(), ["** bob waves"]);
  await anna.types("hi bob", "/msg bob psst");
  const [said, told] = parsed(bob.news());
  assertEquals([said?.type, said?.text, said?.room], ["said", "hi bob", "#lobby"]);
  assert(typeof said?.id === "string" && typeof said.at === "number");
  assertEquals([told?.type, told?.text], ["told", "psst"]);
});

Deno.test("A program uses every command, and each answer comes before its done", async () => {
  const { bob } = await chatWithProgram();
  const messages = await ask(
    bob,
    { do: "who", ref: 1 },
    { do: "msg", args: ["anna", "two words"], ref: 2 },
  );
  assertEquals(messages.map(({ type, ref }) => ref ?? type), ["members", 1, "sent", 2]);
});

Deno.test("A program may be in several rooms, and says which it means", async () => {
  const { room, anna, bob } = await chatWithProgram();
  await ask(bob, { do: "join", args: ["tea"] });
  assertEquals([room.inside("#lobby"), room.inside("#tea")], [["anna", "bob"], ["bob"]]);
  await anna.types("/join tea");
  bob.news();
  await ask(bob, { do: "say", text: "in tea" }, { do: "say", text: "in lobby", room: "#lobby" });
  await ask(bob, { do: "say", text: "still in lobby" });
  assertEquals(anna.news(), ["bob: in tea"]);
  const [failed] = await ask(bob, { do: "say", text: "x", room: "nowhere", ref: 1 });
  assertEquals([failed?.type, failed?.text], [
    "failed",
    "You are not in #nowhere: join it first",
  ]);
  await ask(bob, { do: "leave" });
  assertEquals(room.inside("#lobby"), []);
  await ask(bob, { do: "say", text: "and tea is left" });
  assertEquals(anna.news(), ["bob: and tea is left"]);
  await ask(bob, { do: "leave" });
  assertEquals([room.inside("#lobby"), room.inside("#tea")], [["bob"], ["anna"]]);
});

const REFUSED: readonly [request: unknown, code: string, ref: unknown][] = [
  ["hello", "bad-request", null],
  ['{"do":"say","text":7,"ref":1}', "bad-request", 1],
  [{ do: "nosuch", ref: 1 }, "unknown-command", 1],
  [{ do: "nick", ref: 1 }, "usage", 1],
  [{ do: "nick", args: ["a", "b"], ref: 1 }, "usage", 1],
  [{ do: "nick", args: ["a b"], ref: 1 }, "bad-name", 1],
  [{ do: "nick", args: ["ANNA"], ref: 1 }, "name-taken", 1],
  [{ do: "msg", args: ["nobody", "x"], ref: 1 }, "no-such-name", 1],
  [{ do: "join", args: ["a b"], ref: 1 }, "bad-room", 1],
  [{ do: "say", text: " \x07 ", ref: 1 }, "usage", 1],
  [{ do: "say", ref: 1 }, "usage", 1],
  [{ do: "say", text: "login bob secret", ref: 1 }, "refused", 1],
  [{ do: "login", ref: 1 }, "usage", 1],
  [{ do: "logout", ref: 1 }, "not-allowed", 1],
  ["x".repeat(5000), "usage", null],
];

for (const [request, code, ref] of REFUSED) {
  const shown = typeof request === "string" ? request : JSON.stringify(request);
  Deno.test(`A program is refused ${shown.slice(0, 60)}, with the code ${code}`, async () => {
    const { anna, bob } = await chatWithProgram();
    const [failed, ...more] = await ask(bob, request);
    assertEquals([failed?.type, failed?.code, failed?.ref], ["failed", code, ref]);
    assertEquals(more, []);
    assertEquals(anna.news(), []);
  });
}

Deno.test("A program may be in so many rooms at once and not one more", async () => {
  const { room, bob } = await chatWithProgram();
  for (let i = 1; i < 50; i++) await ask(bob, { do: "join", args: [`r${i}`] });
  assertEquals(await ask(bob, { do: "join", args: ["more"], ref: 1 }), [{
    type: "failed",
    ref: 1,
    code: "refused",
    text: "You are in 50 rooms already: /leave one of them first",
  }]);
  assertEquals(room.chat.roster.rooms.size, 50);
  await ask(bob, { do: "leave" });
  assertEquals((await ask(bob, { do: "join", args: ["more"] }))[0]?.type, "entered");
});

Deno.test("A program that goes back to text stays in the room it means, and leaves the others", async () => {
  const { room, anna, bob } = await chatWithProgram();
  await ask(bob, { do: "join", args: ["tea"] }, { do: "join", args: ["jam"] });
  const back = await bob.types('{"do":"mode","args":["text"],"room":"#tea"}');
  assertEquals(back, ["* You speak text again, and are in #tea alone of your rooms"]);
  assertEquals(anna.news(), ["* bob left"]);
  assertEquals([room.inside(), room.inside("#tea")], [["anna"], ["bob"]]);
  assertEquals(await bob.types("/leave"), ["* You are in #lobby with anna"]);
});

Deno.test("A program is told what is missing where a person at a terminal would be asked", async () => {
  const { bob } = await chatWithProgram();
  const [failed] = await ask(bob, { do: "type", text: "/play hangman word", ref: 1 });
  const text = "Type the word that the others have to guess: in the same line, after the rest";
  assertEquals(failed, { type: "failed", ref: 1, code: "usage", text });
});
