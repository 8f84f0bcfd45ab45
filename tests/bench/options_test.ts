// The benchmark's command line: what it takes, and how it refuses the rest.

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { OptionError, parseOptions, usage } from "../../bench/options.ts";
import { PEERS } from "../../bench/peers.ts";
import { SCENARIOS } from "../../bench/scenarios.ts";

const NOTHING = {
  quick: false,
  help: false,
  cluster: false,
  json: undefined,
  binary: undefined,
  only: undefined,
  peers: undefined,
};

Deno.test("parseOptions() leaves the choice open when nothing is asked for", () => {
  assertEquals(parseOptions([]), NOTHING);
});

Deno.test("parseOptions() reads every flag", () => {
  const args = ["--quick", "--json", "f.json", "--binary=./netchat", "--only", "flat-out,idle"];
  const options = { quick: true, json: "f.json", binary: "./netchat", only: ["flat-out", "idle"] };
  assertEquals(parseOptions([...args, "--peers", "go,ncat"]), {
    ...NOTHING,
    ...options,
    peers: ["go", "ncat"],
  });
  assertEquals(parseOptions(["--peers", "none"]).peers, []);
});

Deno.test("parseOptions() refuses in one line what it does not know", () => {
  const wrong = [["--fast"], ["-x"], ["stray"], ["--only", "nothing"], ["--peers", "go,nobody"]];
  const empty = [["--json"], ["--json="], ["--only"]];
  for (const args of [...wrong, ...empty]) {
    const { message } = assertThrows(() => parseOptions(args), OptionError);
    assertEquals(message.includes("\n"), false, args.join(" "));
  }
});

Deno.test("usage() names every scenario and every peer", () => {
  for (const { name } of [...SCENARIOS, ...PEERS]) assertStringIncludes(usage(), name);
});
