// Workers' stores in front of a real one, joined by real message ports: what is said between them is cloned and
// arrives later, as between workers.

import type { Store } from "../../src/store.ts";
import type { StoreReply, StoreRequest } from "../../src/workers/message.ts";
import { StoreDesk } from "../../src/workers/store_desk.ts";
import { WorkerStore } from "../../src/workers/worker_store.ts";
import type { StoreHome } from "./store_home.ts";

export interface JoinedStore extends Disposable {
  readonly store: WorkerStore;
}

/** A worker's store that reaches `store`. Closes its ports when disposed of, and not `store`. */
export function joinStore(store: Store): JoinedStore {
  const { port1: below, port2: above } = new MessageChannel();
  const desk = new StoreDesk(store);
  const worker = new WorkerStore((request) => below.postMessage(request), store.about);
  above.onmessage = async ({ data }) => above.postMessage(await desk.handle(data as StoreRequest));
  below.onmessage = ({ data }) => worker.answer(data as StoreReply);
  return {
    store: worker,
    [Symbol.dispose]() {
      below.close();
      above.close();
    },
  };
}

/** A home whose stores are reached through ports; closing one closes what is behind it, as a supervisor does. */
export function behindPorts(home: StoreHome): StoreHome {
  return {
    async open(options) {
      const real = await home.open(options);
      const joined = joinStore(real);
      const close = joined.store.close.bind(joined.store);
      return Object.assign(joined.store, {
        async close() {
          await close();
          await real.close();
          joined[Symbol.dispose]();
        },
      });
    },
    [Symbol.asyncDispose]: () => home[Symbol.asyncDispose](),
  };
}
