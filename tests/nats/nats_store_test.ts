// The store in NATS keeps the promises of every store, for nodes that share it, and for those that die in the
// middle of a change.

import { assertEquals } from "@std/assert";
import { systemClock } from "../../src/clock.ts";
import { Documents } from "../../src/nats/documents.ts";
import { Layout } from "../../src/nats/layout.ts";
import type { Link } from "../../src/nats/link.ts";
import { Transactions } from "../../src/nats/transactions.ts";
import type { Change, Store } from "../../src/store.ts";
import { natsHome, openLink } from "../support/nats_link.ts";
import { withNats } from "../support/nats_server.ts";
import { testStore } from "../support/store_contract.ts";
import { increment, valueOf } from "../support/store_home.ts";
import { idsOf, said } from "../support/store_lines_contract.ts";

withNats((server) => {
  testStore("NatsStore", { durable: true, home: () => Promise.resolve(natsHome(server())) });

  Deno.test("NatsStore.commit() of several nodes loses no update, of one document or of two", async () => {
    await using home = natsHome(server());
    const stores = [await home.open({ linesPerRoom: 0 }), await home.open({ linesPerRoom: 0 })];
    const both = async (store: Store) => {
      for (let done = false; !done;) {
        const [a, b] = [await store.read(["a"]), await store.read(["b"])];
        const value = Number(a?.value ?? 0) + 1;
        done = await store.commit([
          { key: ["a"], value, ifVersion: a?.version ?? null },
          { key: ["b"], value, ifVersion: b?.version ?? null },
        ]);
      }
    };
    await Promise.all(stores.flatMap((store) => [
      ...Array.from({ length: 10 }, () => increment(store, ["counter"])),
      ...Array.from({ length: 5 }, () => both(store)),
    ]));
    for (const store of stores) {
      assertEquals(await valueOf(store, ["counter"]), 20);
      assertEquals([await valueOf(store, ["a"]), await valueOf(store, ["b"])], [10, 10]);
    }
    for (const store of stores) await store.close();
  });

  Deno.test("NatsStore.erase() by two nodes at once takes away what both want, and nothing else", async () => {
    await using home = natsHome(server());
    const [one, two] = [
      await home.open({ linesPerRoom: 99 }),
      await home.open({ linesPerRoom: 99 }),
    ];
    const lines = Array.from({ length: 60 }, (_, n) => said(n));
    await one.append(lines);
    await Promise.all([
      one.erase("#tea", idsOf(lines.filter((_, n) => n % 3 === 0))),
      two.erase("#tea", idsOf(lines.filter((_, n) => n % 3 === 1))),
    ]);
    const left = lines.filter((_, n) => n % 3 === 2);
    for (const store of [one, two]) {
      assertEquals(await store.lines({ room: "#tea", last: 99 }), left);
      await store.close();
    }
  });

  Deno.test("NatsStore.lines() finds the latest where older ones were kept anew", async () => {
    await using home = natsHome(server());
    const store = await home.open({ linesPerRoom: 20 });
    const pairs = Array.from({ length: 400 }, (_, n) => [said(2 * n), said(2 * n + 1)]);
    for (const pair of pairs) await store.append(pair);
    await store.erase("#tea", idsOf(pairs.flatMap(([first]) => first ?? [])));
    await store.append([said(9000)]);
    const left = pairs.slice(-19).flatMap(([, second]) => second ?? []);
    assertEquals(await store.lines({ room: "#tea", last: 100 }), [...left, said(9000)]);
    await store.close();
  });

  /** Every call after which a node may die: as often as it takes for the commit to come through. */
  Deno.test("NatsStore.commit() of a node that dies in it happens as a whole or not at all", async () => {
    await using home = natsHome(server(), { cluster: "dying", clock: hasty });
    const store = await home.open({ linesPerRoom: 0 });
    const keys = [["t", "a"], ["t", "b"], ["t", "c"]] as const;
    const ends = new Set<string>();
    let done = false;
    for (let calls = 0; !done; calls++) {
      await store.commit(keys.map((key) => ({ key, value: "old" })));
      const link = await openLink(server());
      const changes: Change[] = keys.map((key, i) => ({ key, value: i === 1 ? null : "new" }));
      done = await dyingAfter(calls, link).commit(changes).catch(() => false);
      await link.close();
      const left = (await store.list(["t"])).map(({ value }) => value).join();
      ends.add(left);
      if (done) assertEquals(left, "new,new");
    }
    assertEquals([...ends].sort(), ["new,new", "old,old,old"]);
    await store.close();
  });
});

/** A second is a moment: nobody waits long for the dead. */
const hasty = { now: () => performance.now() * 100, after: systemClock.after };

/** Documents of a node that dies: after so many writes nothing that it asks for is heard any more. */
function dyingAfter(calls: number, link: Link): Documents {
  const layout = new Layout("dying");
  let left = calls;
  const living = <A extends unknown[], R>(act: (...args: A) => Promise<R>) => (...args: A) => {
    return left-- > 0 ? act(...args) : Promise.reject(new Error("Dead"));
  };
  const mortal = {
    publish: living(link.publish.bind(link)),
    replace: living(link.replace.bind(link)),
    remove: living(link.remove.bind(link)),
    last: link.last.bind(link),
    read: link.read.bind(link),
  };
  const transactions = new Transactions({ link: mortal, bucket: layout.transactions });
  return new Documents({
    link: mortal,
    bucket: layout.documents,
    transactions,
    clock: systemClock,
  });
}
