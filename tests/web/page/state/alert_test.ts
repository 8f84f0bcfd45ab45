// Which lines the page calls out for, and in which words.

import { assertEquals } from "@std/assert";
import { act } from "../../../../src/web/page/state/act.ts";
import { alertFor } from "../../../../src/web/page/state/alert.ts";
import { after, entered, inLobby, person, said } from "./messages.ts";

Deno.test("alertFor() speaks the lines of the place that is shown, and not one's own", () => {
  const state = after(inLobby(), entered({ room: "#tea" }));
  assertEquals(alertFor(state, said("1", "hi")).speak, "bob: hi");
  assertEquals(alertFor(state, said("1", "hi", { room: "#tea" })).speak, "");
  assertEquals(alertFor(state, said("1", "hi", { by: person("anna") })).speak, "");
});

Deno.test("alertFor() calls who is named elsewhere or looks away, and who is written to alone", () => {
  const state = after(inLobby(), entered({ room: "#tea" }));
  const away = act(state, { type: "attention", attentive: false });
  assertEquals(alertFor(state, said("1", "anna?")).call, null);
  assertEquals(alertFor(away, said("1", "anna?")).call?.place, "#lobby");
  assertEquals(alertFor(away, said("1", "bob?")).call, null);
  assertEquals(alertFor(state, said("1", "anna?", { room: "#tea" })).call?.title, "bob in #tea");
  const told = { type: "told", id: "p", at: 0, by: person("bob"), text: "psst" } as const;
  assertEquals(alertFor(state, told).call?.place, "@bob");
});
