// What people on one node of several see of the others: the link to them, a room that is heard anew, people of a
// node that comes, goes, and takes their name.

import { assertEquals } from "@std/assert";
import type { Muster, Present } from "../src/node_fact.ts";
import { type BusState, cutOff } from "../src/bus.ts";
import { LocalBus } from "../src/bus/local.ts";
import { ChatRoom } from "./support/chat_room.ts";

const carl: Present = {
  by: { id: "n2-c1", name: "carl" },
  address: "192.0.2.9",
  since: 0,
  away: null,
  rooms: ["#lobby"],
};

function muster(...people: Present[]): Muster {
  return { kind: "muster", at: 0, node: "n2-", people, rooms: [], first: false };
}

Deno.test("Delivery tells all of a node when the link is lost, and when it is back", async () => {
  const room = new ChatRoom();
  const [anna, bob] = await room.gather("anna", "bob");
  await bob?.types("/join #tea");
  anna?.news();
  for (const up of [false, true]) await room.bus.publish({ kind: "linked", up });
  await room.settle();
  for (const talker of [anna, bob]) {
    assertEquals(talker?.news(), [
      "* The link to the other servers is lost: what you say waits until it is back",
      "* The link to the other servers is back, and so is what was said meanwhile",
    ]);
  }
});

Deno.test("Delivery tells those in a room, and nobody else, that lines of it are missing", async () => {
  const room = new ChatRoom();
  const [anna, bob] = await room.gather("anna", "bob");
  await bob?.types("/join #tea");
  anna?.news();
  await room.bus.publish({ kind: "skipped", room: "#tea" });
  await room.settle();
  assertEquals(anna?.news(), []);
  assertEquals(bob?.news(), [
    "* The link was lost for too long: some of what was said is missing in #tea",
  ]);
});

Deno.test("Delivery shows a room that is heard anew with the lines that came before, and no others", async () => {
  const room = new ChatRoom();
  const [anna] = await room.gather("anna");
  await anna?.types("old news");
  const by = { id: "n2-c1", name: "carl" };
  const line = {
    kind: "said",
    id: "1",
    at: room.clock.now(),
    room: "#lobby",
    by,
    text: "hi",
  } as const;
  await room.bus.publish({ kind: "followed", room: "#lobby", lines: [line] });
  assertEquals(await anna?.types("/history"), ["[14:03] carl: hi"]);
});

Deno.test("Delivery shows people of a node that comes, and lets them go with it", async () => {
  const room = new ChatRoom();
  const [anna] = await room.gather("anna");
  await room.bus.publish(muster(carl));
  await room.settle();
  assertEquals(anna?.news(), ["* carl joined"]);
  await room.bus.publish(muster({ ...carl, away: "soup" }));
  assertEquals(await anna?.types("/who"), ["* In #lobby (2): anna, carl (away)"]);
  await room.bus.publish(muster());
  await room.settle();
  assertEquals(anna?.news(), ["* carl left (connection lost)"]);
});

Deno.test("Chat gives another name to whom somebody took theirs while the link was lost", async () => {
  const room = new ChatRoom();
  const [anna, bob] = await room.gather("anna", "bob");
  await room.bus.publish({ kind: "ousted", id: "c1", key: "anna" });
  await room.settle();
  assertEquals(anna?.news(), [
    '* The name "anna" was taken while the link was lost: you are guest1 now',
  ]);
  assertEquals(bob?.news(), ["* anna is now guest1"]);
  await room.bus.publish({ kind: "ousted", id: "c1", key: "anna" }); // which is not its name any more
  await room.settle();
  assertEquals(anna?.news(), []);
});

/** A bus that is as the test says. */
class UnsteadyBus extends LocalBus {
  override state: BusState = "up";
}

Deno.test("Chat refuses lines when too many wait, and rooms while the link is lost", async () => {
  const bus = new UnsteadyBus();
  const room = new ChatRoom({ bus });
  const [anna, bob] = await room.gather("anna", "bob");
  bus.state = "away";
  assertEquals(await anna?.types("waits", "/join #tea", "/who"), [
    `* ${cutOff().message}`,
    "* In #lobby (2): anna, bob",
  ]);
  bus.state = "full";
  const full =
    "* That was not said, as too much waits for the link to the other servers: try again later";
  assertEquals(await anna?.types("too much", "/me waves", "/msg bob psst"), [full, full, full]);
  assertEquals(bob?.news(), ["anna: waits"]);
});
