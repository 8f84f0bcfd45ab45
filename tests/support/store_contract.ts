// What every store promises: documents, lines, and an end. Each implementation's test calls this with a way
// to open it; the promises themselves are in store_documents_contract.ts and store_lines_contract.ts.

import { assert, assertEquals } from "@std/assert";
import { testStoredDocuments } from "./store_documents_contract.ts";
import { doc, type StoreKind, valueOf } from "./store_home.ts";
import { idsOf, said, testStoredLines } from "./store_lines_contract.ts";

/** Registers the tests of a store. */
export function testStore(name: string, kind: StoreKind): void {
  testStoredDocuments(name, kind);
  testStoredLines(name, kind);
  testLife(name, kind);
  if (kind.durable) testReopening(name, kind);
}

function testLife(name: string, { durable, home }: StoreKind): void {
  Deno.test(`${name} close() waits for what is under way`, async () => {
    await using place = await home();
    const store = await place.open({ linesPerRoom: 5000 });
    const lines = Array.from({ length: 3000 }, (_, n) => said(n));
    const asked = [store.append(lines), store.commit([doc(["a"], 1)]), store.list(["a"])] as const;
    await store.close();
    assertEquals((await Promise.all(asked))[1], true);
    if (!durable) return;
    const again = await place.open({ linesPerRoom: 5000 });
    assertEquals(await again.lines({ room: "#tea", last: 5000 }), lines);
    assertEquals(await valueOf(again, ["a"]), 1);
    await again.close();
  });

  Deno.test(`${name} says truthfully whether it outlives the process`, async () => {
    await using place = await home();
    const store = await place.open({ linesPerRoom: 100 });
    assertEquals(store.about.durable, durable);
    assertEquals(store.about.where.includes("memory"), !durable);
    await store.close();
  });
}

function testReopening(name: string, { home }: StoreKind): void {
  Deno.test(`${name} has its documents when it is opened again, at their versions`, async () => {
    await using place = await home();
    const before = await place.open({ linesPerRoom: 100 });
    await before.commit([doc(["a"], { name: "née" }), doc(["b"], 1)]);
    const documents = await before.list(["a"]);
    await before.close();
    const after = await place.open({ linesPerRoom: 100 });
    assertEquals(await after.list(["a"]), documents);
    const ifVersion = documents[0]?.version ?? "";
    assert(await after.commit([{ key: ["a"], value: 2, ifVersion }]));
    await after.close();
  });

  Deno.test(`${name} has its lines when it is opened again, as many as it is to keep now`, async () => {
    await using place = await home();
    for (const [linesPerRoom, first] of [[100, 0], [10, 90], [20, 80]] as const) {
      const store = await place.open({ linesPerRoom });
      if (first === 0) await store.append(Array.from({ length: 100 }, (_, n) => said(n)));
      const kept = await store.lines({ room: "#tea", last: 1000 });
      assertEquals(kept.length, linesPerRoom);
      assertEquals(idsOf(kept)[0], said(first).id);
      await store.close();
    }
  });
}
