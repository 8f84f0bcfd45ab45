// Opening the store that the operator chose: what it is, and what is said when it cannot be.

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ChatError } from "../../src/errors.ts";
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

/** Opens the database in `file` as netchat does, keeps a line in it if it may, and tells what came of it. */
function openFile(
  file: string,
  permissions: string[],
): Promise<{ stdout: string; stderr: string }> {
  const script = SCRIPT.replace(
    "linesPerRoom: 1",
    `linesPerRoom: 1, path: ${JSON.stringify(file)}`,
  );
  return runScript(script, ["--allow-net", "--no-prompt", ...permissions]);
}

Deno.test('openStore("kv") takes a file that it may read and write, and says in a line what to do if not', async () => {
  const folder = await Deno.makeTempDir({ prefix: "netchat-store-" });
  const file = `${folder}/chat.db`;
  const refused = await openFile(file, []);
  const { code, message } = JSON.parse(refused.stdout);
  assertEquals(code, "no-store", refused.stderr);
  assertStringIncludes(message, `The file "${file}" may not be used: leave --kv-path out`);
  const allowed = await openFile(file, [`--allow-read=${file}`, `--allow-write=${file}`]);
  const about = { where: `Deno KV in ${file}`, durable: true };
  assertEquals(JSON.parse(allowed.stdout), about, allowed.stderr);
  assert((await Deno.stat(file)).isFile);
  await Deno.remove(folder, { recursive: true });
});

Deno.test('openStore("memory") refuses a file, as it would keep nothing there', async () => {
  const error = await assertRejects(
    () => openStore("memory", { linesPerRoom: 1, path: "chat.db" }),
    ChatError,
    "--kv-path needs",
  );
  assertEquals(error.code, "bad-setting");
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
