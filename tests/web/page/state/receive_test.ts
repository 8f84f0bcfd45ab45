// What comes of the server's messages in the page's state.

import { assertEquals } from "@std/assert";
import type { ServerMessage } from "../../../../src/protocol.ts";
import { act } from "../../../../src/web/page/state/act.ts";
import { badge, listed, type State } from "../../../../src/web/page/state/model.ts";
import { after, entered, HELLO, inLobby, person, said, shown } from "./messages.ts";

function lobby(state: State) {
  const place = state.places.get("#lobby");
  if (!place) throw new Error("There is no lobby");
  return place;
}

const NEWS = { at: 0, room: "#lobby" } as const;

Deno.test("receive() shows a room's past and then what is said", () => {
  const state = after(inLobby(said("1", "old")), said("2", "new"));
  assertEquals(shown(state), ["bob: old", "bob: new"]);
});

Deno.test("receive() shows lines that come again after a loss once, and none of those between is missing", () => {
  const lost = act(inLobby(said("1", "a"), said("2", "b")), {
    type: "lost",
    link: { phase: "online" },
  });
  const back = after(
    lost,
    HELLO,
    entered({ recent: [said("2", "b"), said("3", "c")] }),
    said("4", "d"),
  );
  assertEquals(shown(back), ["bob: a", "bob: b", "bob: c", "bob: d"]);
});

Deno.test("receive() says so where lines are missing after a loss", () => {
  const lost = act(inLobby(said("1", "a")), { type: "lost", link: { phase: "online" } });
  const back = after(lost, entered({ recent: [said("9", "z")], gap: true }));
  assertEquals(shown(back).length, 3);
  assertEquals(shown(back)[1]?.includes("missing"), true);
});

Deno.test("receive() puts older lines before those that are there, each once", () => {
  const asked = { ref: 7, what: "history", place: "#lobby" } as const;
  const state = act(inLobby(said("5", "e"), said("6", "f")), { type: "asked", asked });
  const lines = [said("3", "c"), said("4", "d"), said("5", "e")];
  const full = after(state, { type: "past", lines, more: true }, {
    type: "done",
    ref: 7,
    id: null,
  });
  assertEquals(shown(full), ["bob: c", "bob: d", "bob: e", "bob: f"]);
  assertEquals([lobby(full).older, full.asked.length], ["more", 0]);
});

Deno.test("receive() shows lines that a command found as its answer, and does not mix them in", () => {
  const asked = { ref: 7, what: "command", place: "#lobby" } as const;
  const state = act(inLobby(said("5", "e")), { type: "asked", asked });
  const found = after(state, { type: "past", lines: [said("1", "tea")], more: false });
  assertEquals(shown(found)[0], "bob: e");
  assertEquals(shown(found)[1]?.endsWith("bob: tea"), true);
});

Deno.test("receive() takes a line for read only if somebody looks at it", () => {
  const seen = after(inLobby(), said("1", "a"));
  assertEquals([lobby(seen).unread, lobby(seen).readId], [0, "1"]);
  const away = act(seen, { type: "attention", attentive: false });
  const later = after(away, said("2", "b"), said("3", "hello anna"));
  assertEquals([lobby(later).unread, lobby(later).calls, lobby(later).freshKey], [2, 1, "2"]);
  assertEquals(badge(later), { calls: 1, unread: 2 });
  const back = act(later, { type: "attention", attentive: true });
  assertEquals([lobby(back).unread, lobby(back).freshKey, lobby(back).readId], [0, "2", "3"]);
  assertEquals(lobby(act(back, { type: "attention", attentive: false })).freshKey, null);
});

Deno.test("listed() puts rooms that call first, then those with something new", () => {
  const rooms = ["#a", "#b", "#c"].map((room) => entered({ room }));
  const state = after(
    inLobby(),
    ...rooms,
    said("1", "x", { room: "#b" }),
    said("2", "anna", { room: "#c" }),
  );
  assertEquals(listed(state, "rooms").map(({ key }) => key), ["#c", "#b", "#lobby", "#a"]);
});

Deno.test("receive() opens a talk for a private line, from either side, and each line once", () => {
  const told = { type: "told", id: "p1", at: 1, by: person("bob"), text: "psst" } as const;
  const sent = { type: "sent", id: "p2", at: 2, to: person("bob"), text: "what?" } as const;
  const state = after(inLobby(), told, sent);
  assertEquals(shown(state, "@bob"), ["bob: psst", "anna: what?"]);
  assertEquals(state.places.get("@bob")?.calls, 1);
});

Deno.test("receive() keeps the list of people right through every change", () => {
  const names = (...messages: ServerMessage[]) =>
    [...lobby(after(inLobby(), ...messages)).members.keys()].sort().join(" ");
  assertEquals(
    names({ ...NEWS, type: "joined", by: person("carl"), away: false }),
    "anna bob carl",
  );
  assertEquals(names({ ...NEWS, type: "left", by: person("bob"), text: "" }), "anna");
  const rename = {
    ...NEWS,
    type: "renamed",
    by: person("bob"),
    name: "rob",
    registered: true,
  } as const;
  assertEquals(names(rename), "anna rob");
  const kick = {
    ...NEWS,
    type: "kicked",
    by: person("anna"),
    who: person("bob"),
    text: "spam",
    quiet: false,
  } as const;
  assertEquals(names(kick), "anna");
  assertEquals(names({ ...kick, quiet: true }), "anna");
  const nobody = { names: [], others: 0 };
  const crowd = {
    ...NEWS,
    type: "crowd",
    joined: nobody,
    left: nobody,
    whole: true,
    people: 2,
  } as const;
  assertEquals(
    names({ ...crowd, went: ["bob"], came: [{ ...person("dora"), away: false }] }),
    "anna dora",
  );
});

Deno.test("receive() knows when a list of members is not right any more, until it has another", () => {
  const nobody = { names: [], others: 0 };
  const crowd = {
    ...NEWS,
    type: "crowd",
    joined: nobody,
    left: nobody,
    went: [],
    came: [],
  } as const;
  const fled = { ...crowd, whole: false, people: 1 };
  const since = (...messages: ServerMessage[]) => lobby(after(inLobby(), ...messages)).staleSince;
  const told = { type: "members", room: "#lobby", people: 0, members: [] } as const;
  assertEquals(since({ ...fled, whole: true }), null);
  assertEquals(since(fled, { ...fled, whole: true }), fled.at);
  assertEquals(since(fled, { ...fled, at: fled.at + 1 }), fled.at);
  assertEquals(since(fled, told), null);
  assertEquals(since(fled, told, { ...fled, at: fled.at + 1 }), fled.at + 1);
});

Deno.test("receive() tells what happened in a room in words", () => {
  const sanction = { name: "bob", by: "anna", until: null, why: "spam" };
  const state = after(
    inLobby(),
    { ...NEWS, type: "left", by: person("bob"), text: "bye" },
    { ...NEWS, type: "settled", by: person("carl"), change: { what: "topic", text: "tea" } },
    { ...NEWS, type: "settled", by: person("carl"), change: { what: "ban", sanction } },
    { ...NEWS, type: "kicked", by: person("carl"), who: person("bob"), text: "", quiet: true },
    { ...NEWS, type: "kicked", by: person("carl"), who: person("bob"), text: "spam", quiet: false },
  );
  assertEquals(shown(state), [
    "* bob left (bye)",
    "* carl set the topic: tea",
    "* carl banned bob (spam)",
    "* carl removed bob: spam",
  ]);
  assertEquals(lobby(state).topic, "tea");
});

Deno.test("receive() takes away a room that one is kicked out of, and says by whom where one is then", () => {
  const state = act(after(inLobby(), entered({ room: "#tea" })), { type: "turn", to: "#tea" });
  const out = after(state, { type: "exited", room: "#tea", by: person("bob"), text: "spam" });
  assertEquals([[...out.places.keys()], out.current], [["#lobby"], "#lobby"]);
  assertEquals(shown(out), ["! bob removed you from #tea: spam"]);
});

Deno.test("receive() turns to a room that was asked for, and not to one that comes by itself", () => {
  const asked = { ref: 1, what: "command", place: "#lobby" } as const;
  assertEquals(after(inLobby(), entered({ room: "#tea" })).current, "#lobby");
  const state = act(inLobby(), { type: "asked", asked });
  assertEquals(after(state, entered({ room: "#tea" })).current, "#tea");
});

Deno.test("receive() shows a refusal where the line was written, and gives the line back", () => {
  const pending = { ref: 3, text: "hello", stage: "sent" } as const;
  const asked = { ref: 3, what: "say", place: "#lobby" } as const;
  const state = act(act(inLobby(), { type: "write", place: "#lobby", pending }), {
    type: "asked",
    asked,
  });
  const refused = after(state, { type: "failed", ref: 3, code: "refused", text: "You are muted" });
  assertEquals(shown(refused), ["! You are muted"]);
  assertEquals([lobby(refused).pending.length, refused.returned.get("#lobby")], [0, "hello"]);
});

Deno.test("receive() lets a line wait until it comes back, and sends again what did not arrive before a loss", () => {
  const write = (state: State, ref: number, text: string) =>
    act(state, { type: "write", place: "#lobby", pending: { ref, text, stage: "sent" } });
  const mine = (id: string, text: string) => said(id, text, { by: person("anna") });
  const state = after(write(write(inLobby(said("1", "x")), 1, "one"), 2, "two"), mine("2", "one"));
  assertEquals(lobby(state).pending.map(({ text }) => text), ["two"]);
  const lost = act(write(state, 3, "three"), { type: "lost", link: { phase: "online" } });
  assertEquals(lobby(lost).pending.map(({ stage }) => stage), ["doubtful", "doubtful"]);
  const back = after(lost, entered({ recent: [mine("3", "two")] }));
  assertEquals(lobby(back).pending, [{ ref: 3, text: "three", stage: "waiting" }]);
});

Deno.test("receive() does nothing about messages that it does not know", () => {
  const state = inLobby();
  const unknown = { type: "from-the-future", room: "#lobby" } as unknown as ServerMessage;
  assertEquals(after(state, unknown), state);
});
