// What a line means while it is typed, on a chat of fakes: where secrets are, and words that are completed
// from the table of commands and from who is here, but never from what the client may not know.

import { assert, assertEquals } from "@std/assert";
import { CommandTable } from "../src/command.ts";
import { commands } from "../src/command/mod.ts";
import { TypedLineGuide } from "../src/line_guide.ts";
import { Member } from "../src/member.ts";
import { plain } from "../src/dialect/plain.ts";
import { ChatRoom } from "./support/chat_room.ts";

/** The guide of a client that is in the chat, or with "" of one at the door. */
function guideFor(room: ChatRoom, name: string, mayLook = () => true): TypedLineGuide {
  const resident = room.chat.roster.named(name);
  const member = new Member(resident?.person.id ?? "nobody", {
    dialect: plain,
    outbox: { push: () => {} },
    owner: { onBug() {}, onEnd() {} },
    address: "192.0.2.1",
  });
  member.person = resident?.person ?? member.person;
  member.room = resident?.rooms[0]?.name ?? "";
  return new TypedLineGuide(member, room.parts, mayLook);
}

/** Lines, with "|" where the secret begins. */
const SECRETS = [
  "/login anna |s3cret and more",
  "/LOGIN   anna  |s",
  "/register |s3cret",
  "/passwd |old new",
  "/unregister |s3cret",
  "/resume |0123",
  "/login anna|",
  "/login anna |",
  "/login|",
  "/register|",
  "hello|",
  "/msg anna s3cret|",
  "//login anna s3cret|",
  "/nosuch a b|",
  "|",
];

for (const line of SECRETS) {
  Deno.test(`TypedLineGuide.secretFrom() finds the secret in "${line}"`, () => {
    const text = line.replace("|", "");
    assertEquals(guideFor(new ChatRoom(), "").secretFrom(text), line.indexOf("|"));
  });
}

Deno.test("Every argument that is a password or a token is a secret", () => {
  for (const { name, args } of commands.all) {
    for (const argument of args) {
      const secret = /PASSWORD|TOKEN|^OLD$|^NEW$/.test(argument.name);
      assertEquals(argument.secret === true, secret, `/${name} ${argument.name}`);
    }
  }
});

Deno.test("TypedLineGuide.isSecret() knows a secret, also without its slash, and an unfinished one from none", () => {
  const guide = guideFor(new ChatRoom(), "");
  for (const line of ["/login anna s3cret", "login anna s3cret", ".register s3cret"]) {
    assert(guide.isSecret(line), line);
  }
  for (const line of ["/login anna", "/register", "login works again now", "hello"]) {
    assert(!guide.isSecret(line), line);
  }
});

/** Some of the commands, so that new ones do not matter here. */
const SOME = new CommandTable(
  commands.all.filter(({ name }) =>
    [
      "help",
      "who",
      "join",
      "msg",
      "mode",
      "set",
      "kick",
      "private",
      "find",
      "login",
      "register",
      "play",
    ]
      .includes(name)
  ),
);

async function furnished(): Promise<ChatRoom> {
  const room = new ChatRoom({ commands: SOME });
  const [anna, , bob] = await room.gather("anna", "Annabel", "bob");
  await anna?.types("/register s3cret-s3cret", "/join #secret", "/private on");
  await bob?.types("/join #tea");
  return room;
}

const WORDS: readonly [who: string, before: string, ...words: string[]][] = [
  ["bob", "an", "anna: ", "Annabel: "],
  ["bob", "AN", "anna: ", "Annabel: "],
  ["bob", "I like an", "anna ", "Annabel "],
  ["bob", "bo"],
  ["bob", ""],
  ["bob", "I like "],
  ["bob", "see #", "#lobby ", "#tea "],
  ["bob", "/je"],
  ["bob", "/jo", "/join "],
  ["bob", "/RE", "/register "],
  ["bob", "/ki"],
  ["anna", "/ki", "/kick "],
  ["bob", "/join ", "#lobby ", "#tea "],
  ["bob", "/join TE", "#tea "],
  ["bob", "/join #tea "],
  ["anna", "/join s", "#secret "],
  ["bob", "/msg an", "anna ", "Annabel "],
  ["bob", "/msg anna I know Ann", "anna ", "Annabel "],
  ["bob", "/mode ", "text ", "json "],
  ["bob", "/set color o", "on ", "off "],
  ["bob", "/help m", "msg ", "mode "],
  ["bob", "/play hang", "hangman "],
  ["bob", "/play hangman @an", "@anna ", "@Annabel "],
  ["bob", "@an", "@anna: ", "@Annabel: "],
  ["bob", "/find word #t", "#tea "],
  ["bob", "/find word #tea An", "anna ", "Annabel "],
  ["bob", "/login an", "anna ", "Annabel "],
  ["bob", "/login anna an"],
  ["bob", "/register an"],
  ["bob", "//an"],
  ["", "an"],
  ["", "#"],
  ["", "/", "/help ", "/register ", "/login "],
];

Deno.test("TypedLineGuide.complete() offers what may stand there, and nothing the client may not know", async () => {
  const room = await furnished();
  for (const [who, before, ...words] of WORDS) {
    const found = guideFor(room, who).complete(before);
    assertEquals([...found].sort(), [...words].sort(), `${who || "nobody"} types "${before}"`);
  }
});

Deno.test("TypedLineGuide.complete() offers people of the same room first", async () => {
  const room = await furnished();
  const [alfred, albert] = await room.gather("alfred", "albert");
  await alfred?.types("/join #tea");
  assertEquals(guideFor(room, "bob").complete("al"), ["alfred: ", "albert: "]);
  assert(albert);
});

Deno.test("TypedLineGuide.complete() looks for nothing while it may not", async () => {
  const room = await furnished();
  assertEquals(guideFor(room, "bob", () => false).complete("an"), []);
});
