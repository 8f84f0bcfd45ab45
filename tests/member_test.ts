// One client as the chat knows it; here mostly whom it hides: by name, so that coming back does not help,
// and by id, so that another name does not either.

import { assertEquals, assertStrictEquals } from "@std/assert";
import { Member } from "../src/member.ts";
import { Recorder, Transcript } from "./support/recorder.ts";

const anna = { id: "1", name: "Anna" };
const carl = { id: "3", name: "carl" };

function member(): Member {
  return new Member("me", {
    dialect: new Transcript(),
    outbox: new Recorder(),
    owner: { onBug() {}, onEnd() {} },
    address: "",
  });
}

Deno.test("Member begins without a name, without a room, and hides nobody", () => {
  const { name, person, room, picky, hidden, lastTeller } = member();
  assertEquals({ name, person, room, picky, hidden, lastTeller }, {
    name: "",
    person: { id: "me", name: "" },
    room: "",
    picky: false,
    hidden: [],
    lastTeller: null,
  });
});

Deno.test("Member.name is the name of the person it is", () => {
  const me = member();
  me.person = { id: "me", name: "bob" };
  assertEquals(me.name, "bob");
});

Deno.test("Member.deliver() hands the very same bytes to the outbox", () => {
  const outbox = new Recorder();
  const bytes = new Uint8Array(3);
  new Member("me", {
    dialect: new Transcript(),
    outbox,
    owner: { onBug() {}, onEnd() {} },
    address: "",
  })
    .deliver(bytes);
  assertStrictEquals(outbox.pieces[0], bytes);
});

Deno.test("Member.fail() hands the bug on", () => {
  const bugs: unknown[] = [];
  const onBug = (bug: unknown) => void bugs.push(bug);
  const me = new Member("me", {
    dialect: new Transcript(),
    outbox: new Recorder(),
    owner: { onBug, onEnd() {} },
    address: "",
  });
  me.fail("bug");
  assertEquals(bugs, ["bug"]);
});

Deno.test("Member.hides() whom it was told to hide, and nobody else", async (t) => {
  const cases = [
    { who: "the same person", by: anna, hidden: true },
    { who: "the same person under another name", by: { id: "1", name: "bella" }, hidden: true },
    { who: "whoever comes with the name", by: { id: "2", name: "anna" }, hidden: true },
    { who: "somebody else", by: carl, hidden: false },
    { who: "somebody else, with a longer name", by: { id: "4", name: "annabel" }, hidden: false },
  ];
  for (const { who, by, hidden } of cases) {
    await t.step(who, () => {
      const me = member();
      me.hide(anna);
      assertEquals(me.hides(by), hidden);
    });
  }
});

Deno.test("Member.hides() who came back with the name, also under the next one", () => {
  const me = member();
  me.hide(anna);
  assertEquals(me.hides({ id: "2", name: "anna" }), true);
  assertEquals(me.hides({ id: "2", name: "bella" }), true);
});

Deno.test("Member.hidden lists the names as they were written, each once", () => {
  const me = member();
  for (const person of [anna, carl, anna]) me.hide(person);
  assertEquals(me.hidden, ["Anna", "carl"]);
  assertEquals(me.picky, true);
});

Deno.test("Member.unhide() shows them again, found in any case", () => {
  const me = member();
  me.hide(anna);
  assertEquals(me.unhide("ANNA"), true);
  assertEquals([me.hides(anna), me.picky, me.hidden.length], [false, false, 0]);
});

Deno.test("Member.unhide() says no to a name that it does not hide, and keeps the others hidden", () => {
  const me = member();
  me.hide(anna);
  me.hide(carl);
  assertEquals(me.unhide("dora"), false);
  assertEquals(me.unhide("carl"), true);
  assertEquals([me.hides(anna), me.hides(carl)], [true, false]);
  assertEquals(me.picky, true);
});

Deno.test("Member.unhide() shows those too who have another name by now, or had come back", async (t) => {
  const cases = [
    { who: "who changed their name", met: [anna, { id: "1", name: "bella" }] },
    { who: "who came back", met: [{ id: "2", name: "anna" }] },
    {
      who: "who came back and changed",
      met: [{ id: "2", name: "anna" }, { id: "2", name: "bea" }],
    },
  ];
  for (const { who, met } of cases) {
    await t.step(who, () => {
      const me = member();
      me.hide(anna);
      me.hide(carl);
      assertEquals(met.map((by) => me.hides(by)), met.map(() => true));
      me.unhide("anna");
      assertEquals(met.map((by) => me.hides(by)), met.map(() => false));
      assertEquals(me.hides(carl), true);
    });
  }
});
