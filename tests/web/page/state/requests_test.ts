import { assertEquals } from "@std/assert";
import { linesOf, requestOf, seenOf } from "../../../../src/web/page/state/requests.ts";
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

Deno.test("seenOf() has the last line of each room that has any", () => {
  assertEquals(seenOf(inLobby(said("1", "a"), said("2", "b")).places.values()), { "#lobby": "2" });
  assertEquals(seenOf(inLobby().places.values()), {});
});
