// Games in rooms, as people play them: who may join, who sees what, what becomes of seats, and what the room
// hears. On fakes; the games themselves are tests/game/, what all nodes agree on tables_test.ts.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { games as realGames } from "../src/game/mod.ts";
import {
  CHALLENGE_MS,
  GAMES_PER_PERSON,
  LACK_MS,
  LATE_MOVE_MS,
  MAX_MOVE,
  SEAT_MS,
  TABLES_PER_ROOM,
} from "../src/limits.ts";
import { another, PASSWORD, registered } from "./support/accounts.ts";
import { ChatRoom, type ChatRoomOptions, type Talker } from "./support/chat_room.ts";
import { broken, coin } from "./support/coin_game.ts";
import { FakeLog } from "./support/fake_log.ts";
import { OrderedRoom } from "./support/ordered_room.ts";

const games = [coin, broken, ...realGames];

function chatRoom(options: ChatRoomOptions = {}): ChatRoom {
  return new ChatRoom({ games, ...options });
}

async function withThree(room = chatRoom()) {
  const [anna, bob, carl] = await room.gather("anna", "bob", "carl") as [Talker, Talker, Talker];
  return { room, anna, bob, carl };
}

/** anna and bob play coin at table 1, anna is on turn, and carl looks on from afar. */
async function playing(room = chatRoom()) {
  const all = await withThree(room);
  await all.anna.types("/play coin");
  await all.bob.types("/join-game");
  forget(all.anna, all.bob, all.carl);
  return all;
}

const LATE = "* That was not said, as your game is over: see /games";

function forget(...talkers: readonly Talker[]): void {
  for (const talker of talkers) talker.news();
}

Deno.test("A challenge is for one person, who accepts, and then the room hears of it", async () => {
  const { anna, bob, carl } = await withThree();
  assertEquals(await anna.types("/play coin @BOB"), ["*1 bob is asked to play coin (1) with you"]);
  assertEquals(bob.news(), [
    "* anna asks you to play coin (1): /join-game 1 accepts, within 1 minute",
  ]);
  assertEquals(await carl.types("/join-game 1"), ["* coin (1) is for bob: /play coin yourself"]);
  assertEquals(await carl.types("/watch 1"), ["* coin (1) has not begun"]);
  assertEquals(await anna.types("!win"), ["* coin (1) has not begun: it waits for players"]);
  assertEquals(await bob.types("/join-game"), [
    "*1 coin (1) begins: !win wins",
    "*1 go",
    "* anna and bob play coin (1): /join-game 1 to play too",
  ]);
  assertEquals(carl.news(), ["* anna and bob play coin (1): /join-game 1 to play too"]);
});

Deno.test("A challenge waits for whom it is for, also under a new name and with an account", async () => {
  const { anna, bob } = await withThree();
  await anna.types("/play coin @bob");
  await bob.types("/nick rob");
  await bob.types(`/register ${PASSWORD}`);
  assertEquals(
    (await bob.types("/join-game")).at(-1),
    "* anna and rob play coin (1): /join-game 1 to play too",
  );
});

Deno.test("A challenge that is declined, or not answered in time, is nobody's business", async () => {
  const { room, anna, bob, carl } = await withThree();
  await anna.types("/play coin @bob");
  assertEquals(await bob.types("/leave-game"), [
    "* anna asks you to play coin (1): /join-game 1 accepts, within 1 minute",
    "* You declined coin (1)",
  ]);
  assertEquals(anna.news(), ["*1 The end: bob would rather not"]);
  await anna.types("/play coin @bob");
  await room.pass(CHALLENGE_MS - 1);
  forget(anna, bob);
  await room.pass(1);
  assertEquals([anna.news(), bob.news()], [["*1 The end: bob did not answer"], []]);
  assertEquals(carl.news(), []);
  assertEquals(await bob.types("/join-game 1"), [
    "* There is no game 1 in #lobby: /games lists those there are",
  ]);
});

const REFUSED: readonly [line: string, answer: string][] = [
  ["/play", "* /play needs more: type /play GAME [OPTIONS]"],
  ["/play coyn", '* There is no game "coyn": did you mean coin?'],
  ["/play chess\x1b[31m", '* There is no game "chess": /games lists those there are'],
  ["/play __proto__", '* There is no game "__proto__": /games lists those there are'],
  ["/play coin @bobb", '* Nobody here is called "bobb": did you mean bob?'],
  ["/play coin @anna", "* That is you: choose somebody else"],
  ["/play coin @bob @carl", "* Ask one person: others may come by themselves"],
  ["/play hangman upside", '* "upside" is no way to play hangman: use easy, normal or hard, and'],
  ["/join-game", "* No game here is one for /join-game: see /games"],
  ["/join-game 7", "* There is no game 7 in #lobby: /games lists those there are"],
  ["/join-game __proto__", "* There is no game __proto__ in #lobby: /games lists those there are"],
  ["/leave-game", "* No game here is one for /leave-game: see /games"],
  ["/watch", "* No game here is one for /watch: see /games"],
  ["/board", "* No game here is one for /board: see /games"],
  ["/end-game", "* No game here is one for /end-game: see /games"],
  ["/scores coyn", '* There is no game "coyn": did you mean coin?'],
  ["/scores", "* You have not played to an end yet: see /games"],
  ["/scores coin", "* No registered user has played coin yet"],
];

Deno.test("Whatever makes no sense is refused in one line, and changes nothing", async (t) => {
  const { room, anna, bob } = await withThree();
  for (const [line, answer] of REFUSED) {
    await t.step(JSON.stringify(line), async () => {
      const answers = await anna.types(line);
      assert(answers.length === 1 && answers[0]?.startsWith(answer), answers.join("\n"));
      assertEquals([bob.news(), room.chat.tables.book.of("#lobby")], [[], []]);
    });
  }
});

Deno.test("Moves reach players and watchers alone, the result the whole room", async () => {
  const { anna, bob, carl, room } = await playing();
  const dora = await room.connect("dora");
  assertEquals(await dora.types("/watch"), ["*1 You watch coin (1)"]);
  forget(anna, bob, carl);
  assertEquals(await anna.types("!pass"), ["*1 anna passed"]);
  assertEquals([bob.news(), dora.news(), carl.news()], [
    ["*1 anna passed"],
    ["*1 anna passed"],
    [],
  ]);
  assertEquals(await bob.types("!whisper"), ["*1 psst"]);
  assertEquals([anna.news(), dora.news()], [[], []]);
  assertEquals(await bob.types("!win"), ["*1 The end: bob wins", "* coin (1) is over: bob wins"]);
  assertEquals(carl.news(), ["* coin (1) is over: bob wins"]);
  assertEquals(dora.news(), ["*1 The end: bob wins", "* coin (1) is over: bob wins"]);
  assertEquals(room.chat.roster.rooms.get("#lobby")?.history, []);
});

Deno.test("/board shows a table again to who is there, and to nobody else", async () => {
  const { anna, bob, carl } = await withThree();
  await anna.types("/play coin x hush");
  await bob.types("/join-game");
  forget(anna, bob, carl);
  assertEquals(await anna.types("/board"), ["*1 (hush)"]);
  assertEquals(await carl.types("/board 1"), ["* You are not in coin (1): /watch 1 to see it"]);
});

Deno.test("A line with a ! is a move of who plays, and talk of all others", async () => {
  const { anna, bob, carl } = await playing();
  await carl.types("!win", "!hello");
  assertEquals([anna.news(), bob.news()], [["carl: !win", "carl: !hello"], [
    "carl: !win",
    "carl: !hello",
  ]]);
  for (const talk of ["!", "! hello", "!?", "!!", "hello!"]) {
    assertEquals(await anna.types(talk), []);
    assertEquals(bob.news(), [`anna: ${talk}`]);
  }
  assertEquals(await anna.types("!nonsense\x07"), ['* "nonsense" is nothing: type !win']);
  assertEquals(await bob.types("!win"), ["* Not now: wait"]);
  assertEquals(await anna.types(`!${"x".repeat(MAX_MOVE + 1)}`), [
    `* A move has ${MAX_MOVE} characters at most: use fewer`,
  ]);
  assertEquals([bob.news(), carl.news()], [[], [
    ...["!", "! hello", "!?", "!!", "hello!"].map((text) => `anna: ${text}`),
  ]]);
});

Deno.test("A move that comes just after the end is not said to the room", async () => {
  const { room, anna, bob } = await playing();
  await anna.types("!pass");
  await bob.types("!win");
  forget(bob);
  assertEquals((await anna.types("!win")).at(-1), LATE);
  assertEquals(bob.news(), []);
  await room.pass(LATE_MOVE_MS);
  await anna.types("!important");
  assertEquals(bob.news(), ["anna: !important"]);
});

Deno.test("/join-game alone takes the game one is asked to, or the only one that takes players", async () => {
  const { anna, bob, carl } = await withThree();
  await anna.types("/play coin alone", "/play connect-four @bob");
  assertEquals((await carl.types("/join-game"))[1], "*1 hello carl");
  assertEquals(
    (await bob.types("/join-game")).at(-1),
    "* anna and bob play connect-four (2): /watch 2 to see it",
  );
  await carl.types("/play coin alone");
  forget(anna);
  assertEquals(await anna.types("/watch", "/end-game"), [
    "*3 You watch coin (3)",
    "* Which one? Type /end-game 1, or another of /games",
  ]);
});

Deno.test("Several games at once have numbers, which moves name, and nobody replaces another's", async () => {
  const { room, anna, bob, carl } = await playing();
  assertEquals((await anna.types("/play coin alone"))[0], "*2 coin (2) begins: !win wins");
  assertEquals(await anna.types("!win"), ["* You play 1 and 2: say which, as in !1:win"]);
  assertEquals(await anna.types("!7:win"), [
    "* There is no game 7 in #lobby: /games lists those there are",
  ]);
  assertEquals(await bob.types("!2:win"), [
    "* anna plays coin (2), alone: /join-game 2 to play too",
    "* You do not play coin (2): /join-game 2 to do so",
  ]);
  await carl.types("/play coin alone");
  assertEquals(await carl.types("/games"), [
    ...games.map(({ name, summary }) => `* /play ${name}: ${summary}`),
    "* In #lobby: coin (1): anna, bob",
    "* In #lobby: coin (2), alone: anna",
    "* In #lobby: coin (3), alone: carl",
  ]);
  assertEquals(await anna.types("!2:win"), [
    "* carl plays coin (3), alone: /join-game 3 to play too",
    "*2 The end: anna wins",
    "* coin (2) is over: anna wins",
  ]);
  await bob.types("/play coin alone");
  assertEquals(room.chat.tables.book.of("#lobby").map(({ number }) => number), [1, 2, 3]);
});

Deno.test("A turn is lost when its time is over, and the time begins anew with each move", async () => {
  const { room, anna, bob } = await playing();
  await room.pass(9_999);
  assertEquals(anna.news(), []);
  await room.pass(1);
  assertEquals(bob.news(), ["*1 anna slept"]);
  await room.pass(9_000);
  await bob.types("!pass");
  await room.pass(9_999);
  assertEquals(bob.news(), []);
  await room.pass(1);
  assertEquals(bob.news(), ["*1 anna slept"]);
});

Deno.test("A game that lacks players is off after a while", async () => {
  const { room, anna, bob } = await withThree();
  assertEquals(await anna.types("/play coin"), ["*1 coin (1) begins when 2 have come"]);
  await room.pass(LACK_MS);
  const over = "* coin (1) is over: too few have come";
  assertEquals(anna.news(), ["*1 The end: too few have come", over]);
  assertEquals(bob.news(), ["* anna plays coin (1): /join-game 1 to play too", over]);
  assertEquals(await anna.types("/scores"), ["* You have not played to an end yet: see /games"]);
});

Deno.test("A seat is given up by /leave-game, by leaving the room and by /quit, and others play on", async () => {
  for (const line of ["/leave-game", "/join #tea", "/quit"]) {
    const { room, anna, bob, carl } = await playing();
    await carl.types("/join-game");
    forget(anna, carl);
    await bob.types(line);
    await room.pass(1);
    assert(anna.news().includes("*1 bob left"), line);
    assertEquals(room.chat.tables.book.of("#lobby")[0]?.phase, "running", line);
    await carl.types("/leave-game");
    await anna.types("/leave-game");
    assertEquals(room.chat.tables.book.of("#lobby"), [], line);
  }
});

Deno.test("Whoever is kicked or banned has no seat any more, and watches nothing", async () => {
  for (const line of ["/kick gus", "/ban gus"]) {
    const room = new OrderedRoom({ games });
    const { otto, uma, gus } = await room.staff();
    await uma.types("/play coin", "/play coin alone");
    await gus.types("/join-game 1", "/watch 2");
    forget(uma);
    await otto.types(line);
    assert(uma.news().includes("*1 gus left"), line);
    forget(gus);
    await uma.types("!2:pass");
    assertEquals(gus.news(), [], line);
  }
});

Deno.test("A table ends by itself when nobody plays any more", async () => {
  const { room, anna, bob, carl } = await playing();
  await carl.types("/watch");
  anna.connection.reset();
  await room.pass(1000);
  forget(bob, carl);
  bob.connection.reset();
  await room.pass(SEAT_MS - 1000);
  const seen = carl.news();
  assert(seen.includes("*1 bob lost the connection: the seat is kept for 2 minutes"));
  assert(seen.includes("*1 anna left"));
  await room.pass(2000);
  assertEquals(carl.news().slice(-2), ["*1 The end: bob left", "* coin (1) is over: bob left"]);
  assertEquals(room.chat.tables.book.of("#lobby"), []);
});

Deno.test("A seat waits two minutes for a lost connection, and a token takes it back", async () => {
  const { room, anna, bob } = await playing();
  const token = /resume (\w{32})/.exec((await anna.types("/token")).join())?.[1];
  anna.connection.reset();
  await room.pass(1000);
  assertEquals(bob.news(), [
    "* anna left (connection lost)",
    "*1 anna lost the connection: the seat is kept for 2 minutes",
  ]);
  assertMatch((await bob.types("/games")).at(-1) ?? "", /coin \(1\): anna \(away\), bob$/);
  const back = await room.connect("zoe");
  forget(bob);
  const seen = await back.types(`/resume ${token}`);
  assertEquals(seen.filter((line) => line.startsWith("*1 ")), ["*1 You play coin (1)"]);
  assert(bob.news().includes("*1 anna is back"));
  await room.pass(0);
  assertEquals((await back.types("/games")).at(-1), "* In #lobby: coin (1): anna, bob");
  await bob.types("!pass");
  assertEquals(room.chat.tables.book.playedBy({ id: "c4", name: "" }, "#lobby").length, 1);
});

Deno.test("A token taken over while the old connection looks alive keeps the seat too", async () => {
  const { room, anna, bob } = await playing();
  const token = /resume (\w{32})/.exec((await anna.types("/token")).join())?.[1];
  const back = await room.connect("zoe");
  await back.types(`/resume ${token}`);
  forget(bob);
  assertEquals((await back.types("!win")).at(-1), "* coin (1) is over: anna wins");
});

Deno.test("Somebody else's token, or the same name, takes no seat", async () => {
  const { room, anna, carl } = await playing();
  const token = /resume (\w{32})/.exec((await carl.types("/token")).join())?.[1];
  anna.connection.reset();
  carl.connection.reset();
  await room.pass(1000);
  const thief = await room.connect("thief");
  await thief.types(`/resume ${token}`, "/nick anna");
  assertEquals(room.chat.tables.book.playedBy({ id: "c4", name: "anna" }, "#lobby"), []);
});

Deno.test("An account has one seat with all its clients, and a login takes it back", async () => {
  const room = chatRoom();
  const anna = await registered(room, "anna");
  const bob = await room.connect("bob");
  await anna.types("/play coin");
  await bob.types("/join-game");
  const second = await another(room, "anna");
  forget(anna, bob, second);
  assertEquals(await second.types("!pass"), ["*1 anna passed"]);
  assertEquals(anna.news(), ["*1 anna passed"]);
  anna.connection.reset();
  await room.pass(1000);
  forget(bob);
  assertEquals(room.chat.tables.book.of("#lobby")[0]?.seats[0]?.away, null);
  second.connection.reset();
  await room.pass(1000);
  assert(bob.news().includes("*1 anna lost the connection: the seat is kept for 2 minutes"));
  const third = await room.connect("new");
  assert((await third.types(`/login anna ${PASSWORD}`)).includes("*1 You play coin (1)"));
  assert(bob.news().includes("*1 anna is back"));
});

Deno.test("A guest who registers keeps the seat, and one who logs out gives it up", async () => {
  const { room, anna, bob } = await playing();
  await anna.types(`/register ${PASSWORD}`);
  assertEquals(room.chat.tables.book.of("#lobby")[0]?.seats[0]?.person.name, "anna");
  assertEquals((await anna.types("!pass")).at(-1), "*1 anna passed");
  forget(bob);
  await anna.types("/logout");
  assert(bob.news().includes("*1 anna left"));
});

Deno.test("A player who takes another name is called by it", async () => {
  const { anna, bob } = await playing();
  await anna.types("/nick ann");
  forget(bob);
  await anna.types("!pass");
  assertEquals(bob.news(), ["*1 ann passed"]);
});

Deno.test("The starter and the room's ops end a game, and nobody else does", async () => {
  const room = new OrderedRoom({ games });
  const { uma, gus, otto } = await room.staff();
  await uma.types("/play coin alone");
  forget(gus);
  assertEquals(await gus.types("/end-game"), [
    "* uma started it, and may end it, as may this room's ops: /leave-game 1 is for you",
  ]);
  assertEquals((await otto.types("/end-game 1")).at(-1), "* coin (1) is over: otto ended it");
  await uma.types("/play coin alone");
  assertEquals((await uma.types("/end-game")).at(-1), "* coin (1) is over: uma ended it");
  assertEquals(await uma.types("/scores"), ["* You have not played to an end yet: see /games"]);
});

Deno.test("The word of who chooses it reaches nobody else, nor history, log or audit", async () => {
  const log = new FakeLog();
  const { room, anna, bob, carl } = await withThree(chatRoom({ log }));
  assertEquals(await anna.types("/play hangman word"), [
    "* Type the word that the others have to guess",
  ]);
  assertEquals(await anna.types("b4nana"), ["* A word has letters alone: choose another"]);
  assertEquals(await anna.types("/play hangman word"), [
    "* Type the word that the others have to guess",
  ]);
  await anna.types("teapot");
  await bob.types("/join-game", "!a");
  await carl.types("/watch");
  const all = [bob, carl].map(({ connection }) => connection.output).join("");
  assert(!/teapot/i.test(all + JSON.stringify(log.records)), all);
  assert(anna.news().some((line) => line.endsWith("your word: TEAPOT")));
  assertEquals(room.chat.roster.rooms.get("#lobby")?.history, []);
  assertEquals(
    (await bob.types("!teapot")).at(-1),
    "* hangman (1) is over: bob completed the word TEAPOT",
  );
});

Deno.test("Who has left a game does not come back to it, knowing the word or with new chances", async () => {
  const { anna, bob } = await withThree();
  await anna.types("/play hangman word teapot");
  await bob.types("/join-game");
  await anna.types("/leave-game");
  const refusal = "* You left hangman (1): /watch 1 to see it";
  assertEquals(await anna.types("/join-game"), [refusal]);
  await anna.types(`/register ${PASSWORD}`);
  assertEquals(await anna.types("/join-game 1"), [refusal]);
});

Deno.test("A word that was asked for may begin with a slash or a !, and an empty line drops it", async () => {
  const { room, anna, bob } = await withThree();
  await anna.types("/play hangman word");
  assertEquals(await anna.types("/who"), ["* A word has letters alone: choose another"]);
  await anna.types("/play hangman word", "");
  assertEquals([room.chat.tables.book.of("#lobby"), bob.news()], [[], []]);
});

Deno.test("/mute NAME games bars from games: a seat is given up, and none is taken until /unmute", async () => {
  const room = new OrderedRoom({ games });
  const { otto, uma, gus } = await room.staff();
  await uma.types("/play coin");
  await gus.types("/join-game");
  forget(uma, gus);
  assertEquals(
    (await otto.types("/mute gus 10m games cheats")).at(-1),
    "* You barred gus from games for 10 minutes (cheats)",
  );
  const seen = gus.news();
  assert(seen.includes("* otto barred gus from games for 10 minutes (cheats)"));
  assert(seen.includes("* You are barred from games in #tea by otto for 10 minutes: cheats"));
  assert(uma.news().includes("*1 gus left"));
  const barred = "* You are barred from games in #tea by otto for 10 minutes: cheats";
  assertEquals([await gus.types("/join-game"), await gus.types("/play coin")], [[barred], [
    barred,
  ]]);
  await gus.types("hello");
  assertEquals(uma.news(), ["gus: hello"]);
  assertEquals(await otto.types("/bans"), [
    "gus: hello",
    "* gus is barred from games by otto for 10 minutes: cheats",
  ]);
  assertEquals(await otto.types("/unmute gus"), [
    '* "gus" is not muted: /bans lists who is banned or muted',
  ]);
  assertEquals(await otto.types("/unmute gus dogs"), [
    '* /unmute takes a name, and games or nothing, not "dogs"',
  ]);
  assertEquals(await otto.types("/unmute gus games"), ["* You let gus play games again"]);
  assert(gus.news().includes("* You are no longer barred from games in #tea"));
  assertEquals((await gus.types("/join-game"))[0], "* You left coin (1): /watch 1 to see it");
  assertEquals((await gus.types("/play coin alone"))[0], "*2 coin (2) begins: !win wins");
});

Deno.test("Who is muted starts and joins no game, as the room would hear of it", async () => {
  const room = new OrderedRoom({ games });
  const { otto, gus } = await room.staff();
  await otto.types("/mute gus");
  forget(gus);
  assertEquals(await gus.types("/play coin alone"), ["* You are muted in #tea by otto"]);
});

Deno.test("A room and a person have so many games at once and not one more", async () => {
  const { room, anna } = await withThree();
  for (let i = 0; i < GAMES_PER_PERSON; i++) await anna.types("/play coin alone");
  assertEquals(
    (await anna.types("/play coin alone")).at(-1),
    `* You are in ${GAMES_PER_PERSON} games already: /leave-game one of them first`,
  );
  for (let i = GAMES_PER_PERSON; i < TABLES_PER_ROOM; i++) {
    await (await room.connect(`p${i}`)).types("/play coin alone");
  }
  const late = await room.connect("late");
  assertEquals(await late.types("/play coin alone"), [
    `* ${TABLES_PER_ROOM} games are played in #lobby: /watch or /join-game one of them`,
  ]);
  assertEquals((await late.types("/join-game 1"))[0], "*1 hello late");
  assertEquals(room.chat.tables.book.of("#lobby").length, TABLES_PER_ROOM);
});

Deno.test("A full game, and one that has begun without latecomers, can be watched", async () => {
  const { room, anna, bob, carl } = await playing();
  await carl.types("/join-game");
  const dora = await room.connect("dora");
  assertEquals(await dora.types("/join-game"), ["* coin (1) is full: /watch 1 to see it"]);
  await anna.types("/play coin closed");
  await bob.types("/join-game 2");
  forget(dora);
  assertEquals(await dora.types("/join-game 2"), ["* coin (2) has begun: /watch 2 to see it"]);
  assertEquals(await dora.types("/watch 2", "/watch 2", "/leave-game", "/board"), [
    "*2 You watch coin (2)",
    "* You watch coin (2) already: /board shows it",
    "* You watch coin (2) no longer",
    "* No game here is one for /board: see /games",
  ]);
});

Deno.test("Scores of accounts are kept, those of guests live with them, and /unregister drops both", async () => {
  const room = chatRoom();
  const anna = await registered(room, "anna");
  const bob = await room.connect("bob");
  for (let i = 0; i < 2; i++) {
    await anna.types("/play coin");
    await bob.types("/join-game");
    await anna.types("!win");
  }
  forget(anna, bob);
  assertEquals(await anna.types("/scores"), ["* coin: played 2, won 2, best 7"]);
  assertEquals(await bob.types("/scores"), ["* coin: played 2, won 0"]);
  assertEquals(await bob.types("/scores COIN"), ["* 1. anna: played 2, won 2, best 7"]);
  const again = new ChatRoom({ games, store: room.store });
  const later = await again.connect("zoe");
  assertEquals(await later.types("/scores coin"), ["* 1. anna: played 2, won 2, best 7"]);
  await anna.types("/play coin", "");
  await bob.types("/join-game");
  await anna.types(`/unregister ${PASSWORD}`);
  assertEquals(
    await bob.types("/scores coin").then((lines) => lines.at(-1)),
    "* No registered user has played coin yet",
  );
});

Deno.test("Games of before a restart go on, for accounts after a login and for guests with their token", async () => {
  const room = chatRoom();
  const anna = await registered(room, "anna");
  const [bob, carl] = await room.gather("bob", "carl") as [Talker, Talker];
  const token = /resume (\w{32})/.exec((await bob.types("/token")).join())?.[1];
  await anna.types("/play coin secret", "hush");
  await bob.types("/join-game");
  await anna.types("!pass");
  for (const { session } of [anna, bob, carl]) session.shutDown();
  await room.pass(1000);
  assertEquals(await room.parts.games.save(1000), 0);

  const after = new ChatRoom({ games, store: room.store });
  after.clock.advance(room.clock.now() - after.clock.now());
  await after.chat.open(["anna"]);
  const stranger = await after.connect("zoe");
  assertEquals(
    (await stranger.types("/games")).at(-1),
    "* In #lobby: coin (1), secret: anna (away), bob (away)",
  );
  const anna2 = await after.connect("other");
  assertEquals((await anna2.types(`/login anna ${PASSWORD}`)).slice(-3, -1), [
    "*1 You play coin (1)",
    "*1 (hush)",
  ]);
  const bob2 = await after.connect("another");
  await bob2.types(`/resume ${token}`);
  assertEquals((await bob2.types("!win")).at(-1), "* coin (1) is over: bob wins");
  assert(!stranger.connection.output.includes("hush"));
  const third = new ChatRoom({ games, store: room.store });
  await third.chat.open();
  assertEquals(third.chat.tables.book.of("#lobby"), []);
});

Deno.test("A game that breaks ends, its players stay, and the log has it", async () => {
  const log = new FakeLog();
  const { room, anna, bob } = await withThree(chatRoom({ log }));
  await anna.types("/play broken");
  await bob.types("/join-game");
  forget(anna, bob);
  assertEquals(await anna.types("!pass"), ["*1 anna passed"]); // without the board that broke
  await bob.types("!pass");
  forget(anna, bob);
  assertEquals(await anna.types("!break"), [
    "*1 The end: it broke on our side",
    "* broken (1) is over: it broke on our side",
  ]);
  assertEquals(room.inside(), ["anna", "bob", "carl"]);
  assert(log.records.some(({ event }) => event === "game broke"));
});

Deno.test("Whom one ignores cannot ask one to play", async () => {
  const { anna, bob } = await withThree();
  await bob.types("/ignore anna");
  await anna.types("/play coin @bob");
  assertEquals(bob.news(), []);
});

Deno.test("Programs see tables as JSON, each as their seat has it, and move as in text", async () => {
  const { anna, bob, carl } = await withThree();
  for (const program of [bob, carl]) await program.types("/mode json");
  await anna.types("/play coin x hush @bob");
  const asked = JSON.parse(bob.news()[0] ?? "");
  assertEquals([asked.type, asked.table, asked.by.name, asked.phase], [
    "challenge",
    1,
    "anna",
    "open",
  ]);
  await bob.types('{"do":"join-game","args":["1"]}');
  await carl.types('{"do":"watch","args":["1"],"ref":1}');
  const seen = carl.news().map((line) => JSON.parse(line));
  assertEquals(seen, []);
  await anna.types("!pass");
  const table = JSON.parse(bob.news().at(-1) ?? "");
  assertEquals([table.type, table.seat, table.turn, table.text], ["table", 1, [1], [
    "anna passed",
  ]]);
  assertEquals(table.view, { turn: 1, word: null });
  assertEquals(JSON.parse(carl.news().at(-1) ?? "").seat, null);
  const moved = await bob.types('{"do":"say","text":"!win","ref":2}');
  assertEquals(moved.map((line) => JSON.parse(line).type), ["table", "game", "done"]);
  const refused = await bob.types('{"do":"play","args":["coin","secret"],"ref":3}');
  assertEquals(JSON.parse(refused[0] ?? "").code, "usage");
  const games = JSON.parse((await bob.types('{"do":"games"}'))[0] ?? "");
  assertEquals([games.type, games.games[0], games.tables], ["games", {
    name: "coin",
    summary: coin.summary,
  }, []]);
});
