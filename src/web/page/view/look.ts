// How lines are shown to this reader: one value for all of them, and another only if something of it changes.

import { useMemo } from "preact/hooks";
import { type Settings, settings } from "../settings.ts";
import { state } from "../store.ts";

export interface Look {
  /** The reader's name. */
  readonly me: string;
  readonly times: Settings["times"];
}

export function useLook(): Look {
  const me = state.value.me?.name ?? "";
  const { times } = settings.value;
  return useMemo(() => ({ me, times }), [me, times]);
}
