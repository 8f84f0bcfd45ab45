// Who may enter, see and speak by a room's settings, and the sentence that says why not.

import { assertEquals } from "@std/assert";
import {
  invitation,
  maySee,
  roomFault,
  serverFault,
  speechFault,
  targetOf,
  terms,
  type Visitor,
} from "../src/room_rules.ts";
import { NO_SETTINGS, type RoomSettings, type Sanction } from "../src/room_settings.ts";

const SECOND = 1000;
const NOW = 1_000_000;
const guest = { id: "c1", name: "gus" };
const user = { id: "c2", name: "uma", account: "u" };
const op = { id: "c3", name: "otto", account: "p" };
const owner = { id: "c4", name: "olga", account: "o" };
const admin = { id: "c5", name: "ada", account: "a" };

function visitor(person: Visitor["person"], changes: Partial<Visitor> = {}): Visitor {
  return { person, address: "192.0.2.1", admins: new Set(["ada"]), now: NOW, since: 7, ...changes };
}

function settings(changes: Partial<RoomSettings>): RoomSettings {
  const ops = [{ account: "p", name: "otto" }];
  return { ...NO_SETTINGS, owner: { account: "o", name: "olga" }, ops, ...changes };
}

function sanction(changes: Partial<Sanction>): Sanction {
  return { name: "x", by: "otto", at: NOW, until: null, why: "", ...changes };
}

const ALL = [guest, user, op, owner, admin];
/** Everybody but admins alone is hit by these. */
const ON_ALL = [
  sanction({ address: "192.0.2.1" }),
  ...["u", "p", "o", "a"].map((account) => sanction({ account })),
];

/** Names of those for whom `test` holds. */
function who(test: (person: Visitor["person"]) => boolean): string[] {
  return ALL.filter(test).map(({ name }) => name);
}

Deno.test("roomFault() lets everybody into a room without rules", () => {
  const room = { room: "#tea", settings: NO_SETTINGS };
  assertEquals(who((person) => roomFault(visitor(person), room) !== null), []);
});

Deno.test("roomFault() keeps out whom a ban hits, but for those who keep order", () => {
  const room = { room: "#tea", settings: settings({ bans: ON_ALL }) };
  assertEquals(who((person) => roomFault(visitor(person), room) !== null), ["gus", "uma"]);
  assertEquals(roomFault(visitor(user), room), "You are banned from #tea by otto");
  const timed = settings({ bans: [sanction({ account: "u", until: NOW + 1, why: "spam" })] });
  const answer = roomFault(visitor(user), { room: "#tea", settings: timed });
  assertEquals(answer, "You are banned from #tea by otto for 1 second: spam");
  const later = visitor(user, { now: NOW + 1 });
  assertEquals(roomFault(later, { room: "#tea", settings: timed }), null);
});

Deno.test("roomFault() keeps whoever is not invited out of a private room", () => {
  const rules = settings({ private: true });
  const why = "#tea is private: ask one of its people for an invitation";
  assertEquals(roomFault(visitor(user), { room: "#tea", settings: rules }), why);
  assertEquals(who((person) => maySee(visitor(person), rules)), ["otto", "olga", "ada"]);
  const invited = settings({ private: true, invited: ["u", invitation(guest, 7)] });
  assertEquals(who((person) => !maySee(visitor(person), invited)), []);
});

Deno.test("An invitation of a guest is not for another who gets the same id later", () => {
  const rules = settings({ private: true, invited: [invitation(guest, 7)] });
  assertEquals(maySee(visitor(guest, { since: 8 }), rules), false);
  assertEquals(maySee(visitor({ ...guest, name: "Gustav" }), rules), true);
  assertEquals(maySee(visitor({ ...guest, account: "new" }), rules), true, "a login keeps it");
});

Deno.test("An invitation does not help against a ban", () => {
  const rules = settings({ private: true, invited: ["u"], bans: [sanction({ account: "u" })] });
  const answer = roomFault(visitor(user), { room: "#tea", settings: rules });
  assertEquals(answer, "You are banned from #tea by otto");
});

Deno.test("serverFault() spares admins alone", () => {
  const rules = settings({ bans: ON_ALL });
  assertEquals(who((person) => serverFault(visitor(person), rules) === null), ["ada"]);
  assertEquals(serverFault(visitor(user), rules), "You are banned from this server by otto");
});

Deno.test("speechFault() silences whom a mute hits, but for those who keep order", () => {
  const rules = settings({ mutes: ON_ALL });
  const silent = (person: Visitor["person"]) => {
    return speechFault({ ...visitor(person), saidAt: 0 }, rules) !== null;
  };
  assertEquals(who(silent), ["gus", "uma"]);
});

Deno.test("speechFault() holds lines apart in a slow room, but for those who keep order", () => {
  const rules = settings({ slow: 10 });
  const fault = (person: Visitor["person"], saidAt: number) => {
    return speechFault({ ...visitor(person), saidAt }, rules);
  };
  assertEquals(who((person) => fault(person, NOW) !== null), ["gus", "uma"]);
  const rule = "That was not said: this room takes one line every 10 seconds, so try again in";
  assertEquals(fault(guest, NOW), `${rule} 10 seconds`);
  assertEquals(fault(guest, NOW - 9 * SECOND - 1), `${rule} 1 second`);
  assertEquals(fault(guest, NOW - 10 * SECOND), null);
});

Deno.test("targetOf() is the account and the address, an IPv6 one as its network", () => {
  assertEquals(targetOf(visitor(user)), { account: "u", address: "192.0.2.1" });
  const six = visitor(guest, { address: "2001:db8:1:2:3::4" });
  assertEquals(targetOf(six), { account: undefined, address: "2001:db8:1:2" });
  assertEquals(targetOf(visitor(guest, { address: "127.0.0.1" })).address, "127.0.0.1");
});

Deno.test("terms() says by whom, what is left of the time, and why", () => {
  assertEquals(terms(sanction({}), NOW), "by otto");
  const until = NOW + 90 * SECOND;
  assertEquals(
    terms(sanction({ until, why: "spam" }), NOW),
    "by otto for 1 minute 30 seconds: spam",
  );
});
