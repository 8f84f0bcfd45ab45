// What admins do for the whole server: bans of it, /announce, /reports, /audit and /who all; and /report
// and /help, which everybody has.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { LOG_IN_FIRST } from "../../src/chat.ts";
import { MAX_AUDIT_SHOWN, MAX_NOTE, MAX_TOPIC, REPORT_LINE_LENGTH } from "../../src/limits.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { FakeLog } from "../support/fake_log.ts";
import type { Change } from "../../src/store.ts";
import { MINUTE, OrderedRoom } from "../support/ordered_room.ts";

Deno.test("/ban NAME server ends all connections of a user, and keeps the account out", async () => {
  const room = new OrderedRoom();
  const { rosa, uma, otto } = await room.staff();
  const second = await room.user("uma", "#jam");
  assertEquals(
    (await rosa.types("/ban uma 1h server spam")).at(-1),
    "* You banned uma for 1 hour (spam), in the whole server",
  );
  for (const client of [uma, second]) {
    assertEquals(
      client.news().at(-1),
      "* You are banned from this server by rosa for 1 hour: spam",
    );
    assert(client.connection.finished);
  }
  assertEquals(otto.news(), ["* uma left"]);
  const guest = await room.guest("gina", { place: "#lobby" });
  assertEquals(await guest.types("/be uma"), [
    "* You are banned from this server by rosa for 1 hour: spam",
  ]);
  await room.pass(60 * MINUTE);
  assertEquals((await guest.types("/be uma", "/whois uma")).length, 1);
});

Deno.test("/ban of a guest for the server turns away whoever comes from there, until it is over", async () => {
  const room = new OrderedRoom();
  const { rosa, gus, otto } = await room.staff();
  const ned = await room.guest("ned", { place: "#jam", address: "198.51.100.1" });
  await rosa.types("/ban gus server 10m spam");
  for (const client of [gus, ned]) assert(client.connection.finished);
  assert(!otto.connection.finished);
  await room.pass(5 * MINUTE);
  const again = await room.connect("gus", "198.51.100.1");
  const [why, how] = again.connection.output.split("\n");
  assertEquals(why, "* You are banned from this server by rosa for 5 minutes: spam");
  assertEquals(how, "* If you have an account: /login NAME PASSWORD");
  assertEquals(await again.types("hello"), [`* ${LOG_IN_FIRST}`]);
  assertEquals(room.inside("#lobby"), []);
  await room.pass(5 * MINUTE);
  const later = await room.connect("gus", "198.51.100.1");
  assertMatch(later.connection.output, /^Welcome gus\n/);
});

Deno.test("/ban of an address for the server, /bans server and /unban server", async () => {
  const room = new OrderedRoom();
  const { rosa, gus } = await room.staff();
  assertEquals(await rosa.types("/bans server"), ["* Nobody is banned or muted"]);
  await rosa.types("/ban 198.51.100.1 server", "/ban uma");
  assert(gus.connection.finished);
  assertEquals(await rosa.types("/bans SERVER"), ["* 198.51.100.1 is banned by rosa"]);
  assertEquals(await rosa.types("/unban uma server"), [
    '* "uma" is not banned: /bans lists who is banned or muted',
  ]);
  assertEquals(await rosa.types("/unban 198.51.100.1 server"), [
    "* You unbanned 198.51.100.1, in the whole server",
  ]);
  const again = await room.connect("gus", "198.51.100.1");
  assertMatch(again.connection.output, /^Welcome gus\n/);
});

Deno.test("/ban server hits an op and an owner, and no admin", async () => {
  const room = new OrderedRoom();
  const { rosa, olga, otto } = await room.staff();
  const ruth = await room.user("ruth");
  assertEquals(
    (await rosa.types("/ban ruth server")).at(-1),
    "* ruth is an admin, as high as you or higher: nobody acts on admins",
  );
  await rosa.types("/ban olga server", "/ban otto server");
  assert(olga.connection.finished && otto.connection.finished && !ruth.connection.finished);
});

Deno.test("A ban of the server outlives a restart", async () => {
  const store = new MemoryStore({ linesPerRoom: 100 });
  const { rosa } = await new OrderedRoom({ store }).staff();
  await rosa.types("/ban gus server");
  const after = new OrderedRoom({ store });
  await after.chat.open();
  const gus = await after.connect("gus", "198.51.100.1");
  assertMatch(gus.connection.output, /^\* You are banned from this server by rosa\n/);
});

Deno.test("Who is banned and types at once is told, and not heard", async () => {
  const room = new OrderedRoom();
  const rosa = await room.user("rosa", "#lobby");
  await rosa.types("/ban 198.51.100.7 server");
  const gus = room.knock("198.51.100.7");
  const [first] = await gus.types("hello", "/nick anna", "/announce x");
  assertEquals(first, "* You are banned from this server by rosa");
  assertEquals(rosa.news(), []);
  assertEquals(room.inside(), ["rosa"]);
  assertEquals((await gus.types("/register anna opensesame")).at(-1), first, "no way round a ban");
  assertEquals(await room.bus.claim("guest1", "new"), true, "no name was taken for it");
});

Deno.test("/announce reaches everybody in whatever room", async () => {
  const room = new OrderedRoom();
  const { rosa, gus } = await room.staff();
  const lou = await room.guest("lou", { place: "#lobby" });
  assertEquals(await rosa.types("/announce tea is\x1b[31m ready"), [
    "*** rosa to all: tea is ready",
  ]);
  for (const one of [gus, lou]) assertEquals(one.news(), ["*** rosa to all: tea is ready"]);
  assertEquals((await room.deeds()).at(-1), "rosa : told everybody: tea is ready");
  assertEquals(await rosa.types(`/announce ${"x".repeat(MAX_TOPIC + 1)}`), [
    `* Your announcement has ${MAX_TOPIC + 1} characters: use at most ${MAX_TOPIC}`,
  ]);
});

Deno.test("/report goes to the room's ops, its owner and admins, with the last five lines", async () => {
  const room = new OrderedRoom();
  const { olga, otto, uma, gus, rosa } = await room.staff();
  await rosa.types("/join #jam");
  await gus.types("one", "two", "three", "four", "/me five", `six${"x".repeat(300)}`);
  for (const one of [olga, otto, uma, rosa]) one.news();
  assertEquals(await uma.types("/report gus he spams"), [
    "* You reported gus: those who keep order here know",
  ]);
  const told = [
    "* uma reports gus in #tea: he spams",
    ...["gus: two", "gus: three", "gus: four", "** gus five"].map((line) => `* > ${line}`),
  ];
  for (const keeper of [olga, otto, rosa]) {
    const news = keeper.news();
    assertEquals(news.slice(0, -1), told);
    assertMatch(news.at(-1) ?? "", /^\* > gus: six(x)+…$/);
    assert((news.at(-1) ?? "").length < REPORT_LINE_LENGTH + 20);
  }
  assertEquals(gus.news(), []);
  const [first, ...lines] = await rosa.types("/reports");
  assertEquals([first, lines.length], ["* 2026-01-01 14:03 uma reports gus in #tea: he spams", 5]);
});

Deno.test("/report tells an account with several clients once each, and is kept if nobody is on", async () => {
  const room = new OrderedRoom();
  const lou = await room.guest("lou", { place: "#lobby" });
  await room.guest("gus", { place: "#lobby" });
  lou.news();
  assertEquals(await lou.types("/report gus spam"), [
    "* You reported gus: it is kept for those who keep order, who are not here now",
  ]);
  const rosa = await room.user("rosa", "#lobby");
  assertEquals(await rosa.types("/reports"), [
    "* 2026-01-01 14:03 lou reports gus in #lobby: spam",
  ]);
  const second = await room.user("rosa", "#lobby");
  rosa.news();
  await lou.types("/report gus more");
  for (const one of [rosa, second]) {
    assertEquals(one.news(), ["* lou reports gus in #lobby: more"]);
  }
});

Deno.test("/report by an op goes to the others, and not back", async () => {
  const room = new OrderedRoom();
  const { olga, otto } = await room.staff();
  assertEquals(await otto.types("/report gus spam"), [
    "* You reported gus: those who keep order here know",
  ]);
  assertEquals(olga.news(), ["* otto reports gus in #tea: spam"]);
});

Deno.test("/report goes to the room it was made in, also if one is kicked out of it meanwhile", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  class SlowStore extends MemoryStore {
    override async commit(changes: readonly Change[]): Promise<boolean> {
      if (changes[0]?.key[0] === "report") await promise;
      return await super.commit(changes);
    }
  }
  const room = new OrderedRoom({ store: new SlowStore({ linesPerRoom: 100 }) });
  const ruth = await room.user("ruth", "#lobby");
  const udo = await room.user("udo", "#lobby");
  await ruth.types("/op udo");
  const { otto, uma } = await room.staff();
  await uma.types("/report gus spam");
  await otto.types("/kick uma");
  udo.news();
  resolve();
  await room.settle();
  assertEquals(udo.news(), []);
  assertEquals(otto.news().at(-1), "* uma reports gus in #tea: spam");
});

Deno.test("/report finds who has just left, and refuses what will not do", async () => {
  const room = new OrderedRoom();
  const { uma, gus } = await room.staff();
  await gus.types("spam", "/quit");
  uma.news();
  assertMatch((await uma.types("/report GUS spam")).join(), /^\* You reported gus: /);
  const cases = [
    ["/report", "* /report needs more: type /report NAME WHY"],
    ["/report gus", "* /report needs more: type /report NAME WHY"],
    ["/report uma spam", "* That is you: choose somebody else"],
    ["/report nobdy spam", '* Nobody here is called "nobdy": /who lists who is'],
    [
      `/report otto ${"x".repeat(MAX_NOTE + 1)}`,
      "* Your reason has 201 characters: use at most 200",
    ],
  ] as const;
  for (const [line, answer] of cases) assertEquals(await uma.types(line), [answer], line);
});

Deno.test("/report says so if nobody gets it: not those who are on, nor the store", async () => {
  const store = new MemoryStore({ linesPerRoom: 100 });
  const log = new FakeLog();
  const room = new OrderedRoom({ store, log });
  const lou = await room.guest("lou", { place: "#lobby" });
  await room.guest("gus", { place: "#lobby" });
  lou.news();
  store.commit = () => Promise.reject(new Error("disk full"));
  assertEquals(await lou.types("/report gus spam"), [
    "* Your report cannot be kept just now: try again in a moment",
  ]);
  assertEquals(log.of("report not kept").length, 1);
});

Deno.test("/audit shows what was done to keep order, the newest last", async () => {
  const room = new OrderedRoom();
  const { olga, otto, rosa, gus } = await room.staff();
  await otto.types("/mute uma 10m spam", "/slow 5", "/topic green");
  await gus.types("/topic black");
  await olga.types("/private on", "/transfer otto");
  await rosa.types("/ban 198.51.100.7 1h server");
  rosa.news();
  const at = "2026-01-01 14:03";
  assertEquals(await rosa.types("/audit"), [
    `* ${at} olga in #tea: made otto an op`,
    `* ${at} otto in #tea: muted uma for 10 minutes (spam)`,
    `* ${at} otto in #tea: slowed this room down: one line every 5 seconds`,
    `* ${at} olga in #tea: made this room private`,
    `* ${at} olga in #tea: gave this room to otto`,
    `* ${at} rosa in the whole server: banned 198.51.100.7 for 1 hour`,
  ]);
  assertEquals((await rosa.types("/audit 1")).length, 1);
  for (const count of ["0", "-1", "x", `${MAX_AUDIT_SHOWN + 1}`]) {
    assertEquals(await rosa.types(`/audit ${count}`), [
      `* /audit takes a number from 1 to ${MAX_AUDIT_SHOWN}, not "${count}"`,
    ]);
  }
});

Deno.test("/audit and /reports say that there is nothing, or that the store fails", async () => {
  const store = new MemoryStore({ linesPerRoom: 100 });
  const room = new OrderedRoom({ store });
  const rosa = await room.user("rosa", "#lobby");
  assertEquals(await rosa.types("/audit", "/reports"), [
    "* Nothing was done to keep order yet",
    "* Nobody has reported anything",
  ]);
  store.list = () => Promise.reject(new Error("gone"));
  assertEquals(await rosa.types("/audit", "/reports"), [
    "* The audit cannot be reached: try again in a moment",
    "* Reports cannot be reached: try again in a moment",
  ]);
});

Deno.test("The log has who did what to whom, and none of the words", async () => {
  const log = new FakeLog();
  const room = new OrderedRoom({ log });
  const { otto, rosa } = await room.staff();
  await otto.types("/ban uma 1h secret");
  await rosa.types("/announce secret");
  assertEquals(log.of("moderation"), [
    { by: "olga", room: "#tea", act: "op", of: "otto" },
    { by: "otto", room: "#tea", act: "ban", of: "uma" },
    { by: "rosa", room: "", act: "announce" },
  ]);
});

Deno.test("/who all shows an admin everybody with room and address, also in private rooms", async () => {
  const room = new OrderedRoom();
  const { olga, rosa } = await room.staff();
  await olga.types("/private on");
  rosa.news();
  assertEquals((await rosa.types("/who all")).slice(2), [
    "* uma in #tea from 192.0.2.1",
    "* gus (guest) in #tea from 198.51.100.1",
    "* rosa in #tea from 192.0.2.1",
  ]);
});

Deno.test("/help lists what one may use here, and explains the rest with for whom it is", async () => {
  const room = new OrderedRoom();
  const { olga, otto, gus, rosa } = await room.staff();
  const has = (lines: string[], name: string) =>
    lines.some((line) => line.startsWith(`* /${name} `));
  const lists = [gus, otto, olga, rosa].map((one) => one.types("/help"));
  const [guest = [], op = [], owner = [], admin = []] = await Promise.all(lists);
  assertEquals([guest, op, owner, admin].map((lines) => has(lines, "kick")), [
    false,
    true,
    true,
    true,
  ]);
  assertEquals([op, owner].map((lines) => has(lines, "transfer")), [false, true]);
  assertEquals([owner, admin].map((lines) => has(lines, "announce")), [false, true]);
  assertEquals((await gus.types("/help slow")).at(-1), "* For this room's ops.");
  assertEquals((await gus.types("/help transfer")).at(-1), "* For this room's owner.");
  assertEquals((await gus.types("/help audit")).at(-1), "* For the server's admins.");
});
