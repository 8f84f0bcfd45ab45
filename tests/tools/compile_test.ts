// The pure parts of `deno task compile`: cutting denort out of a program, the flags, the arguments.
// No network, no npm and no compiling here; the cache and the two ways are tried by running it.

import { assert, assertEquals, assertThrows } from "@std/assert";
import project from "../../deno.json" with { type: "json" };
import { parseFlags, UsageError } from "../../tools/compile.ts";
import { cutDenort } from "../../tools/compile/denort.ts";
import { compileArgs } from "../../tools/compile/job.ts";

const DENORT = bytesOf("the runtime");
const PAYLOAD = bytesOf("d3n0l4nd the module");

interface Parts {
  payload?: Uint8Array;
  magic?: string;
  length?: number | bigint;
}

/** A program as Deno compiles them, with any part replaced by a wrong one. */
function program({ payload = PAYLOAD, magic = "d3n0l4nd", length }: Parts = {}): Uint8Array {
  const trailer = new Uint8Array(24);
  trailer.set(bytesOf(magic));
  const view = new DataView(trailer.buffer);
  view.setBigUint64(16, BigInt(length ?? payload.length + trailer.length), true);
  return Uint8Array.of(...DENORT, ...payload, ...trailer);
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

Deno.test("cutDenort() returns what stands before the payload", () => {
  assertEquals(cutDenort(program()), DENORT);
});

Deno.test("cutDenort() cuts a program that is a view into a larger buffer", () => {
  const larger = Uint8Array.of(1, 2, 3, ...program());
  assertEquals(cutDenort(larger.subarray(3)), DENORT);
});

Deno.test("cutDenort() rejects a file without the trailer", () => {
  assertThrows(() => cutDenort(DENORT), TypeError, "trailer");
  assertThrows(() => cutDenort(new Uint8Array()), TypeError, "trailer");
});

Deno.test("cutDenort() rejects a truncated program", () => {
  assertThrows(() => cutDenort(program().subarray(0, -1)), TypeError, "trailer");
});

Deno.test("cutDenort() rejects a trailer with another magic", () => {
  assertThrows(() => cutDenort(program({ magic: "d3n0l4nD" })), TypeError, "trailer");
});

Deno.test("cutDenort() rejects a payload that is shorter than its trailer", () => {
  assertThrows(() => cutDenort(program({ length: 0 })), RangeError, '"0" bytes');
  assertThrows(() => cutDenort(program({ length: 23 })), RangeError, '"23" bytes');
});

Deno.test("cutDenort() rejects a payload that leaves no denort", () => {
  const { length } = program();
  assertThrows(() => cutDenort(program({ length })), RangeError, "does not fit");
  assertThrows(() => cutDenort(program({ length: 2n ** 64n - 1n })), RangeError, "does not fit");
});

Deno.test("cutDenort() rejects a payload that does not begin with the magic", () => {
  assertThrows(() => cutDenort(program({ payload: bytesOf("module") })), TypeError, "begin");
});

Deno.test("parseFlags() defaults to ./netchat for this machine", () => {
  assertEquals(parseFlags([]), { output: "./netchat", target: undefined });
});

Deno.test("parseFlags() takes an output and a target", () => {
  const args = ["--output", "./chat", "--target=aarch64-apple-darwin"];
  assertEquals(parseFlags(args), { output: "./chat", target: "aarch64-apple-darwin" });
});

Deno.test("parseFlags() rejects a flag that it does not know", () => {
  assertThrows(() => parseFlags(["--outptu", "./chat"]), UsageError, '"--outptu"');
});

Deno.test("parseFlags() rejects an argument that is no flag", () => {
  assertThrows(() => parseFlags(["main.ts"]), UsageError, '"main.ts"');
  assertThrows(() => parseFlags(["--", "main.ts"]), UsageError, '"main.ts"');
});

Deno.test("parseFlags() rejects a flag without its value", () => {
  assertThrows(() => parseFlags(["--output"]), UsageError, '"--output" needs a value');
});

Deno.test("compileArgs() grants the network and nothing else", () => {
  const args = compileArgs({ entries: ["main.ts"], output: "/out/netchat" });
  const grants = args.filter((arg) => /^--?(allow|A$|R|W|E|N|S|P)/.test(arg));
  assertEquals(grants, ["--allow-net"]);
  assert(args.includes("--no-prompt"));
  assertEquals(args.slice(-3), ["--output", "/out/netchat", "main.ts"]);
});

Deno.test("compileArgs() turns on all that deno.json does, as a bundle leaves it behind", () => {
  const args = compileArgs({ entries: ["main.ts"], output: "/out/netchat" });
  const features = args.filter((arg) => arg.startsWith("--unstable"));
  assertEquals(features, project.unstable.map((feature) => `--unstable-${feature}`));
});

Deno.test("compileArgs() includes the modules that only a worker opens", () => {
  const entries = ["main.ts", "worker.ts"] as const;
  const args = compileArgs({ entries, output: "/out/netchat" }, ["--quiet"]);
  assertEquals(args.slice(0, 2), ["compile", "--quiet"]);
  assertEquals(args[args.indexOf("--include") + 1], "worker.ts");
});

Deno.test("compileArgs() tunes the binary as the start task tunes the source", () => {
  const tuning = compileArgs({ entries: ["main.ts"], output: "netchat" })
    .filter((arg) => arg.startsWith("--v8-flags="));
  assertEquals(tuning, project.tasks.start.command.match(/--v8-flags=\S+/g));
});
