// How a typed command finds its way: its name, its arguments, every refusal. And what the table of all
// commands must keep to, so that /help can be made from it.

import { assert, assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import {
  type Command,
  CommandTable,
  type Context,
  optional,
  rest,
  signature,
  word,
} from "../src/command.ts";
import { commands } from "../src/command/mod.ts";
import { ChatError } from "../src/errors.ts";

/** Commands that keep what they were run with. */
class Recorded {
  readonly calls: [name: string, args: readonly string[]][] = [];
  readonly table: CommandTable;

  constructor() {
    this.table = new CommandTable([
      this.#command("who", [optional(word("ROOM"))], 3),
      this.#command("nick", [word("NAME")]),
      this.#command("msg", [word("NAME"), rest("TEXT")]),
      this.#command("me", [rest("TEXT")]),
      this.#command("away", [optional(rest("TEXT"))]),
      this.#command("set", [optional(word("KEY")), optional(word("VALUE"))]),
      this.#command("kick", [word("NAME"), optional(rest("REASON"))]),
      this.#command("quit", []),
    ]);
  }

  #command(name: string, args: Command["args"], cost?: number): Command {
    const run = (_: Context, args: readonly string[]) => void this.calls.push([name, args]);
    return { name, args, summary: `do ${name}`, run, ...(cost === undefined ? {} : { cost }) };
  }

  /** Runs `line` and returns what the command got, as ["name", "argument"…]. */
  run(line: string): string[] {
    this.table.run(line, NO_CONTEXT);
    const [name, args] = this.calls.at(-1) ?? ["", []];
    return [name, ...args];
  }

  /** The message with which `line` is refused; nothing may have run. */
  refusal(line: string): string {
    const error = assertThrows(() => this.table.run(line, NO_CONTEXT), ChatError, "", line);
    assertEquals(this.calls, [], line);
    return `${error.code}: ${error.message}`;
  }
}

/** The recorded commands never look at it; whoever types them is in the chat. */
const NO_CONTEXT = Object.freeze({ chat: { isIn: () => true } }) as unknown as Context;

Deno.test("CommandTable.run() gives a command the arguments that were typed", () => {
  const cases: readonly [line: string, call: string[]][] = [
    ["/quit", ["quit"]],
    ["/quit ", ["quit"]],
    ["/quit \t ", ["quit"]],
    ["/QUIT", ["quit"]],
    ["/Nick Bob", ["nick", "Bob"]],
    ["/nick   bob   ", ["nick", "bob"]],
    ["/nick\tbob", ["nick", "bob"]],
    ["/who", ["who"]],
    ["/who #tea", ["who", "#tea"]],
    ["/msg bob hi", ["msg", "bob", "hi"]],
    ["/msg  bob   two  words  ", ["msg", "bob", "two  words"]],
    ["/msg bob /quit", ["msg", "bob", "/quit"]],
    ["/msg bob\u00a0hi", ["msg", "bob", "hi"]],
    ["/me  waves  and   smiles ", ["me", "waves  and   smiles"]],
    ["/me 🌍 é", ["me", "🌍 é"]],
    ["/away", ["away"]],
    ["/away for  tea", ["away", "for  tea"]],
    ["/set", ["set"]],
    ["/set time", ["set", "time"]],
    ["/set time on", ["set", "time", "on"]],
    ["/kick bob", ["kick", "bob"]],
    ["/kick bob for spam", ["kick", "bob", "for spam"]],
    ["/me " + "x".repeat(30_000), ["me", "x".repeat(30_000)]],
  ];
  for (const [line, call] of cases) assertEquals(new Recorded().run(line), call, line.slice(0, 60));
});

Deno.test("CommandTable.run() refuses what does not fit, with the signature, and runs nothing", () => {
  const cases: readonly [line: string, message: string][] = [
    ["/nick", "usage: /nick needs more: type /nick NAME"],
    ["/nick  ", "usage: /nick needs more: type /nick NAME"],
    ["/nick two words", "usage: /nick takes no more than that: type /nick NAME"],
    ["/quit now", "usage: /quit takes no more than that: type /quit"],
    ["/who a b", "usage: /who takes no more than that: type /who [ROOM]"],
    ["/msg", "usage: /msg needs more: type /msg NAME TEXT"],
    ["/msg bob", "usage: /msg needs more: type /msg NAME TEXT"],
    ["/msg bob  ", "usage: /msg needs more: type /msg NAME TEXT"],
    ["/me", "usage: /me needs more: type /me TEXT"],
    ["/set a b c", "usage: /set takes no more than that: type /set [KEY] [VALUE]"],
    ["/kick", "usage: /kick needs more: type /kick NAME [REASON]"],
  ];
  for (const [line, message] of cases) assertEquals(new Recorded().refusal(line), message);
});

Deno.test("CommandTable.run() refuses what does not exist, with the nearest name", () => {
  const cases: readonly [line: string, hint: string][] = [
    ["/nik bob", '"/nik": did you mean /nick?'],
    ["/NIK bob", '"/nik": did you mean /nick?'],
    ["/quti", '"/quti": did you mean /quit?'],
    ["/frobnicate", '"/frobnicate": /help lists all'],
    ["/", '"/": /help lists all'],
    ["/ nick bob", '"/": /help lists all'],
    ["/__proto__", '"/__proto__": /help lists all'],
    ["/constructor", '"/constructor": /help lists all'],
    ["/toString", '"/tostring": /help lists all'],
    ["/hasOwnProperty x", '"/hasownproperty": /help lists all'],
    ["/a\x1b[31mb\u202e", '"/ab": /help lists all'],
    ["/" + "x".repeat(4000), `"/${"x".repeat(39)}…": /help lists all`],
  ];
  for (const [line, hint] of cases) {
    assertEquals(new Recorded().refusal(line), `unknown-command: There is no command ${hint}`);
  }
});

Deno.test("CommandTable.run() hands on the context, and what the command returns or throws", async () => {
  const seen: Context[] = [];
  const broken: Command = {
    name: "break",
    args: [],
    summary: "break",
    run(context) {
      seen.push(context);
      return Promise.reject(new ChatError("refused", "Not now"));
    },
  };
  const table = new CommandTable([broken]);
  await assertRejects(async () => await table.run("/break", NO_CONTEXT), ChatError, "Not now");
  assert(seen[0] === NO_CONTEXT);
});

Deno.test("CommandTable.find() takes a name with or without its slash, in any case", () => {
  const { table } = new Recorded();
  for (const name of ["nick", "/nick", "NICK", "/Nick"]) {
    assertEquals(table.find(name).name, "nick");
  }
  for (const name of ["//nick", "", "/", "nick "]) {
    assertThrows(() => table.find(name), ChatError, "There is no command");
  }
});

Deno.test("CommandTable.cost() is 1 but for commands that say otherwise", () => {
  const { table } = new Recorded();
  const cases: readonly [line: string, cost: number][] = [
    ["/who", 3],
    ["/WHO #tea", 3],
    ["/who a b c", 3],
    ["/nick bob", 1],
    ["/whoo", 1],
    ["/", 1],
    ["/__proto__", 1],
  ];
  for (const [line, cost] of cases) assertEquals(table.cost(line), cost, line);
});

Deno.test("CommandTable.all keeps the order that was given", () => {
  const names = new Recorded().table.all.map(({ name }) => name);
  assertEquals(names, ["who", "nick", "msg", "me", "away", "set", "kick", "quit"]);
});

Deno.test("signature() shows the slash, the arguments, and brackets around optional ones", () => {
  const { table } = new Recorded();
  const shown = table.all.map(signature);
  assertEquals(shown, [
    "/who [ROOM]",
    "/nick NAME",
    "/msg NAME TEXT",
    "/me TEXT",
    "/away [TEXT]",
    "/set [KEY] [VALUE]",
    "/kick NAME [REASON]",
    "/quit",
  ]);
});

// The table of all commands.

const PROMISED =
  "help nick who rooms join leave topic msg reply me history ignore unignore away back " +
  "whois set mode motd uptime memo since unread find forget register login logout passwd " +
  "unregister sessions token resume report kick mute unmute ban unban bans slow topic-lock " +
  "invite op deop private transfer announce reports audit quit";

Deno.test("commands has every command that is promised", () => {
  const names = new Set(commands.all.map(({ name }) => name));
  for (const name of PROMISED.split(" ")) assert(names.has(name), `/${name} is missing`);
});

Deno.test("commands has one entry for each file in src/command/, under the name of the file", () => {
  const files = [...Deno.readDirSync(new URL("../src/command/", import.meta.url))];
  const expected = files.map(({ name }) => name.replace(/\.ts$/, "").replaceAll("_", "-")).filter((
    name,
  ) => name !== "mod");
  assertEquals(commands.all.map(({ name }) => name).sort(), expected.sort());
});

for (const command of commands.all) {
  const { name, args, summary, details, cost } = command;

  Deno.test(`/${name} is described so that /help can explain it`, () => {
    assertMatch(name, /^[a-z]+(-[a-z]+)*$/);
    assertMatch(summary, /^[a-z][ -~]*[^.\s]$/);
    if (details !== undefined) assertMatch(details, /^[ -~]+\.$/);
    for (const argument of args) {
      assertMatch(argument.name, /^[A-Z]+(\|[A-Z]+)*$|^[a-z]+(\|[a-z]+)*$/);
    }
    assert(cost === undefined || (Number.isInteger(cost) && cost > 0));
    assert(`${signature(command)}: ${summary}`.length <= 100);
  });

  Deno.test(`/${name} has its optional arguments last, and nothing after the rest of the line`, () => {
    const firstOptional = args.findIndex(({ optional }) => optional);
    const required = firstOptional < 0 ? [] : args.slice(firstOptional);
    assert(required.every(({ optional }) => optional), signature(command));
    assert(args.slice(0, -1).every(({ rest }) => !rest), signature(command));
  });
}

Deno.test("CommandTable.run() gives words as they were typed, and texts without what cannot be shown", () => {
  const seen: string[][] = [];
  const table = new CommandTable([{
    name: "msg",
    args: [word("NAME"), rest("TEXT")],
    summary: "x",
    run: (_, args) => void seen.push([...args]),
  }]);
  table.run("/msg bo\x1b[31mb \x1b[1mhi\x07 there", NO_CONTEXT);
  assertEquals(seen, [["bo\x1b[31mb", "hi there"]]);
});
