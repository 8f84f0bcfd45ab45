// Ids sort as lines were said: on one node whatever the clock does, and on two as far as one heard the other.

import { assert, assertEquals } from "@std/assert";
import { isLineId, LineIds } from "../src/line_ids.ts";

const AT = Date.UTC(2026, 10, 27);

Deno.test("LineIds.next() is greater than all before, also when the clock stands still or goes back", () => {
  const ids = new LineIds("n1");
  let before = "";
  for (const now of [AT, AT, AT, AT + 1, AT - 60_000, AT + 1, AT + 5000]) {
    const id = ids.next(now);
    assert(isLineId(id), id);
    assert(id > before);
    before = id;
  }
});

Deno.test("LineIds.next() is greater than what was heard of another node in the same millisecond", () => {
  const [a, b] = [new LineIds("a"), new LineIds("b")];
  const [first, second] = [b.next(AT), b.next(AT)];
  a.heard(first, AT);
  a.heard(second, AT);
  const answer = a.next(AT);
  assert(answer > second);
  b.heard(answer, AT);
  assert(b.next(AT) > answer);
});

Deno.test("LineIds.next() follows a clock that is a little ahead, and no further than it", () => {
  const [ahead, behind] = [new LineIds("a"), new LineIds("b")];
  const line = ahead.next(AT + 900);
  behind.heard(line, AT);
  assert(behind.next(AT) > line);
  assertEquals(behind.next(AT + 5000).slice(0, 9), ahead.next(AT + 5000).slice(0, 9));
});

Deno.test("LineIds.heard() takes no notice of a clock that is wrong, of old lines, nor of what is no id", () => {
  const ids = new LineIds("n1");
  const before = ids.next(AT);
  const other = new LineIds("n2");
  for (const id of [other.next(AT - 5000), other.next(AT + 60_000), before, "", "~", "zzz"]) {
    ids.heard(id, AT);
  }
  assertEquals(ids.next(AT).slice(0, 13), before.slice(0, 12) + "1");
});
