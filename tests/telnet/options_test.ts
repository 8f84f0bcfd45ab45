// Telnet's options by RFC 1143: every state and what may happen in it, and that no two ends, and no flood,
// can make it talk in circles.

import { assert, assertEquals, assertLess } from "@std/assert";
import { Options } from "../../src/telnet/options.ts";
import type { Side } from "../../src/telnet/parser.ts";
import { Random } from "../support/random.ts";

const [WILL, WONT, DO, DONT, IAC] = [251, 252, 253, 254, 255];
const [BINARY, ECHO, SUPPRESS_GO_AHEAD, TERMINAL_TYPE, WINDOW_SIZE] = [0, 1, 3, 24, 31];
const NAMES = new Map([[WILL, "WILL"], [WONT, "WONT"], [DO, "DO"], [DONT, "DONT"]]);

/** One end, and what it says. */
class End {
  readonly said: string[] = [];
  readonly options = new Options((bytes) => {
    assertEquals([bytes.length, bytes[0]], [3, IAC]);
    this.said.push(`${NAMES.get(bytes[1] ?? 0)} ${bytes[2]}`);
  });

  /** What it says to this, as the other end would say it. */
  hear(words: string): string[] {
    const [verb = "", option] = words.split(" ");
    const side: Side = verb.startsWith("W") ? "theirs" : "ours";
    this.options.hear(side, { option: Number(option), on: verb === "WILL" || verb === "DO" });
    return this.said.splice(0);
  }

  want(on: boolean): string[] {
    this.options.want("ours", { option: ECHO, on });
    return this.said.splice(0);
  }

  get echoes(): boolean {
    return this.options.isOn("ours", ECHO);
  }
}

Deno.test("Options asks once for all that is wanted", () => {
  const { options, said } = new End();
  options.start();
  options.start();
  assertEquals(said, ["WILL 1", "WILL 3", "WILL 0", "DO 3", "DO 0", "DO 31", "DO 24"]);
});

Deno.test("Options has an option on when both ends have said so, and answers no answer", () => {
  const end = new End();
  end.options.start();
  end.said.length = 0;
  for (const yes of [`DO ${ECHO}`, `DO ${SUPPRESS_GO_AHEAD}`, `WILL ${WINDOW_SIZE}`]) {
    assertEquals(end.hear(yes), []);
  }
  assertEquals(end.hear(`WONT ${TERMINAL_TYPE}`), []);
  assertEquals(end.hear(`DONT ${BINARY}`), []);
  assert(end.echoes && end.options.isOn("theirs", WINDOW_SIZE));
  assert(!end.options.isOn("theirs", TERMINAL_TYPE) && !end.options.isOn("ours", BINARY));
  assert(!end.options.isOn("theirs", ECHO));
});

/** What happens in turn, with what is said then, and whether the option is on at the end. */
const STORIES: readonly [name: string, steps: [string, ...string[]][], on: boolean][] = [
  ["no, and asked for it", [["DO 1", "WILL 1"]], true],
  ["no, and told no", [["DONT 1"]], false],
  ["yes, and asked again", [["DO 1", "WILL 1"], ["DO 1"], ["DO 1"]], true],
  ["yes, and told no", [["DO 1", "WILL 1"], ["DONT 1", "WONT 1"], ["DONT 1"]], false],
  ["want yes, and agreed", [["want", "WILL 1"], ["DO 1"]], true],
  ["want yes, and refused", [["want", "WILL 1"], ["DONT 1"]], false],
  ["want yes twice", [["want", "WILL 1"], ["want"], ["DO 1"]], true],
  ["want no, and agreed", [["DO 1", "WILL 1"], ["end", "WONT 1"], ["DONT 1"]], false],
  ["want no, which nobody has", [["end"]], false],
  ["want no twice", [["DO 1", "WILL 1"], ["end", "WONT 1"], ["end"], ["DONT 1"]], false],
  ["want no, answered by yes", [["DO 1", "WILL 1"], ["end", "WONT 1"], ["DO 1"]], false],
  [
    "want no, then yes",
    [["DO 1", "WILL 1"], ["end", "WONT 1"], ["want"], ["want"], ["DONT 1", "WILL 1"], ["DO 1"]],
    true,
  ],
  [
    "want no, then yes, answered by yes",
    [["DO 1", "WILL 1"], ["end", "WONT 1"], ["want"], ["DO 1"]],
    true,
  ],
  [
    "want no, then yes, then no",
    [["DO 1", "WILL 1"], ["end", "WONT 1"], ["want"], ["end"], ["DONT 1"]],
    false,
  ],
  [
    "want yes, then no",
    [["want", "WILL 1"], ["end"], ["end"], ["DO 1", "WONT 1"], ["DONT 1"]],
    false,
  ],
  ["want yes, then no, refused", [["want", "WILL 1"], ["end"], ["DONT 1"]], false],
  ["want yes, then no, then yes", [["want", "WILL 1"], ["end"], ["want"], ["DO 1"]], true],
  ["no longer wanted, and asked for it", [["end"], ["DO 1", "WONT 1"], ["DO 1", "WONT 1"]], false],
];

for (const [name, steps, on] of STORIES) {
  Deno.test(`Options: ${name}`, () => {
    const end = new End();
    for (const [what, ...said] of steps) {
      const answer = what === "want" || what === "end" ? end.want(what === "want") : end.hear(what);
      assertEquals(answer, said, what);
    }
    assertEquals(end.echoes, on);
  });
}

Deno.test("Options refuses what it does not know, each time, and says nothing to a no", () => {
  const end = new End();
  for (let option = 0; option < 256; option++) {
    const known = [BINARY, SUPPRESS_GO_AHEAD, TERMINAL_TYPE, WINDOW_SIZE].includes(option);
    if (!known) assertEquals(end.hear(`WILL ${option}`), [`DONT ${option}`]);
    if (!known && option !== ECHO) assertEquals(end.hear(`DO ${option}`), [`WONT ${option}`]);
    assertEquals([...end.hear(`WONT ${option}`), ...end.hear(`DONT ${option}`)], []);
  }
});

Deno.test("Options says at most three bytes for three, whatever is asked however often", () => {
  const random = new Random(1143);
  const end = new End();
  end.options.start();
  end.said.length = 0;
  for (let i = 0; i < 20_000; i++) {
    const words = `${random.pick([...NAMES.values()])} ${random.below(40)}`;
    assertLess(end.hear(words).length, 2);
  }
});

Deno.test("Options of two ends that change their minds while words are under way fall silent, and agree", () => {
  const random = new Random(1);
  for (let run = 0; run < 200; run++) {
    const us = new End();
    const them = new Mirror();
    const toThem: string[] = [];
    const toUs: string[] = [];
    for (let step = 0; step < 30; step++) {
      if (random.once(3)) toThem.push(...us.want(random.once(2)));
      if (random.once(3)) toUs.push(...them.want(random.once(2)));
      if (random.once(2) && toThem.length > 0) toUs.push(...them.hear(toThem.shift() ?? ""));
      if (random.once(2) && toUs.length > 0) toThem.push(...us.hear(toUs.shift() ?? ""));
    }
    for (let left = 50; toThem.length + toUs.length > 0; left--) {
      assert(left > 0, "They talk in circles");
      if (toThem.length > 0) toUs.push(...them.hear(toThem.shift() ?? ""));
      if (toUs.length > 0) toThem.push(...us.hear(toUs.shift() ?? ""));
    }
    assertEquals(us.echoes, them.believes);
  }
});

/** The other end of the same option: says DO and DONT, and hears WILL and WONT. */
class Mirror {
  readonly #end = new End();

  want(on: boolean): string[] {
    return swapped(this.#end.want(on));
  }

  hear(words: string): string[] {
    return swapped(this.#end.hear(swapped([words])[0] ?? ""));
  }

  get believes(): boolean {
    return this.#end.echoes;
  }
}

const OTHER: Readonly<Record<string, string>> = {
  WILL: "DO",
  WONT: "DONT",
  DO: "WILL",
  DONT: "WONT",
};

function swapped(words: readonly string[]): string[] {
  return words.map((one) => one.replace(/^\w+/, (verb) => OTHER[verb] ?? verb));
}
