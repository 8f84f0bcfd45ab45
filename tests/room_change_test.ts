// Every change of a room in words, and what a whole room does not read of it.

import { assertEquals } from "@std/assert";
import { describeChange, withoutAddress } from "../src/room_change.ts";
import type { RoomChange, Sanction } from "../src/room_settings.ts";

const MINUTE = 60_000;

function sanction(changes: Partial<Sanction> = {}): Sanction {
  return { name: "bob", account: "b", by: "anna", at: 0, until: null, why: "", ...changes };
}

const CHANGES: readonly [change: RoomChange, sentence: string][] = [
  [{ what: "topic", text: "tea" }, "set the topic: tea"],
  [{ what: "topic", text: "" }, "cleared the topic"],
  [{ what: "topic-lock", on: true }, "locked the topic"],
  [{ what: "topic-lock", on: false }, "unlocked the topic"],
  [{ what: "private", on: true }, "made this room private"],
  [{ what: "private", on: false }, "opened this room to all"],
  [{ what: "slow", seconds: 0 }, "let everybody talk as fast as they like"],
  [{ what: "slow", seconds: 90 }, "slowed this room down: one line every 1 minute 30 seconds"],
  [{ what: "op", name: "bob" }, "made bob an op"],
  [{ what: "deop", name: "bob" }, "made bob an op no more"],
  [{ what: "owner", name: "bob" }, "gave this room to bob"],
  [{ what: "invite", name: "bob" }, "invited bob"],
  [{ what: "ban", sanction: sanction() }, "banned bob"],
  [
    { what: "ban", sanction: sanction({ until: 10 * MINUTE, why: "spam" }) },
    "banned bob for 10 minutes (spam)",
  ],
  [{ what: "mute", sanction: sanction({ why: "spam" }) }, "muted bob (spam)"],
  [{ what: "unban", name: "bob" }, "unbanned bob"],
  [{ what: "unmute", name: "bob" }, "unmuted bob"],
  [
    { what: "bar", sanction: sanction({ until: 10 * MINUTE, why: "cheats" }) },
    "barred bob from games for 10 minutes (cheats)",
  ],
  [{ what: "unbar", name: "bob" }, "let bob play games again"],
];

Deno.test("describeChange() says what was done, as it follows a name", () => {
  for (const [change, sentence] of CHANGES) assertEquals(describeChange(change, 0), sentence);
});

Deno.test("withoutAddress() hides addresses, and nothing else", () => {
  for (const [change] of CHANGES) assertEquals(withoutAddress(change), change);
  for (const name of ["192.0.2.7", "2001:db8:1:2::/64", "::1"]) {
    const changes: RoomChange[] = [
      { what: "ban", sanction: sanction({ name }) },
      { what: "mute", sanction: sanction({ name }) },
      { what: "unban", name },
      { what: "unmute", name },
      { what: "bar", sanction: sanction({ name }) },
      { what: "unbar", name },
    ];
    assertEquals(changes.map((change) => describeChange(withoutAddress(change), 0)), [
      "banned an address",
      "muted an address",
      "unbanned an address",
      "unmuted an address",
      "barred an address from games",
      "let an address play games again",
    ]);
  }
});
