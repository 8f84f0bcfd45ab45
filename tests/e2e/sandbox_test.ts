// netchat cannot read the disk, the environment or anything but the network, whatever its code does. A probe
// that tries every way out runs under the permissions of `deno task start` and of the compiled binary: it
// gets nowhere there, and everywhere without the sandbox, so that a refusal means something.

import { assertEquals } from "@std/assert";
import project from "../../deno.json" with { type: "json" };
import { compileFromNpm } from "../../tools/compile/npm_route.ts";
import { compilePlain } from "../../tools/compile/plain.ts";
import {
  type Build,
  ROOT,
  SANDBOXED_RUN,
  ServerProcess,
  toPath,
} from "../support/server_process.ts";
import { scenario } from "./scenario.ts";

const PROBE = "sandbox_probe.ts";
const HERE = new URL("./", import.meta.url);
const PROBE_PATH = toPath(new URL(PROBE, HERE));

/** What the probe does for the network's sake. */
const ALLOWED = "listen on the network";

/** Runs the probe by a command and returns what became of each way. */
async function probe(program: string, args: readonly string[]): Promise<Record<string, string>> {
  const folder = await Deno.makeTempDir();
  const file = `${folder}/victim`;
  await Deno.writeTextFile(file, "text");
  await Deno.writeTextFile(`${file}.gone`, "text");
  const socket = Deno.listen({ transport: "unix", path: `${file}.socket` });
  try {
    const command = new Deno.Command(program, { args: [...args, file], cwd: ROOT, stdin: "null" });
    const { stdout, stderr } = await command.output();
    assertEquals(new TextDecoder().decode(stderr), "");
    return JSON.parse(new TextDecoder().decode(stdout));
  } finally {
    socket.close();
    await Deno.remove(folder, { recursive: true });
  }
}

/** Every way of the probe with that outcome, but for the network. */
function all(outcome: string, ways: Record<string, string>): Record<string, string> {
  const entries = Object.keys(ways).map((way) => [way, way === ALLOWED ? "done" : outcome]);
  return Object.fromEntries(entries);
}

/** Compiles the probe as `deno task compile` compiles netchat, and runs it. */
async function probeCompiled(): Promise<Record<string, string>> {
  const folder = await Deno.makeTempDir();
  const output = `${folder}/probe`;
  try {
    const job = { root: HERE, entries: [PROBE] as const, output, target: undefined };
    await compilePlain(job) ?? await compileFromNpm(job);
    return await probe(output, []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const RUNS: Readonly<Record<Build, () => Promise<Record<string, string>>>> = {
  source: () => probe(Deno.execPath(), [...SANDBOXED_RUN, PROBE_PATH]),
  binary: probeCompiled,
};

Deno.test("The probe gets everywhere with all permissions", async () => {
  const ways = await probe(Deno.execPath(), ["run", "-A", PROBE_PATH]);
  assertEquals(ways, all("done", ways));
});

scenario("The probe gets nowhere under netchat's permissions but to the network", async (build) => {
  const ways = await RUNS[build]();
  assertEquals(ways, all("denied", ways));
});

scenario("netchat says so itself: its sandbox is network only", async (build) => {
  await using server = await ServerProcess.start(build);
  assertEquals((await server.logged("listening")).sandbox, "network only");
});

Deno.test("With more permissions netchat does not call its sandbox network only", async () => {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "main.ts",
      "--store",
      "memory",
      ...["--host", "127.0.0.1"],
      "--port",
      "0",
      "--no-web",
    ],
    cwd: ROOT,
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await reader.read();
  child.kill("SIGTERM");
  await child.status;
  await reader.cancel();
  assertEquals(
    value.slice(value.indexOf("sandbox")),
    "sandbox: network, read, write, env, run, ffi, sys\n",
  );
});

// What a compiled program imports at run time is read without a permission by some versions of Deno: so nothing
// may choose what that is, and all that is imported is within the program.
Deno.test("netchat imports nothing at run time but packages by name, that it has with it", async () => {
  const found: string[] = [];
  for await (const path of sources(new URL("src/", ROOT))) {
    for (const [, what = ""] of (await Deno.readTextFile(path)).matchAll(/\bimport\s*\((.*)/g)) {
      const [, name = ""] = /^"([^"]+)"\)/.exec(what) ?? [];
      if (!Object.hasOwn(project.imports, name)) found.push(`${path.pathname}: ${what}`);
    }
  }
  assertEquals(found, []);
});

async function* sources(folder: URL): AsyncGenerator<URL> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* sources(new URL(`${name}/`, folder));
    else yield new URL(name, folder);
  }
}
