// What the process says it may touch, in processes that may touch this and that.

import { assertEquals } from "@std/assert";
import { runScript } from "./support/run_script.ts";

const SCRIPT = `import { describeSandbox } from "./src/sandbox.ts";
console.log(describeSandbox());`;

const CASES: readonly [flags: string[], description: string][] = [
  [["--allow-net"], "network only"],
  [["--allow-net", "--allow-read"], "network, read"],
  [["--allow-net", "--allow-env", "--allow-run"], "network, env, run"],
  [["--allow-all"], "network, read, write, env, run, ffi, sys"],
  [["--allow-all", "--deny-write", "--deny-ffi"], "network, read, env, run, sys"],
];

for (const [flags, description] of CASES) {
  Deno.test(`describeSandbox() says "${description}" with ${flags.join(" ")}`, async () => {
    const end = await runScript(SCRIPT, flags);
    assertEquals(end, { code: 0, stdout: description + "\n", stderr: "" });
  });
}

Deno.test("describeSandbox() tells that a file may be used, though no other may", async () => {
  const script = SCRIPT.replace("describeSandbox()", 'describeSandbox("chat.db")');
  const end = await runScript(script, ["--allow-net", "--allow-read=chat.db"]);
  assertEquals(end, { code: 0, stdout: "network, read\n", stderr: "" });
});
