// A line of the reader's own that is on its way, or that may be lost.

import type { Pending } from "../state/place.ts";
import { isRoom } from "../state/place.ts";
import { state } from "../store.ts";
import { discard, write } from "./actions.ts";
import { Face } from "./face.tsx";

export function PendingView({ place, pending }: { place: string; pending: Pending }) {
  const { text, stage, ref } = pending;
  const isLost = stage === "doubtful" && state.value.link.phase === "online" ||
    (stage === "doubtful" && !isRoom(place));
  return (
    <div class="talk pending">
      <Face name={state.value.me?.name ?? ""} />
      <div class={isLost ? "said failed" : "said"}>
        {text}
        {isLost
          ? (
            <span class="state">
              may not have arrived{" "}
              <button
                type="button"
                class="link-button"
                onClick={() => {
                  discard(place, ref);
                  write(place, [text]);
                }}
              >
                Send again
              </button>{" "}
              <button type="button" class="link-button" onClick={() => discard(place, ref)}>
                Discard
              </button>
            </span>
          )
          : (
            <span class="state">
              {stage === "waiting" ? "waiting for the connection…" : "sending…"}
            </span>
          )}
      </div>
    </div>
  );
}
