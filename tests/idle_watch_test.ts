// Guests who say nothing: told, and then sent away. Users with an account stay.

import { assertEquals } from "@std/assert";
import { IdleWatch } from "../src/idle_watch.ts";
import { IDLE_LOOK_MS } from "../src/limits.ts";
import { registered } from "./support/accounts.ts";
import { ChatRoom, type Talker } from "./support/chat_room.ts";

const MINUTE_MS = 60_000;
/** At the first look in the last minute, as guests come a moment after a look. */
const WARNING = "* Are you there? Type something within 50 seconds to stay";

/** A chat that guests may be silent in for so many minutes. */
function watched(minutes: number): { room: ChatRoom; watch: IdleWatch } {
  const room = new ChatRoom();
  const watch = new IdleWatch(room, minutes * MINUTE_MS);
  watch.start();
  return { room, watch };
}

/** Lets a minute go by, with all that is looked at in it. */
async function passMinutes(room: ChatRoom, minutes: number): Promise<void> {
  const looks = minutes * MINUTE_MS / IDLE_LOOK_MS;
  for (let look = 0; look < looks; look++) await room.pass(IDLE_LOOK_MS);
}

Deno.test("IdleWatch tells a silent guest a minute before, once, and then says goodbye", async () => {
  const { room, watch } = watched(30);
  const [anna, bob] = await room.gather("anna", "bob") as [Talker, Talker];
  await passMinutes(room, 28);
  assertEquals(bob.news(), []);
  await bob.types("hello");
  assertEquals(anna.news(), ["bob: hello"]);
  await passMinutes(room, 2);
  assertEquals(anna.news(), [WARNING]);
  await passMinutes(room, 1);
  const [goodbye, ...more] = anna.news();
  assertEquals([goodbye, more], ["* You said nothing for 30 minutes: goodbye, and come back", []]);
  assertEquals((await anna.ended).reason, "sent away");
  assertEquals(bob.news(), ["* anna left"]);
  assertEquals(room.inside(), ["bob"]);
  watch.stop();
});

Deno.test("IdleWatch lets a guest stay who says something after being told, and tells it again", async () => {
  const { room, watch } = watched(30);
  const bob = await room.connect("bob");
  for (let round = 0; round < 3; round++) {
    await passMinutes(room, 30);
    assertEquals(bob.news(), [WARNING], `round ${round}`);
    await bob.types("/away reading");
  }
  assertEquals(room.inside(), ["bob"]);
  watch.stop();
});

Deno.test("IdleWatch lets users with an account be silent", async () => {
  const { room, watch } = watched(30);
  const anna = await registered(room, "anna");
  await passMinutes(room, 60);
  assertEquals(anna.news(), []);
  watch.stop();
});

Deno.test("IdleWatch tells before half of a short time, too", async () => {
  const { room, watch } = watched(1);
  const bob = await room.connect("bob");
  await room.pass(IDLE_LOOK_MS);
  assertEquals(bob.news(), []);
  await passMinutes(room, 0.5);
  assertEquals(bob.news(), ["* Are you there? Type something within 20 seconds to stay"]);
  watch.stop();
});

Deno.test("IdleWatch leaves a clock alone when it is stopped, or has no limit", () => {
  const room = new ChatRoom();
  const before = room.clock.waiting;
  new IdleWatch(room, 0).start();
  const watch = new IdleWatch(room, MINUTE_MS);
  watch.start();
  assertEquals(room.clock.waiting, before + 1);
  watch.stop();
  assertEquals(room.clock.waiting, before);
});
