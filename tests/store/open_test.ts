// Opening the store that the operator chose: what it is, and what is said when it cannot be.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { openStore } from "../../src/store/open.ts";
import { runScript } from "../support/run_script.ts";
import { DenoFolder } from "../support/store_process.ts";

const SCRIPT = `
import { openStore } from "./src/store/open.ts";
const store = await openStore("kv", { linesPerRoom: 1 }).catch((error) => error);
console.log(JSON.stringify(store.about ?? { code: store.code, message: store.message }));
await store.close?.();
`;

Deno.test('openStore("memory") says that it forgets', async () => {
  const store = await openStore("memory", { linesPerRoom: 100 });
  assertEquals(store.about, { where: "in memory, gone at exit", durable: false });
  await store.close();
});

Deno.test('openStore("kv") is durable under the network permission alone, and empty at first', async () => {
  await using folder = await DenoFolder.make();
  const nothing = { lines: [], together: [], commits: [] };
  const found = { about: { where: "Deno KV", durable: true }, ...nothing };
  assertEquals(await folder.read(), found);
  assertEquals(await folder.read(), found);
});

Deno.test('openStore("kv") says so when Deno keeps its default database in memory', async () => {
  await using folder = await DenoFolder.make();
  const { stdout } = await folder.run({ DENO_KV_DB_MODE: "memory" });
  const about = { where: "in memory, gone at exit", durable: false };
  assertEquals(JSON.parse(stdout).about, about);
});

Deno.test('openStore("kv") says in a line what to do where it cannot write', async () => {
  await using folder = await DenoFolder.make();
  const file = await Deno.makeTempFile({ prefix: "netchat-store-" });
  const { code, stderr } = await folder.run({ DENO_DIR: file });
  await Deno.remove(file);
  assertEquals(code, 1);
  assertStringIncludes(
    stderr,
    'ChatError: Cannot open Deno KV ("Not a directory (os error 20)"): ',
  );
  assertStringIncludes(stderr, 'or use the store "memory"\n');
});

Deno.test('openStore("kv") says in a line what to do where Deno has no KV', async () => {
  const { stdout, stderr } = await runScript(SCRIPT, ["--no-config", "--allow-net"]);
  const { code, message } = JSON.parse(stdout);
  assertEquals(code, "no-store", stderr);
  assert(/^Cannot open Deno KV \("Deno.openKv is not a function"\): .*"memory"$/.test(message));
});
