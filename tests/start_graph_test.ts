// What every start loads. Each library that only some need costs all others their start: those are imported where
// they are asked for, and this test holds them there. How long a start takes is for the benchmark to say.

import { assertEquals } from "@std/assert";

const ROOT = new URL("../", import.meta.url);

/** Loaded by an ops port, a telnet port, NATS, or a certificate of one's own; the last by nobody. */
const LATE = [
  "prom-client",
  "string-width",
  "@nats-io/jetstream",
  "@nats-io/transport-node",
  "@peculiar/x509",
  "reflect-metadata",
  "node:zlib",
];

/** Imports that are there for more than their types. */
const IMPORTS = /^(?:import|export)\b(?! type)[^;"()=]*"([^"]+)"/gm;

/** Everything that is imported from `url` on, by one module after another. */
async function importedFrom(url: URL, found = new Set<string>()): Promise<Set<string>> {
  const text = await Deno.readTextFile(url);
  for (const [, name = ""] of text.matchAll(IMPORTS)) {
    const id = name.startsWith(".") ? new URL(name, url).href : name;
    if (found.has(id)) continue;
    found.add(id);
    if (/^file:.*\.tsx?$/.test(id)) await importedFrom(new URL(id), found);
  }
  return found;
}

for (const door of ["main.ts", "worker.ts"]) {
  Deno.test(`${door} loads no library that most starts do without`, async () => {
    const found = await importedFrom(new URL(door, ROOT));
    assertEquals(LATE.filter((name) => found.has(name)), []);
    assertEquals(found.has("@logtape/logtape"), true, "The walk does not get as far as it should");
  });
}
