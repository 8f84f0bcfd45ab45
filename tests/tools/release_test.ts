// What a release consists of, with the network and without; the compiling itself is a fake here.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import project from "../../deno.json" with { type: "json" };
import { type Make, release, shortfall, TARGETS } from "../../tools/release.ts";
import { withPrograms } from "../e2e/scenario.ts";

/** A compiler that can make these. */
function maker(targets: readonly string[]): Make {
  return async (target, output) => {
    if (!targets.includes(target)) return false;
    await Deno.writeTextFile(output, `binary for ${target}`);
    return true;
  };
}

async function withFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  await run(folder).finally(() => Deno.remove(folder, { recursive: true }));
}

Deno.test("release() makes five binaries whose names tell version and target, and their sums", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/netchat-0.0.1-old`, "");
    const { made, missing } = await release(folder, maker(TARGETS));
    assertEquals([made.length, missing], [5, []]);
    for (const target of TARGETS) {
      const suffix = target.includes("windows") ? ".exe" : "";
      assert(made.includes(`netchat-${project.version}-${target}${suffix}`));
    }
    const files = Array.from(Deno.readDirSync(folder), ({ name }) => name);
    assertEquals(files.sort(), [...made, "SHA256SUMS"].sort());
    assertEquals(shortfall({ made, missing }), "");
  });
});

Deno.test("release() makes what it can without the network, and the sentence names the rest", async () => {
  await withFolder(async (folder) => {
    const [first = "", ...rest] = TARGETS;
    const { made, missing } = await release(folder, maker([first]));
    assertEquals([made.length, missing], [1, rest]);
    assertStringIncludes(shortfall({ made, missing }), `Not made: ${rest.join(", ")}. `);
  });
});

withPrograms({ name: "SHA256SUMS is what sha256sum checks", needs: ["sha256sum"] }, async () => {
  await withFolder(async (folder) => {
    const { made } = await release(folder, maker(TARGETS));
    const check = () =>
      new Deno.Command("sha256sum", { args: ["--strict", "-c", "SHA256SUMS"], cwd: folder })
        .output();
    assertEquals((await check()).code, 0);
    await Deno.writeTextFile(`${folder}/${made[0]}`, "something else");
    assertEquals((await check()).code, 1);
  });
});
