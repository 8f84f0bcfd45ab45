// /kick, /ban, /unban, /bans, /mute and /unmute through real sessions: whom they hit and for how long, who
// hears of it, and everything that is refused.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { MAX_BANS, MAX_NOTE } from "../../src/limits.ts";
import { NO_SETTINGS, type Sanction } from "../../src/room_settings.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { MINUTE, OrderedRoom } from "../support/ordered_room.ts";

Deno.test("/kick moves a person to the lobby, and tells them and the room why", async () => {
  const room = new OrderedRoom();
  const { otto, uma, gus } = await room.staff();
  const lou = await room.guest("lou", { place: "#lobby" });
  assertEquals(await otto.types("/kick GUS spam"), ["* You kicked gus (spam)"]);
  assertEquals(uma.news(), ["* otto kicked gus (spam)"]);
  assertEquals(gus.news(), [
    "* otto kicked you out of #tea: spam",
    "* You are in #lobby with lou",
  ]);
  assertEquals(lou.news(), ["* gus joined"]);
  assertEquals(room.inside("#tea"), ["olga", "otto", "uma", "rosa"]);
  assertEquals(await gus.types("hello"), []);
  assertEquals(lou.news(), ["gus: hello"]);
  assertEquals(
    (await gus.types("/join #tea"))[0],
    "* You are in #tea with olga, otto and 2 others",
  );
  assertEquals(await room.deeds(), ["olga #tea: made otto an op", "otto #tea: kicked gus (spam)"]);
});

Deno.test("/kick out of the lobby ends the connection", async () => {
  const room = new OrderedRoom();
  const rosa = await room.user("rosa", "#lobby");
  const gus = await room.guest("gus", { place: "#lobby" });
  const lou = await room.guest("lou", { place: "#lobby" });
  assertEquals((await rosa.types("/kick gus")).at(-1), "* You kicked gus");
  assertEquals(gus.news().at(-1), "* rosa kicked you");
  assert(gus.connection.finished);
  assertEquals(lou.news(), ["* rosa kicked gus", "* gus left"]);
});

Deno.test("/kick hits all clients of an account at once, and the room hears of it once", async () => {
  const room = new OrderedRoom();
  const { otto, uma, gus } = await room.staff();
  const second = await room.user("uma");
  gus.news();
  await otto.types("/kick uma");
  for (const client of [uma, second]) {
    assertEquals(client.news(), ["* otto kicked you out of #tea", "* You are in #lobby alone"]);
  }
  assertEquals(gus.news(), ["* otto kicked uma"]);
  assertEquals(room.inside("#lobby"), ["uma", "uma"]);
});

Deno.test("/kick is refused for who is not in the room, not here, higher or oneself", async () => {
  const room = new OrderedRoom();
  const { otto, olga, rosa } = await room.staff();
  await room.guest("lou", { place: "#lobby" });
  await room.user("udo");
  await room.user("ruth");
  await olga.types("/op udo");
  otto.news();
  const cases = [
    ["/kick lou", "* lou is not in #tea: /who lists who is"],
    ["/kick nobdy", '* Nobody here is called "nobdy": /who lists who is'],
    ["/kick otto", "* That is you: choose somebody else"],
    ["/kick udo", "* udo is an op, as high as you or higher: ask the owner"],
    ["/kick olga", "* olga is the owner, as high as you or higher: ask an admin"],
    ["/kick rosa", "* rosa is an admin, as high as you or higher: nobody acts on admins"],
    ["/kick", "* /kick needs more: type /kick NAME [WHY]"],
    [`/kick gus ${"x".repeat(MAX_NOTE + 1)}`, "* Your reason has 201 characters: use at most 200"],
  ] as const;
  for (const [line, answer] of cases) assertEquals(await otto.types(line), [answer], line);
  rosa.news();
  assertEquals(await rosa.types("/kick ruth"), [
    "* ruth is an admin, as high as you or higher: nobody acts on admins",
  ]);
  assertEquals(await rosa.types("/kick olga"), ["* You kicked olga"]);
});

Deno.test("/ban for a time: out, kept out with the time that is left, and then in again", async () => {
  const room = new OrderedRoom();
  const { otto, uma, gus } = await room.staff();
  assertEquals(await otto.types("/ban uma 10m spam and more"), [
    "* You banned uma for 10 minutes (spam and more)",
  ]);
  assertEquals(gus.news(), ["* otto banned uma for 10 minutes (spam and more)"]);
  assertEquals(uma.news(), [
    "* otto banned uma for 10 minutes (spam and more)",
    "* otto kicked you out of #tea: banned for 10 minutes (spam and more)",
    "* You are in #lobby alone",
  ]);
  await room.pass(9 * MINUTE);
  const refusal = "* You are banned from #tea by otto for 1 minute: spam and more";
  assertEquals(await uma.types("/join #tea"), [refusal]);
  await room.pass(MINUTE - 1);
  assertMatch((await uma.types("/join #tea")).join(), /banned from #tea by otto for 1 second/);
  await room.pass(1);
  assertMatch((await uma.types("/join #tea")).join(), /^\* You are in #tea/);
});

Deno.test("/ban without a time holds for good, also for another client of the account", async () => {
  const room = new OrderedRoom();
  const { otto } = await room.staff();
  assertEquals(await otto.types("/ban uma"), ["* You banned uma"]);
  await room.pass(400 * 24 * 60 * MINUTE);
  const again = await room.user("uma", "#lobby");
  assertEquals(await again.types("/join #tea"), ["* You are banned from #tea by otto"]);
});

Deno.test("/ban of a guest hits the address: another name does not help, and users come in", async () => {
  const room = new OrderedRoom();
  const { otto, gus } = await room.staff();
  await otto.types("/ban gus 1h");
  assertEquals(
    (await gus.types("/nick Gustav", "/join #tea")).at(-1),
    "* You are banned from #tea by otto for 1 hour",
  );
  const neighbour = await room.guest("ned", { place: "#lobby", address: "198.51.100.1" });
  assertMatch((await neighbour.types("/join #tea")).join(), /^\* You are banned/);
  const stranger = await room.guest("sue", { place: "#lobby", address: "198.51.100.99" });
  assertMatch((await stranger.types("/join #tea")).join(), /^\* You are in #tea/);
});

Deno.test("/ban of a guest leaves others from the address where they are", async () => {
  const room = new OrderedRoom();
  const { otto } = await room.staff();
  await room.guest("ned", { place: "#tea", address: "198.51.100.1" });
  await otto.types("/ban gus");
  assertEquals(room.inside("#tea"), ["olga", "otto", "uma", "rosa", "ned"]);
});

Deno.test("/ban of an address kicks all its guests, and the room does not read the address", async () => {
  const room = new OrderedRoom();
  const { otto, uma, gus } = await room.staff();
  assertEquals(await otto.types("/ban 198.51.100.1 2h"), ["* You banned 198.51.100.1 for 2 hours"]);
  assertEquals(uma.news(), ["* otto banned an address for 2 hours"]);
  assertEquals(gus.news()[1], "* otto kicked you out of #tea: banned for 2 hours");
  assertEquals(await otto.types("/bans"), ["* 198.51.100.1 is banned by otto for 2 hours"]);
  assertEquals(await otto.types("/unban 198.51.100.1"), ["* You unbanned 198.51.100.1"]);
  assertEquals(uma.news(), ["* otto unbanned an address"]);
  assertMatch((await gus.types("/join #tea")).join(), /no longer banned.*You are in #tea/);
});

Deno.test("/ban of an IPv6 address hits its network", async () => {
  const room = new OrderedRoom();
  const { otto } = await room.staff();
  const six = await room.guest("six", { place: "#tea", address: "2001:db8:1:2::9" });
  assertEquals((await otto.types("/ban 2001:DB8:1:2:3::4")).slice(1), [
    "* You banned 2001:db8:1:2::/64",
  ]);
  assertMatch(six.news().join(), /kicked you out/);
  assertEquals(await otto.types("/unban 2001:db8:1:2::/64"), ["* You unbanned 2001:db8:1:2::/64"]);
});

Deno.test("/ban tells whom it hits, in whatever room they are", async () => {
  const room = new OrderedRoom();
  const { otto, uma } = await room.staff();
  await uma.types("/join #jam");
  await otto.types("/ban uma 3d spam");
  assertEquals(uma.news(), ["* You are banned from #tea by otto for 3 days: spam"]);
  await otto.types("/unban UMA");
  assertEquals(uma.news(), ["* You are no longer banned from #tea"]);
});

Deno.test("/ban and /mute of an account that is offline wait for it", async () => {
  const room = new OrderedRoom();
  const { otto } = await room.staff();
  await room.account("Nina");
  assertEquals(await otto.types("/ban nina 1h", "/mute NINA 1h"), [
    "* You banned Nina for 1 hour",
    "* You muted Nina for 1 hour",
  ]);
  const nina = await room.user("Nina", "#lobby");
  assertMatch((await nina.types("/join #tea")).join(), /banned from #tea by otto for 1 hour/);
});

Deno.test("/ban again replaces the ban before", async () => {
  const room = new OrderedRoom();
  const { otto } = await room.staff();
  await otto.types("/ban uma 1h one", "/ban uma 2h two");
  assertEquals(await otto.types("/bans"), ["* uma is banned by otto for 2 hours: two"]);
});

Deno.test("/ban and /mute take an op's rights, when the owner does it", async () => {
  const room = new OrderedRoom();
  const { olga, otto } = await room.staff();
  await olga.types("/mute otto 1h");
  assertEquals(room.settings()?.ops, []);
  assertMatch((await otto.types("hello")).join(), /you are muted here by olga for 1 hour/);
});

Deno.test("/ban by an admin spares the owner, and says what to do", async () => {
  const room = new OrderedRoom();
  const { rosa } = await room.staff();
  const hint = "/transfer the room to somebody else first, or /ban olga server";
  assertEquals(await rosa.types("/ban olga"), [`* olga owns #tea: ${hint}`]);
});

Deno.test("/ban in the lobby ends the connection, and the next one is told why", async () => {
  const room = new OrderedRoom();
  const rosa = await room.user("rosa", "#lobby");
  const gus = await room.guest("gus", { place: "#lobby" });
  await rosa.types("/ban gus 1h spam");
  assertEquals(gus.news().at(-1), "* You are banned from #lobby by rosa for 1 hour: spam");
  assert(gus.connection.finished);
  const again = await room.connect("gus", "198.51.100.1");
  const banned = "* You are banned from #lobby by rosa for 1 hour: spam";
  assertEquals(again.connection.output.split("\n")[0], banned);
  assertEquals(room.inside("#lobby"), ["rosa"]);
});

Deno.test("A login to a banned account is refused in a word, and the guest stays one", async () => {
  const room = new OrderedRoom();
  const rosa = await room.user("rosa", "#lobby");
  await room.account("bob");
  await rosa.types("/ban bob 1h");
  const guest = await room.guest("gus", { place: "#lobby" });
  assertEquals(await guest.types("/be bob"), ["* You are banned from #lobby by rosa for 1 hour"]);
  assertEquals(room.inside(), ["rosa", "gus"]);
});

const BAD: readonly (readonly [line: string, answer: RegExp])[] = [
  ["/ban", /^\* \/ban needs more: type \/ban NAME\|ADDRESS \[TIME\] \[WHY\]$/],
  ["/ban otto", /^\* That is you: choose somebody else$/],
  ["/ban olga", /^\* olga is the owner, as high as you or higher: ask an admin$/],
  ["/ban nobdy", /^\* Nobody here is called "nobdy": /],
  ["/ban gsu", /^\* Nobody here is called "gsu": \/who lists who is$/],
  ["/ban uma 10y", /^\* "10y" is no span of time: use a number and s, m, h, d or w/],
  ["/ban uma 0s", /^\* "0s" is out of range/],
  ["/ban uma 400d", /^\* "400d" is out of range/],
  ["/ban uma -1h", /^\* "-1h" is no span of time/],
  ["/ban 300.1.1.1", /^\* The name "300\.1\.1\.1" has "\."; use letters/],
  ["/ban 1:2:3", /^\* The name "1:2:3" has ":"; use letters/],
  ["/ban x\x1b[31my", /^\* The name "xy" has the invisible character U\+001B; use letters/],
  [`/ban ${"x".repeat(3000)}`, /^\* The name "x+…" is too long; use letters/],
  ["/ban \u{1f419}", /^\* The name /],
  [`/ban uma ${"x".repeat(MAX_NOTE + 1)}`, /^\* Your reason has 201 characters: use at most 200$/],
  ["/mute uma server", /^\* A mute is for one room: \/ban NAME server is for all of them$/],
  ["/mute otto", /^\* That is you: choose somebody else$/],
  ["/unban uma", /^\* "uma" is not banned: \/bans lists who is banned or muted$/],
  ["/unmute uma", /^\* "uma" is not muted: \/bans lists who is banned or muted$/],
  ["/unban uma now", /^\* After the name comes nothing or server, not "now"$/],
  ["/unban x\x1b[31my", /^\* "xy" is not banned: /],
  ["/bans all", /^\* \/bans takes nothing or server, not "all"$/],
];

Deno.test("A sanction that will not do is refused with what to do, and changes nothing", async (t) => {
  const room = new OrderedRoom();
  const { otto, uma, gus } = await room.staff();
  const before = room.settings();
  for (const [line, answer] of BAD) {
    await t.step(line.slice(0, 40), async () => {
      const answers = await otto.types(line);
      assertEquals(answers.length, 1);
      assertMatch(answers[0] ?? "", answer);
      assertEquals([uma.news(), gus.news()], [[], []]);
      assertEquals(room.settings(), before);
    });
  }
});

Deno.test("A reason begins with the first word that is no time, and holds nothing that bites", async () => {
  const room = new OrderedRoom();
  const { otto, uma } = await room.staff();
  await otto.types("/mute uma \x1b[31mspam\x07 and\u202e more");
  assertEquals(room.settings()?.mutes.map(({ why, until }) => [why, until]), [[
    "spam and more",
    null,
  ]]);
  assertEquals(uma.news(), [
    "* otto muted uma (spam and more)",
    "* You are muted in #tea by otto: spam and more",
  ]);
});

Deno.test("/mute for a time: nothing that is said counts until it is over", async () => {
  const room = new OrderedRoom();
  const { otto, uma, gus } = await room.staff();
  assertEquals(await otto.types("/mute gus 10m spam"), ["* You muted gus for 10 minutes (spam)"]);
  gus.news();
  uma.news();
  await room.pass(4 * MINUTE);
  const refusal = "* That was not said: you are muted here by otto for 6 minutes: spam";
  assertEquals(await gus.types("hello", "/me waves", "/topic spam"), [refusal, refusal, refusal]);
  assertEquals(uma.news(), []);
  await room.pass(6 * MINUTE);
  assertEquals(await gus.types("hello"), []);
  assertEquals(uma.news(), ["gus: hello"]);
});

Deno.test("/mute takes the parting word, too, in every room one leaves with it", async () => {
  const room = new OrderedRoom();
  const { otto, uma, gus } = await room.staff();
  const lou = await room.guest("lou");
  await otto.types("/mute gus 10m", "/mute lou 10m");
  await lou.types("/mode json", '{"do":"join","args":["#jam"]}');
  uma.news();
  await gus.types("/quit buy my stuff");
  await lou.types('{"do":"quit","args":["buy mine"]}');
  assertEquals(uma.news(), ["* gus left", "* lou left"]);
  await uma.types("/quit goodbye all");
  assertEquals(otto.news().at(-1), "* uma left (goodbye all)");
});

Deno.test("/mute of a guest in the lobby ends by no registration", async () => {
  const room = new OrderedRoom();
  const rosa = await room.user("rosa", "#lobby");
  const gus = await room.guest("gus", { place: "#lobby" });
  await rosa.types("/mute gus 10m spam");
  gus.news();
  const refusal = "* You are muted in #lobby by rosa for 10 minutes: spam";
  assertEquals((await gus.types("/register correct horse")).at(-1), refusal);
  await room.pass(10 * MINUTE);
  assertMatch((await gus.types("/register correct horse")).at(-1) ?? "", /^\* gus is yours now/);
});

Deno.test("/mute is for one room, and tells whom it hits wherever they are", async () => {
  const room = new OrderedRoom();
  const { otto, uma } = await room.staff();
  await uma.types("/join #jam");
  await otto.types("/mute uma 1h");
  assertEquals(uma.news(), ["* You are muted in #tea by otto for 1 hour"]);
  assertEquals(await uma.types("hello"), []);
});

Deno.test("/mute of an address silences its guests, and /unmute ends it", async () => {
  const room = new OrderedRoom();
  const { otto, gus } = await room.staff();
  await otto.types("/mute 198.51.100.1");
  assertEquals(gus.news(), ["* otto muted an address", "* You are muted in #tea by otto"]);
  assertEquals(await gus.types("hi"), ["* That was not said: you are muted here by otto"]);
  assertEquals(await otto.types("/unmute gsu"), [
    '* "gsu" is not muted: /bans lists who is banned or muted',
  ]);
  await otto.types("/unmute 198.51.100.1");
  assertEquals(gus.news(), ["* otto unmuted an address", "* You are no longer muted in #tea"]);
  assertEquals(await gus.types("hi"), []);
});

Deno.test("/bans lists who is banned or muted, by whom, for how long and why, and none that is over", async () => {
  const room = new OrderedRoom();
  const { otto } = await room.staff();
  assertEquals(await otto.types("/bans"), ["* Nobody is banned or muted"]);
  await otto.types("/ban gus 10m spam", "/mute uma 1h", "/ban uma");
  await room.pass(5 * MINUTE);
  assertEquals(await otto.types("/bans"), [
    "* gus is banned by otto for 5 minutes: spam",
    "* uma is banned by otto",
    "* uma is muted by otto for 55 minutes",
  ]);
  await room.pass(5 * MINUTE);
  assertEquals((await otto.types("/bans")).length, 2);
  await otto.types("/unmute uma");
  assertEquals(room.settings()?.bans.map(({ name }) => name), ["gus", "uma"]);
  await otto.types("/unban uma");
  assertEquals(room.settings()?.bans, [], "what is over goes with the next change");
});

Deno.test("Bans and mutes outlive a restart of the server", async () => {
  const store = new MemoryStore({ linesPerRoom: 100 });
  const before = new OrderedRoom({ store });
  const { otto } = await before.staff();
  await otto.types("/ban gus 1h spam", "/mute uma 1h");
  const after = new OrderedRoom({ store });
  await after.chat.open();
  const gus = await after.guest("gus", { place: "#lobby", address: "198.51.100.1" });
  assertMatch((await gus.types("/join #tea")).join(), /banned from #tea by otto for 1 hour: spam/);
  const uma = await after.user("uma");
  assertMatch((await uma.types("hello")).join(), /muted here by otto for 1 hour/);
});

Deno.test("A room has so many bans and not one more", async () => {
  const room = new OrderedRoom();
  const { otto } = await room.staff();
  const bans: Sanction[] = Array.from({ length: MAX_BANS }, (_, i) => {
    return { name: `b${i}`, account: `a${i}`, by: "otto", at: 0, until: null, why: "" };
  });
  const settings = { ...room.settings() ?? NO_SETTINGS, revision: 99, bans };
  await room.store.commit([{ key: ["room", "#tea"], value: settings }]);
  assertEquals(await otto.types("/ban uma"), [
    `* ${MAX_BANS} are banned already: /unban one of them first`,
  ]);
});

Deno.test("A room's rules are refused before they are more than the store takes", async () => {
  const room = new OrderedRoom();
  const { otto } = await room.staff();
  const bans: Sanction[] = Array.from({ length: 100 }, (_, i) => {
    return {
      name: `b${i}`,
      account: `a${i}`,
      by: "otto",
      at: 0,
      until: null,
      why: "x".repeat(520),
    };
  });
  const settings = { ...room.settings() ?? NO_SETTINGS, revision: 99, bans };
  await room.store.commit([{ key: ["room", "#tea"], value: settings }]);
  const hint = "/unban or /unmute somebody, or give shorter reasons";
  assertEquals(await otto.types("/ban uma"), [
    `* That is more than can be kept of this room: ${hint}`,
  ]);
});

Deno.test("A sanction that the store does not take has not happened", async () => {
  const store = new MemoryStore({ linesPerRoom: 100 });
  const room = new OrderedRoom({ store });
  const { otto, uma } = await room.staff();
  store.commit = () => Promise.reject(new Error("disk full"));
  assertEquals(await otto.types("/ban uma"), [
    "* The room's settings cannot be reached: try again in a moment",
  ]);
  assertEquals(uma.news(), []);
  assertEquals(room.settings()?.bans, []);
});
