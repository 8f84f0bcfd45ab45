// The lists of bans and mutes after an edit: one for each who is hit, none that is over, not too many.

import { assertEquals, assertThrows } from "@std/assert";
import { ChatError } from "../src/errors.ts";
import { MAX_BANS, MAX_BARRED, MAX_MUTES } from "../src/limits.ts";
import { NO_SETTINGS, type Sanction } from "../src/room_settings.ts";
import { listed, withoutSanction, withSanction } from "../src/sanctions.ts";

function sanction(name: string, changes: Partial<Sanction> = {}): Sanction {
  return { name, account: `id of ${name}`, by: "anna", at: 100, until: null, why: "", ...changes };
}

const bob = sanction("bob");
const carl = sanction("carl", { until: 200 });

Deno.test("withSanction() adds to its own list, and replaces the one before", () => {
  const settings = { ...NO_SETTINGS, bans: [bob, carl] };
  const again = sanction("bob", { until: 500 });
  assertEquals(withSanction(settings, { kind: "ban", sanction: again }).bans, [carl, again]);
  const muted = withSanction(settings, { kind: "mute", sanction: bob });
  assertEquals([muted.mutes, muted.bans], [[bob], undefined]);
});

Deno.test("withSanction() drops what is over, and takes an op's rights", () => {
  const ops = [{ account: "id of dora", name: "dora" }, { account: "id of eve", name: "eve" }];
  const settings = { ...NO_SETTINGS, ops, bans: [carl] };
  const dora = sanction("dora", { at: 200 });
  assertEquals(withSanction(settings, { kind: "ban", sanction: dora }), {
    bans: [dora],
    ops: ops.slice(1),
  });
  const address = { name: "gus", address: "192.0.2.1", by: "anna", at: 0, until: null, why: "" };
  assertEquals(withSanction(settings, { kind: "ban", sanction: address }).ops, ops);
});

Deno.test("withSanction() leaves an op who is barred from games an op", () => {
  const ops = [{ account: "id of bob", name: "bob" }];
  const barred = withSanction({ ...NO_SETTINGS, ops }, { kind: "bar", sanction: bob });
  assertEquals(barred, { barred: [bob] });
});

Deno.test("withSanction() takes so many and not one more, but for those that are over", () => {
  for (
    const [kind, list, max, undo] of [
      ["ban", "bans", MAX_BANS, "/unban one"],
      ["mute", "mutes", MAX_MUTES, "/unmute one"],
      ["bar", "barred", MAX_BARRED, "/unmute NAME games"],
    ] as const
  ) {
    const full = Array.from({ length: max }, (_, i) => sanction(`b${i}`));
    const settings = { ...NO_SETTINGS, [list]: full };
    assertThrows(
      () => withSanction(settings, { kind, sanction: bob }),
      ChatError,
      undo,
    );
    const again = sanction("b0");
    assertEquals(withSanction(settings, { kind, sanction: again })[list]?.length, max);
    const over = { ...NO_SETTINGS, [list]: full.map((one) => ({ ...one, until: 50 })) };
    assertEquals(withSanction(over, { kind, sanction: bob })[list], [bob]);
  }
});

Deno.test("withoutSanction() takes one away and what is over, and refuses if it is gone", () => {
  const settings = { ...NO_SETTINGS, mutes: [bob, carl, sanction("dora")] };
  const edit = withoutSanction(settings, { kind: "mute", sanction: bob, now: 300 });
  assertEquals(edit, { mutes: [sanction("dora")] });
  assertThrows(
    () => withoutSanction(NO_SETTINGS, { kind: "mute", sanction: bob, now: 0 }),
    ChatError,
    "bob is not muted any more",
  );
});

Deno.test("listed() finds a sanction by name in any case or by address, while it is in force", () => {
  const gus = { name: "gus", address: "192.0.2.1", by: "anna", at: 0, until: null, why: "" };
  const six = { ...gus, name: "2001:db8:1:2::/64", address: "2001:db8:1:2" };
  const settings = { ...NO_SETTINGS, bans: [bob, carl, gus, six] };
  const find = (typed: string, now = 100) => listed(settings, { kind: "ban", typed, now })?.name;
  assertEquals(["BOB", "carl", "Gus"].map((typed) => find(typed)), ["bob", "carl", "gus"]);
  assertEquals(["192.0.2.1", "::ffff:192.0.2.1"].map((typed) => find(typed)), ["gus", "gus"]);
  assertEquals(["2001:DB8:1:2::7", "2001:db8:1:2::/64"].map((typed) => find(typed)), [
    six.name,
    six.name,
  ]);
  assertEquals([find("carl", 200), find("dora"), find("")], [undefined, undefined, undefined]);
  assertEquals(listed(settings, { kind: "mute", typed: "bob", now: 0 }), undefined);
});
