// The five roles: which has the rights of which, and what somebody is in a room.

import { assertEquals } from "@std/assert";
import { atLeast, roleOf, ROLES } from "../src/role.ts";
import { NO_SETTINGS } from "../src/room_settings.ts";

Deno.test("atLeast() gives each role all rights of those before it, and none of those after", () => {
  for (const [i, role] of ROLES.entries()) {
    for (const [j, needed] of ROLES.entries()) {
      assertEquals(atLeast(role, needed), i >= j, `${role} for ${needed}`);
    }
  }
});

Deno.test("roleOf() goes by the account, and by the name for admins alone", () => {
  const settings = {
    ...NO_SETTINGS,
    owner: { account: "o", name: "olga" },
    ops: [{ account: "p", name: "otto" }, { account: "a", name: "ada" }],
  };
  const admins = new Set(["ada", ""]);
  const cases = [
    [{ id: "1", name: "olga", account: "o" }, "owner"],
    [{ id: "1", name: "otto", account: "p" }, "op"],
    [{ id: "1", name: "uma", account: "u" }, "user"],
    [{ id: "1", name: "ADA", account: "a" }, "admin"],
    [{ id: "1", name: "ada" }, "guest"],
    [{ id: "o", name: "olga" }, "guest"],
    [{ id: "1", name: "olga", account: "somebody new by that name" }, "user"],
  ] as const;
  for (const [person, role] of cases) assertEquals(roleOf(person, { settings, admins }), role);
});

Deno.test("roleOf() knows no owner and no ops in a room that is nobody's", () => {
  const person = { id: "1", name: "olga", account: "o" };
  assertEquals(roleOf(person, { settings: NO_SETTINGS, admins: new Set() }), "user");
});
