// Who speaks when. Closed loop: a speaker goes on when all others have its lines. Open loop: so many lines
// a second, whatever becomes of them.

import type { Scenario } from "../scenarios.ts";
import type { Client } from "./client.ts";
import type { Crowd } from "./crowd.ts";

/** Lets everybody say what is due. */
export type Pace = () => void;

export function paceOf(scenario: Scenario, crowd: Crowd): Pace {
  const speakers = crowd.clients.slice(0, scenario.speakers);
  if (scenario.rate !== undefined) return openLoop(crowd, { speakers, rate: scenario.rate });
  const others = scenario.clients / scenario.rooms - 1;
  return closedLoop(crowd, { speakers, others, window: scenario.window ?? 1 });
}

function closedLoop(
  crowd: Crowd,
  { speakers, others, window }: { speakers: readonly Client[]; others: number; window: number },
): Pace {
  return () => {
    for (const speaker of speakers) {
      const { said, heard } = speaker.ledger;
      const arrived = Math.floor((heard[speaker.id] ?? 0) / others);
      const due = window - ((said[speaker.id] ?? 0) - arrived);
      if (due > 0 && speaker.state === "in") crowd.say(speaker, due);
    }
  };
}

function openLoop(
  crowd: Crowd,
  { speakers, rate }: { speakers: readonly Client[]; rate: number },
): Pace {
  let start: number | undefined;
  let said = 0;
  return () => {
    const now = performance.now();
    start ??= now;
    for (; said < (now - start) / 1000 * rate; said++) {
      const speaker = speakers[said % speakers.length];
      if (speaker?.state === "in") crowd.say(speaker);
    }
  };
}
