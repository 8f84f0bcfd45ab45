// Whether clients should be sent here: not while going down, nor while the store or the bus are away.

import { assertEquals, assertMatch } from "@std/assert";
import { READY_MS } from "../../src/limits.ts";
import { Readiness, type ReadinessParts } from "../../src/ops/readiness.ts";
import { routes } from "../../src/ops/routes.ts";
import { FakeClock } from "../support/fake_clock.ts";
import { promisesKept } from "../support/settle.ts";

const WELL: ReadinessParts = {
  clock: new FakeClock(),
  countdown: { left: null },
  store: { read: () => Promise.resolve(null), fault: null },
  bus: { state: "up" },
};

function faults(changed: Partial<ReadinessParts>) {
  return new Readiness({ ...WELL, ...changed }).faults();
}

Deno.test("Readiness.faults() are none when all is well, also without a bus that could be away", async () => {
  assertEquals(await faults({}), []);
  assertEquals(await faults({ bus: null }), []);
});

Deno.test("Readiness.faults() name the part and why", async () => {
  const broken = { read: () => Promise.reject(new Error("Disk full")), fault: null };
  const behind = { read: () => Promise.resolve(null), fault: "Error: Disk full" };
  const cases: readonly [Partial<ReadinessParts>, part: string, why: string][] = [
    [{ countdown: { left: 43 } }, "drain", "going down in 43 s"],
    [{ countdown: { left: 0 } }, "drain", "going down in 0 s"],
    [{ store: broken }, "store", "Error: Disk full"],
    [{ store: behind }, "store", "Error: Disk full"],
    [{ bus: { state: "away" } }, "bus", "away"],
  ];
  for (const [changed, part, why] of cases) {
    assertEquals(await faults(changed), [{ part, why }] as unknown);
  }
});

Deno.test("Readiness.faults() wait for the store no longer than so", async () => {
  const clock = new FakeClock();
  const store = { read: () => new Promise<null>(() => {}), fault: null };
  const asked = faults({ clock, store });
  await promisesKept();
  clock.advance(READY_MS);
  assertEquals(await asked, [{ part: "store", why: `no answer in ${READY_MS} ms` }]);
});

Deno.test("/readyz says 503 and why in JSON, and 200 when all is well", async () => {
  const ask = async (changed: Partial<ReadinessParts>) => {
    const readiness = new Readiness({ ...WELL, ...changed });
    const about = { build: { version: "", deno: "", target: "" }, startedAt: 0 };
    const table = routes({ readiness, samples: () => Promise.resolve([]), about });
    const response = await table.find(({ path }) => path === "/readyz")?.answer("");
    assertMatch(response?.headers.get("content-type") ?? "", /^application\/json/);
    return [response?.status, await response?.json()];
  };
  assertEquals(await ask({}), [200, { ready: true, faults: [] }]);
  const why = { part: "drain", why: "going down in 5 s" };
  assertEquals(await ask({ countdown: { left: 5 } }), [503, { ready: false, faults: [why] }]);
});
