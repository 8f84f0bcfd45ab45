// The store in memory keeps the promises of every store.

import { MemoryStore } from "../../src/store/memory.ts";
import { testStore } from "../support/store_contract.ts";

testStore("MemoryStore", {
  durable: false,
  home: () =>
    Promise.resolve({
      open: (options) => Promise.resolve(new MemoryStore(options)),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
});
