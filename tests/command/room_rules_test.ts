// Commands that change a room's rules but for sanctions: /op, /deop, /transfer, /slow, /private, /invite
// and /topic-lock. What each does, whom it tells, and what is refused.

import { assertEquals, assertMatch } from "@std/assert";
import { MAX_INVITED, MAX_OPS } from "../../src/limits.ts";
import { NO_SETTINGS } from "../../src/room_settings.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { MINUTE, OrderedRoom } from "../support/ordered_room.ts";

Deno.test("/op makes a registered user an op, and tells them and the room", async () => {
  const room = new OrderedRoom();
  const { olga, uma, gus } = await room.staff();
  assertEquals(await olga.types("/op UMA"), ["* You made uma an op"]);
  assertEquals(gus.news(), ["* olga made uma an op"]);
  assertEquals(uma.news(), [
    "* olga made uma an op",
    "* You are an op of #tea now, by olga: /help lists more",
  ]);
  assertEquals(await uma.types("/kick gus"), ["* You kicked gus"]);
});

Deno.test("/op works for an account that is offline", async () => {
  const room = new OrderedRoom();
  const { olga } = await room.staff();
  await room.account("Nina");
  assertEquals(await olga.types("/op nina"), ["* You made Nina an op"]);
  const nina = await room.user("Nina");
  assertEquals(await nina.types("/slow 0"), ["* You let everybody talk as fast as they like"]);
});

Deno.test("/deop ends that", async () => {
  const room = new OrderedRoom();
  const { olga, otto, gus } = await room.staff();
  assertEquals(await olga.types("/deop otto"), ["* You made otto an op no more"]);
  assertEquals(gus.news(), ["* olga made otto an op no more"]);
  assertEquals(otto.news().at(-1), "* You are no longer an op of #tea, by olga");
  assertEquals(await otto.types("/kick gus"), ["* /kick is for this room's ops"]);
});

Deno.test("/transfer gives the room away, and whose it was is an op", async () => {
  const room = new OrderedRoom();
  const { olga, otto, uma, gus } = await room.staff();
  await otto.types("/mute uma", "/ban uma 1h");
  for (const one of [uma, gus]) one.news();
  assertEquals((await olga.types("/transfer uma")).at(-1), "* You gave this room to uma");
  assertEquals(gus.news(), ["* olga gave this room to uma"]);
  assertEquals(uma.news(), ["* #tea is yours now, by olga: /help lists more there"]);
  const { owner, ops, bans, mutes } = room.settings() ?? NO_SETTINGS;
  assertEquals([owner?.name, ops.map(({ name }) => name)], ["uma", ["otto", "olga"]]);
  assertEquals([bans, mutes], [[], []], "who owns a room is not kept out of it");
  assertMatch((await uma.types("/join #tea", "/deop olga")).at(-1) ?? "", /You made olga an op no/);
});

Deno.test("/transfer by an admin gives a room that was nobody's an owner", async () => {
  const room = new OrderedRoom();
  const { rosa } = await room.staff();
  await room.guest("gina", { place: "#free" });
  await room.user("nina", "#free");
  assertEquals(
    (await rosa.types("/join #free", "/transfer nina")).at(-1),
    "* You gave this room to nina",
  );
  assertEquals(room.settings("#free")?.owner?.name, "nina");
});

Deno.test("An owner and ops are still that after a restart", async () => {
  const store = new MemoryStore({ linesPerRoom: 100 });
  await new OrderedRoom({ store }).staff();
  const after = new OrderedRoom({ store });
  const otto = await after.user("otto");
  assertEquals(await otto.types("/slow 5"), [
    "* You slowed this room down: one line every 5 seconds",
  ]);
  const olga = await after.user("olga");
  assertEquals(await olga.types("/deop otto"), ["* You made otto an op no more"]);
});

Deno.test("/slow holds back all but ops, and says how long", async () => {
  const room = new OrderedRoom();
  const { otto, uma, gus } = await room.staff();
  assertEquals(await otto.types("/slow 10"), [
    "* You slowed this room down: one line every 10 seconds",
  ]);
  assertEquals(uma.news(), ["* otto slowed this room down: one line every 10 seconds"]);
  const rule = "* That was not said: this room takes one line every 10 seconds, so try again in";
  assertEquals((await gus.types("one", "two")).slice(1), [`${rule} 10 seconds`]);
  await room.pass(4000);
  assertEquals(await gus.types("/me waves"), [`${rule} 6 seconds`]);
  await room.pass(6000);
  assertEquals(await gus.types("three"), []);
  assertEquals(uma.news(), ["gus: one", "gus: three"]);
  assertEquals(await otto.types("four", "five"), ["gus: one", "gus: three"]);
  await otto.types("/slow 0");
  assertEquals(await gus.types("six", "seven"), [
    "otto: four",
    "otto: five",
    "* otto let everybody talk as fast as they like",
  ]);
});

Deno.test("/slow counts what an account said with all its clients, also those of before", async () => {
  const room = new OrderedRoom();
  const { otto, uma } = await room.staff();
  const second = await room.user("uma");
  await otto.types("/slow 10");
  for (const client of [uma, second]) client.news();
  assertEquals(await uma.types("one"), []);
  const rule = "* That was not said: this room takes one line every 10 seconds, so try again in";
  assertEquals(await second.types("two"), ["uma: one", `${rule} 10 seconds`]);
  await uma.types("/quit");
  const third = await room.user("uma");
  assertMatch((await third.types("three")).at(-1) ?? "", /^\* That was not said: this room takes/);
  await room.pass(10_000);
  assertEquals(await third.types("four"), []);
});

Deno.test("/slow does not begin anew for who logs in or out", async () => {
  const room = new OrderedRoom();
  const { otto, gus } = await room.staff();
  await room.account("gerd");
  await otto.types("/slow 10");
  gus.news();
  const lines = await gus.types("one", "/be gerd", "two", "/logout", "three");
  assertEquals(lines.filter((line) => line.startsWith("* That was not said")).length, 2);
});

Deno.test("/slow counts each room for itself", async () => {
  const room = new OrderedRoom();
  const { otto, olga, gus } = await room.staff();
  await otto.types("/slow 10");
  await olga.types("/join #jam", "/slow 10");
  gus.news();
  assertEquals(await gus.types("one"), []);
  assertEquals((await gus.types("/join #jam", "two")).slice(1), []);
  assertEquals(olga.news().at(-1), "gus: two");
});

Deno.test("/private hides a room, and lets in only whom an op invites", async () => {
  const room = new OrderedRoom();
  const { olga, otto, uma } = await room.staff();
  const lou = await room.guest("lou", { place: "#lobby" });
  assertEquals((await olga.types("/private on")).at(-1), "* You made this room private");
  assertEquals(uma.news(), ["* olga made this room private"]);
  assertEquals(await lou.types("/join #tea"), [
    "* #tea is private: ask one of its people for an invitation",
  ]);
  assertEquals(await otto.types("/invite LOU"), [
    "* olga made this room private",
    "* You invited lou",
  ]);
  assertEquals(lou.news(), ["* otto invites you to #tea: type /join #tea"]);
  assertMatch((await lou.types("/join #tea")).join(), /^\* You are in #tea with/);
  assertEquals((await olga.types("/private off")).at(-1), "* You opened this room to all");
});

Deno.test("An invitation of an account lasts, also while it is offline", async () => {
  const room = new OrderedRoom();
  const { olga } = await room.staff();
  await room.account("nina");
  await olga.types("/private on", "/invite nina");
  const nina = await room.user("nina");
  assertEquals(nina.session !== undefined && room.inside("#tea").includes("nina"), true);
  await nina.types("/leave");
  assertMatch((await nina.types("/join #tea")).join(), /^\* You are in #tea/);
});

Deno.test("An invitation of a guest is theirs alone: nobody inherits it, and a login keeps it", async () => {
  const store = new MemoryStore({ linesPerRoom: 100 });
  const before = new OrderedRoom({ store });
  const { olga } = await before.staff();
  const lou = await before.guest("lou", { place: "#lobby" });
  await before.account("lina");
  await olga.types("/private on", "/invite lou");
  assertMatch((await lou.types("/be lina", "/join #tea")).at(-1) ?? "", /^\* You are in #tea/);
  await before.pass(MINUTE);
  const after = new OrderedRoom({ store });
  await after.pass(MINUTE);
  for (let i = 0; i < 6; i++) await after.connect(); // as many ids as before
  const refusal = "* #tea is private: ask one of its people for an invitation";
  const again = await after.guest("lou", { place: "#lobby" });
  assertEquals(await again.types("/join #tea"), [refusal]);
});

Deno.test("Invitations of guests who are gone make room for others", async () => {
  const room = new OrderedRoom();
  const { olga } = await room.staff();
  const invited = Array.from({ length: MAX_INVITED }, (_, i) => `c${i + 100} 0`);
  const settings = { ...room.settings() ?? NO_SETTINGS, revision: 99, invited };
  await room.store.commit([{ key: ["room", "#tea"], value: settings }]);
  await room.guest("lou", { place: "#lobby" });
  assertEquals(await olga.types("/invite lou"), ["* You invited lou"]);
  assertEquals(room.settings()?.invited.length, 1);
  const accounts = { ...settings, revision: 199, invited: invited.map((one) => one.split(" ")[0]) };
  await room.store.commit([{ key: ["room", "#tea"], value: accounts }]);
  assertEquals(await olga.types("/invite lou"), [
    `* ${MAX_INVITED} people are invited already: /private off opens it`,
  ]);
});

Deno.test("A private room is not there for outsiders, whatever they ask", async () => {
  const room = new OrderedRoom();
  const { olga, otto, uma, rosa } = await room.staff();
  await olga.types("/private on");
  const lou = await room.guest("lou", { place: "#lobby" });
  const missing = '* There is no room "#tea": /rooms lists those there are';
  assertEquals(await lou.types("/who #tea", "/who tae", "/rooms"), [
    missing,
    '* There is no room "#tae": /rooms lists those there are',
    "* #lobby (1)",
  ]);
  assertMatch((await lou.types("/whois uma")).join(), /^\* uma is connected for [^#]*$/);
  for (const insider of [uma, otto]) {
    insider.news();
    assertMatch((await insider.types("/who #tea")).join(), /^\* In #tea \(5\)/);
    assertMatch((await insider.types("/whois olga")).join(), /olga is in #tea, connected/);
  }
  for (const keeper of [otto, rosa]) {
    await keeper.types("/leave");
    assertMatch((await keeper.types("/who #tea")).join(), /^\* In #tea/);
  }
  assertEquals((await uma.types("/leave", "/who #tea")).at(-1), missing);
});

Deno.test("/topic-lock lets only ops set the topic", async () => {
  const room = new OrderedRoom();
  const { otto, uma, gus } = await room.staff();
  assertEquals(await otto.types("/topic-lock on"), ["* You locked the topic"]);
  assertEquals(uma.news(), ["* otto locked the topic"]);
  assertEquals(await uma.types("/topic green"), ["* The topic of #tea is for its ops to set"]);
  assertEquals((await otto.types("/topic black")).at(-1), "* You set the topic: black");
  assertEquals(await otto.types("/topic-lock OFF"), ["* You unlocked the topic"]);
  gus.news();
  assertEquals(await gus.types("/topic green"), ["* You set the topic: green"]);
});

const BY_OLGA: readonly (readonly [line: string, answer: RegExp])[] = [
  ["/op", /^\* \/op needs more: type \/op NAME$/],
  [
    "/op gus",
    /^\* gus is a guest: only registered users can be an op, so ask for a \/register first$/,
  ],
  ["/op olga", /^\* That is you: choose somebody else$/],
  ["/op otto", /^\* otto is an op of #tea already$/],
  ["/op rosa", /^\* rosa is an admin, as high as you or higher: nobody acts on admins$/],
  ["/op nobdy", /^\* Nobody here is called "nobdy": /],
  ["/op a:b", /^\* The name "a:b" has ":"; use letters/],
  ["/op u\x1b[1mma", /^\* The name "uma" has the invisible character U\+001B/],
  ["/deop uma", /^\* uma is no op of #tea$/],
  ["/deop olga", /^\* That is you: choose somebody else$/],
  ["/deop gus", /^\* gus is no op of #tea$/],
  ["/transfer gus", /^\* gus is a guest: only registered users can be an owner/],
  ["/transfer olga", /^\* That is you: choose somebody else$/],
  ["/transfer nobdy", /^\* Nobody here is called "nobdy": /],
  ["/slow", /^\* \/slow needs more: type \/slow SECONDS$/],
  ["/slow -1", /^\* \/slow takes seconds from 0 to 3600, not "-1"$/],
  ["/slow 3601", /^\* \/slow takes seconds from 0 to 3600, not "3601"$/],
  ["/slow 10s", /^\* \/slow takes seconds from 0 to 3600, not "10s"$/],
  ["/slow \x1b[31mx", /^\* \/slow takes seconds from 0 to 3600, not "x"$/],
  ["/private", /^\* \/private needs more: type \/private on\|off$/],
  ["/private maybe", /^\* A setting is on or off, not "maybe"$/],
  ["/private off", /^\* #tea is open to all already$/],
  ["/topic-lock off", /^\* The topic is everybody's already$/],
  ["/topic-lock 1", /^\* A setting is on or off, not "1"$/],
  ["/invite olga", /^\* That is you: choose somebody else$/],
  ["/invite uma", /^\* uma is in #tea already$/],
  ["/invite nobdy", /^\* Nobody here is called "nobdy": /],
];

Deno.test("A rule that will not do is refused with what to do, and changes nothing", async (t) => {
  const room = new OrderedRoom();
  const { olga, uma } = await room.staff();
  const before = room.settings();
  for (const [line, answer] of BY_OLGA) {
    await t.step(line, async () => {
      const answers = await olga.types(line);
      assertEquals(answers.length, 1);
      assertMatch(answers[0] ?? "", answer);
      assertEquals(uma.news(), []);
      assertEquals(room.settings(), before);
    });
  }
});

Deno.test("The lobby stays open to all", async () => {
  const room = new OrderedRoom();
  const rosa = await room.user("rosa", "#lobby");
  assertEquals(await rosa.types("/private on"), [
    "* #lobby is open to all, as the chat begins here: /join a room",
  ]);
});

Deno.test("A room has so many ops and not one more", async () => {
  const room = new OrderedRoom();
  const { olga } = await room.staff();
  const ops = Array.from({ length: MAX_OPS }, (_, i) => ({ account: `a${i}`, name: `o${i}` }));
  const settings = { ...room.settings() ?? NO_SETTINGS, revision: 99, ops };
  await room.store.commit([{ key: ["room", "#tea"], value: settings }]);
  assertEquals(await olga.types("/op uma"), [
    `* #tea has ${MAX_OPS} ops already: /deop one of them first`,
  ]);
});
