// What is kept when everybody has gone: games, scores, the last lines, and where people were. Each has its time;
// what does not make it, the log says. A store that did not answer in time is not waited for once more.

import type { History } from "./history.ts";
import { HISTORY_FLUSH_MS, SAVE_MS } from "./limits.ts";
import type { Log } from "./log.ts";
import type { Resumes } from "./resumes.ts";
import type { Seen } from "./seen.ts";
import type { Store } from "./store.ts";

/** Something that people are in the middle of, and that should outlive the process. */
export interface Unfinished {
  /** What it is, for the log: "games". */
  readonly name: string;
  /** Keeps it as it is, in at most `ms` milliseconds; resolves to how many of it are not kept. Never rejects. */
  save(ms: number): Promise<number>;
}

export interface ClosingParts {
  /** Saved first, so that nothing happens to it meanwhile. */
  readonly unfinished: readonly Unfinished[];
  readonly history: Pick<History, "flush">;
  readonly seen: Pick<Seen, "flush">;
  readonly resumes: Pick<Resumes, "flush">;
  readonly store: Pick<Store, "close">;
  readonly log: Log;
}

/** Never rejects. */
export async function keepAll(parts: ClosingParts): Promise<void> {
  await saveUnfinished(parts);
  await closeStore(parts);
}

async function saveUnfinished({ unfinished, log }: ClosingParts): Promise<void> {
  await Promise.all(unfinished.map(async (part) => {
    const lost = await part.save(SAVE_MS);
    if (lost > 0) log.warn("not saved", { what: part.name, count: lost });
  }));
}

/** Everything that was said is kept, unless the store does not answer in time. */
async function closeStore(parts: ClosingParts): Promise<void> {
  const { history, seen, resumes, store, log } = parts;
  const [lost, unseen, stays] = await Promise.all([
    history.flush(HISTORY_FLUSH_MS),
    seen.flush(HISTORY_FLUSH_MS),
    resumes.flush(HISTORY_FLUSH_MS),
  ]);
  if (lost > 0) log.warn("history lines lost", { lines: lost });
  if (unseen > 0) log.warn("last seen lost", { accounts: unseen });
  if (stays > 0) log.warn("stays lost", { stays });
  if (lost + unseen + stays === 0) await store.close();
}
