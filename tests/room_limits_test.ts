// How many rooms there may be, and how many one user may be in: refused in words, and nothing changes.

import { assertEquals } from "@std/assert";
import { another, registered } from "./support/accounts.ts";
import { ChatRoom, type Talker } from "./support/chat_room.ts";

Deno.test("Nobody makes one room more than there may be, and the others can be joined", async () => {
  const room = new ChatRoom({ maxRooms: 2 });
  const [anna, bob] = await room.gather("anna", "bob") as [Talker, Talker];
  await anna.types("/join tea");
  bob.news();
  assertEquals(await bob.types("/join cake"), [
    "* There are 2 rooms, and no more may be made: /rooms lists those there are",
  ]);
  assertEquals(room.inside("#lobby"), ["bob"]);
  assertEquals(await bob.types("/join tea"), ["* You are in #tea with anna"]);
  await bob.types("/leave");
  await anna.types("/leave");
  bob.news();
  assertEquals(await bob.types("/join cake"), ["* You are in #cake alone"]);
});

Deno.test("A terminal goes from room to room, also where a user may be in one only", async () => {
  const room = new ChatRoom({ maxRoomsPerUser: 1 });
  const bob = await room.connect("bob");
  for (const name of ["tea", "cake", "lobby"]) {
    assertEquals(await bob.types(`/join ${name}`), [`* You are in #${name} alone`]);
  }
});

Deno.test("A user's clients are counted together, and each may go to the lobby", async () => {
  const room = new ChatRoom({ maxRoomsPerUser: 2 });
  const anna = await registered(room, "anna");
  const clients = [anna, await another(room, "anna"), await another(room, "anna")];
  await clients[0]?.types("/join tea");
  await clients[1]?.types("/join cake");
  assertEquals(await clients[2]?.types("/join jam"), [
    "* You are in 2 rooms already: /leave one of them first",
  ]);
  assertEquals((await clients[2]?.types("/join tea"))?.length, 1);
  assertEquals((await clients[2]?.types("/leave"))?.[0]?.startsWith("* You are in #lobby"), true);
});
