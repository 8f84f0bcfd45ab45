// What goes into a line comes out of it, wherever in the bytes it stands.

import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  encodePayload,
  isPayload,
  sequenceAt,
  speakerAt,
  timeAt,
} from "../../../bench/load/payload.ts";

const encoder = new TextEncoder();

Deno.test("a payload is read back from the middle of other bytes", () => {
  for (
    const payload of [
      { time: 0, speaker: 0, sequence: 0 },
      { time: 1_234_567_890, speaker: 4321, sequence: 7_654_321 },
      { time: 9_999_999_999, speaker: 9999, sequence: 9_999_999 },
    ]
  ) {
    const bytes = encoder.encode(`anna: ${encodePayload(payload, 63)}\nbob: hi\n`);
    assert(isPayload(bytes, 6));
    const read = { time: timeAt(bytes, 6), speaker: speakerAt(bytes, 6) };
    assertEquals({ ...read, sequence: sequenceAt(bytes, 6) }, payload);
  }
});

Deno.test("encodePayload() fills exactly the length that was asked for", () => {
  const payload = { time: 1, speaker: 2, sequence: 3 };
  for (const length of [25, 63, 1000]) assertEquals(encodePayload(payload, length).length, length);
});

Deno.test("encodePayload() refuses what does not fit", () => {
  const payload = { time: 1, speaker: 2, sequence: 3 };
  assertThrows(() => encodePayload(payload, 24), RangeError);
  assertThrows(() => encodePayload({ ...payload, speaker: 10_000 }, 63), RangeError);
  assertThrows(() => encodePayload({ ...payload, time: -1 }, 63), RangeError);
  assertThrows(() => encodePayload({ ...payload, sequence: 0.5 }, 63), RangeError);
});

Deno.test("isPayload() is false for a payload with something in the middle", () => {
  const payload = encodePayload({ time: 1, speaker: 2, sequence: 3 }, 63);
  for (let cut = 1; cut < 24; cut++) {
    const bytes = encoder.encode(`${payload.slice(0, cut)}bob: ${payload.slice(cut)}`);
    assert(!isPayload(bytes, 0), `cut at ${cut}`);
  }
});
