// A process that writes into its default store until it is killed, and says on standard output what it asked
// for and what it was told; and one that reads the store when that is over. Started by store_process.ts.

import { systemClock } from "../../src/clock.ts";
import type { Line } from "../../src/line.ts";
import { HistoryWriter } from "../../src/history_writer.ts";
import { LineIds } from "../../src/line_ids.ts";
import { silent } from "../../src/log.ts";
import { openStore } from "../../src/store/open.ts";
import type { Document, Store } from "../../src/store.ts";

/** What the writing child says, one JSON object a line. */
export type Told =
  /** Given to the writer: line `n`. */
  | { readonly did: "say"; readonly n: number }
  /** The store was asked for lines up to and without `n`, or has kept them. */
  | { readonly did: "ask" | "keep"; readonly n: number }
  /** Commit `n` was asked for, or has been acknowledged. */
  | { readonly did: "try" | "commit"; readonly n: number };

/** What the reading child finds. */
export interface Found {
  readonly about: Store["about"];
  readonly lines: readonly Line[];
  /** Three documents that only ever change together. */
  readonly together: readonly Document[];
  /** One document for each commit. */
  readonly commits: readonly Document[];
}

const ROOM = "#tea";
const TOGETHER = ["left", "middle", "right"];
const encoder = new TextEncoder();

/** Returns when the bytes are in the pipe, so that what was said is heard even after a kill. */
function tell(told: Told | Found): void {
  const bytes = encoder.encode(JSON.stringify(told) + "\n");
  for (let sent = 0; sent < bytes.length;) sent += Deno.stdout.writeSync(bytes.subarray(sent));
}

/** Says lines as fast as they come, and lets others have a turn now and then. */
async function talk(store: Store): Promise<never> {
  const writer = new HistoryWriter({
    store: telling(store),
    clock: systemClock,
    log: silent,
    linesPerRoom: Infinity,
  });
  const ids = new LineIds("n1");
  const by = { id: "1", name: "anna" };
  for (let n = 0;; n++) {
    const at = Date.now();
    writer.add({ kind: "said", id: ids.next(at), at, room: ROOM, by, text: String(n) });
    tell({ did: "say", n });
    if (n % 4 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** The store, telling of what it is asked to append. */
function telling(store: Store): Pick<Store, "append"> {
  return {
    async append(lines) {
      const n = Number(lines.at(-1)?.text) + 1;
      tell({ did: "ask", n });
      await store.append(lines);
      tell({ did: "keep", n });
    },
  };
}

async function commit(store: Store): Promise<never> {
  for (let n = 1;; n++) {
    const documents = await Promise.all(TOGETHER.map((word) => store.read(["together", word])));
    const changes = TOGETHER.map((word, i) => {
      return {
        key: ["together", word] as const,
        value: n,
        ifVersion: documents[i]?.version ?? null,
      };
    });
    const key = ["commit", String(n).padStart(6, "0")] as const;
    tell({ did: "try", n });
    if (!await store.commit([...changes, { key, value: n }])) throw new Error("Nobody else writes");
    tell({ did: "commit", n });
  }
}

async function report(store: Store): Promise<void> {
  tell({
    about: store.about,
    lines: await store.lines({ room: ROOM, last: 1_000_000 }),
    together: await store.list(["together"]),
    commits: await store.list(["commit"]),
  });
  await store.close();
}

if (import.meta.main) {
  const store = await openStore("kv", { linesPerRoom: 1_000_000 });
  if (Deno.args[0] === "read") await report(store);
  else await Promise.all([talk(store), commit(store)]);
}
