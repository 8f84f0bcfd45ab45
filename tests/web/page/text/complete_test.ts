// What the page proposes for a word that is begun.

import { assertEquals } from "@std/assert";
import { commands as table } from "../../../../src/command/mod.ts";
import { helpFor, propose } from "../../../../src/web/page/text/complete.ts";

const commands = table.all.map(({ name, args, summary, details = "", role = "guest" }) => (
  { name, args, summary, details, role }
));
const around = { commands, names: ["bob", "anna", "Žofie"], rooms: ["#lobby", "#tea"] };

function proposed(text: string): string[] {
  return propose(text, text.length, around).list.map(({ text }) => text);
}

Deno.test("propose() proposes the server's commands at the beginning of a line", () => {
  assertEquals(proposed("/k"), ["/kick "]);
  assertEquals(proposed("/back"), ["/back"]);
  assertEquals(proposed("/").length, Math.min(50, commands.length));
  assertEquals(proposed("a /k"), []);
});

Deno.test("propose() proposes what a command's argument may be", () => {
  assertEquals(proposed("/msg "), ["bob ", "anna ", "Žofie "]);
  assertEquals(proposed("/kick ž"), ["Žofie "]);
  assertEquals(proposed("/join #t"), ["#tea "]);
  assertEquals(proposed("/topic-lock o"), ["on ", "off "]);
  assertEquals(proposed("/set color "), ["on ", "off "]);
  assertEquals(proposed("/msg bob he"), []);
});

Deno.test("propose() proposes names, rooms and emoji in a line, and nothing inside a word", () => {
  assertEquals(proposed("hi @a"), ["@anna "]);
  assertEquals(proposed("(@b"), ["@bob "]);
  assertEquals(proposed("see #l"), ["#lobby "]);
  assertEquals(proposed("good :rocket"), ["🚀 "]);
  assertEquals(proposed("me@a"), []);
  assertEquals(proposed("12:30"), []);
});

Deno.test("propose() says which part of the text it would replace", () => {
  assertEquals(propose("hi @an you", 6, around).from, 3);
});

Deno.test("helpFor() knows the command and the argument that is being typed", () => {
  const help = (text: string) => {
    const found = helpFor(text, commands);
    return found && `${found.command.name} ${found.command.args[found.argument]?.name}`;
  };
  assertEquals(help("/kick"), "kick NAME");
  assertEquals(help("/kick bob"), "kick NAME");
  assertEquals(help("/kick bob for"), "kick WHY");
  assertEquals(help("/kick bob for all that"), "kick WHY");
  assertEquals(help("/nonsense"), null);
  assertEquals(help("kick"), null);
});
