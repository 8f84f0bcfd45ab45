// What the page asks of the server for what somebody typed.

import { assertEquals } from "@std/assert";
import { MAX_MESSAGE_BYTES } from "../../../../src/limits.ts";
import {
  excessOf,
  isTooLong,
  linesOf,
  requestOf,
  seenOf,
} from "../../../../src/web/page/state/requests.ts";
import { inLobby, said } from "./messages.ts";

Deno.test("requestOf() says lines, runs commands, and says what begins with two slashes", () => {
  assertEquals(requestOf("#tea", "hi"), { do: "say", text: "hi", room: "#tea" });
  assertEquals(requestOf("#tea", "/topic x"), { do: "type", text: "/topic x", room: "#tea" });
  assertEquals(requestOf("#tea", "//etc"), { do: "say", text: "/etc", room: "#tea" });
  assertEquals(requestOf("@bob", "hi"), { do: "msg", args: ["bob", "hi"] });
  assertEquals(requestOf("@bob", "/whois bob"), { do: "type", text: "/whois bob" });
});

Deno.test("linesOf() makes no command of a line of a longer message", () => {
  assertEquals(linesOf("/quit"), ["/quit"]);
  const lines = linesOf("look:\n\n/quit\n//x  \n  y\n");
  assertEquals(lines, ["look:", "//quit", "///x", "  y"]);
  const said = lines.map((line) => requestOf("#tea", line)).map((request) =>
    "text" in request && request.text
  );
  assertEquals(said, ["look:", "/quit", "//x", "  y"]);
});

Deno.test("excessOf() counts the bytes of a line, and of the message that it goes in", () => {
  const excess = (typed: string, maxLine = 4096) => excessOf(typed, { place: "#tea", maxLine });
  assertEquals(excess("é".repeat(2048)), 0);
  assertEquals(excess("é".repeat(2049)), 2);
  const quotes = '"'.repeat(4096);
  const tooMany = excess(quotes);
  assertEquals(tooMany > 0 && tooMany < 200, true);
  const fitting = quotes.slice(Math.ceil(tooMany / 2));
  assertEquals(excess(fitting), 0);
  const ref = Number.MAX_SAFE_INTEGER;
  assertEquals(isTooLong({ ...requestOf("#tea", fitting), ref }), false);
  assertEquals(isTooLong({ ...requestOf("#tea", `${fitting}""`), ref }), true);
  assertEquals(excess("x".repeat(MAX_MESSAGE_BYTES), 65_536) > 0, true);
});

Deno.test("seenOf() has the last line of each room that has any", () => {
  assertEquals(seenOf(inLobby(said("1", "a"), said("2", "b")).places.values()), { "#lobby": "2" });
  assertEquals(seenOf(inLobby().places.values()), {});
});
