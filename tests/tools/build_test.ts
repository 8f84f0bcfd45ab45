// The page is built anew when a source is newer than what was built, and only then.

import { assertEquals } from "@std/assert";
import { isFresh } from "../../tools/build/fresh.ts";

/** A folder with a file, of which all is as old as this, in seconds before now. */
async function made(age: number): Promise<{ folder: URL; file: URL }> {
  const folder = new URL(`file://${await Deno.makeTempDir()}/`);
  const file = new URL("source.ts", folder);
  await Deno.writeTextFile(file, "");
  await touch(file, age);
  await touch(folder, age);
  return { folder, file };
}

async function touch(path: URL, age: number): Promise<void> {
  const at = new Date(Date.now() - age * 1000);
  await Deno.utime(path, at, at);
}

Deno.test("isFresh() is true for what is newer than all that is below its sources", async () => {
  const { folder, file } = await made(20);
  const made1 = (await made(10)).file;
  assertEquals(isFresh(made1, [folder]), true);
  await touch(file, 5);
  assertEquals(isFresh(made1, [folder]), false);
});

Deno.test("isFresh() is false when a source was taken away, or nothing was made yet", async () => {
  const { folder, file } = await made(20);
  const made1 = (await made(10)).file;
  await Deno.remove(file); // which changes the folder
  assertEquals(isFresh(made1, [folder]), false);
  assertEquals(isFresh(made1, [file]), false);
  assertEquals(isFresh(new URL("missing", folder), []), false);
});
