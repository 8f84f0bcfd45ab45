// A program that tries to leave its sandbox in every way there is, and prints what became of each as JSON:
// "done", "denied" (by Deno's permissions), or the error. sandbox_test.ts runs it under netchat's permissions.
// The first argument is a file that it may overwrite.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";

const [file = ""] = Deno.args;

const WAYS: Readonly<Record<string, () => unknown>> = {
  "read a file": () => Deno.readTextFileSync(file),
  "read a file the Node way": () => readFileSync(file),
  "read a file by fetch": async () => await (await fetch(new URL(`file://${file}`))).text(),
  "look at a file": () => Deno.statSync(file),
  "list a folder": () => [...Deno.readDirSync("/")],
  "write a file": () => Deno.writeTextFileSync(file, "export default 1;\n"),
  "make a temporary file": () => Deno.makeTempFileSync(),
  "remove a file": () => Deno.removeSync(`${file}.gone`),
  "read a variable": () => Deno.env.get("HOME"),
  "read all variables": () => Deno.env.toObject(),
  "set a variable": () => Deno.env.set("NETCHAT_PROBE", "1"),
  "run a program": () => new Deno.Command("true").outputSync(),
  "run a program the Node way": () => execFileSync("true"),
  "signal another process": () => Deno.kill(Deno.ppid, "SIGCONT"),
  "load a library": () => Deno.dlopen("libc.so.6", {}).close(),
  "ask for the host's name": () => Deno.hostname(),
  "ask for the host's name the Node way": () => hostname(),
  "ask for the memory": () => Deno.systemMemoryInfo(),
  "be granted more on request": () => {
    const names = ["read", "write", "env", "run", "ffi", "sys"] as const;
    const states = names.map((name) => Deno.permissions.requestSync({ name }).state);
    if (!states.includes("granted")) throw new Deno.errors.NotCapable("All requests were refused");
  },
  "connect to a socket file": async () => {
    (await Deno.connect({ transport: "unix", path: `${file}.socket` })).close();
  },
  "listen on the network": () => Deno.listen({ hostname: "127.0.0.1", port: 0 }).close(),
};

async function attempt(way: () => unknown): Promise<string> {
  try {
    await way();
    return "done";
  } catch (error) {
    return error instanceof Deno.errors.NotCapable ? "denied" : String(error);
  }
}

const outcome: Record<string, string> = {};
for (const [name, way] of Object.entries(WAYS)) outcome[name] = await attempt(way);
console.log(JSON.stringify(outcome));
