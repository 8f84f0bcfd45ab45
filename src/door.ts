// How the clients of each transport are met. Data only: which dialects there are is not known here.

import type { Dialect } from "./dialect.ts";
import type { Transport } from "./transport.ts";

export interface Door {
  /** What they read and write at first. */
  readonly dialect: Dialect;
  /** Whether programs that speak something else may come here and speak first, and are waited for. */
  readonly knocks: boolean;
  /** Whether they are programs that say how they come in: as a guest, with an account, or back. */
  readonly asks?: true;
}

export type Doors = Readonly<Record<Transport, Door>>;
