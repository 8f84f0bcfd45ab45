// Scores are kept behind the game: whoever writes at once, none is lost, and a store that fails holds up nobody.

import { assertEquals, assertRejects } from "@std/assert";
import { ChatError } from "../src/errors.ts";
import { type Kept, Scores } from "../src/scores.ts";
import type { Result } from "../src/table_news.ts";
import { FakeClock } from "./support/fake_clock.ts";
import { FakeLog } from "./support/fake_log.ts";
import { FaultyStore } from "./support/faulty_store.ts";

const anna = { id: "c1", name: "anna", account: "a1" };
const bob = { id: "c2", name: "bob", account: "a2" };

function result(changes: Partial<Result> = {}): Result {
  return { person: anna, game: "coin", won: true, points: 3, ...changes };
}

function world() {
  const store = new FaultyStore();
  const log = new FakeLog();
  const clock = new FakeClock();
  const node = () => new Scores({ store, clock, log });
  return { store, clock, log, nodes: [node(), node()] as const };
}

async function kept(store: FaultyStore): Promise<unknown[]> {
  return (await store.list(["score"])).map(({ value }) => (value as Kept).games);
}

Deno.test("Scores.add() counts games and wins, and keeps the best, game by game", async () => {
  const { store, nodes: [scores] } = world();
  for (const points of [3, 9, 5]) scores.add("a1", result({ points }));
  scores.add("a1", result({ won: false, points: null }));
  scores.add("a1", result({ game: "__proto__", points: null }));
  await scores.save(1000);
  const [games] = await kept(store);
  assertEquals(
    JSON.stringify(games),
    '{"coin":{"played":4,"won":3,"best":9},"__proto__":{"played":1,"won":1,"best":0}}',
  );
});

Deno.test("Scores.add() loses none when two nodes write at once", async () => {
  const { store, nodes } = world();
  for (let i = 0; i < 10; i++) for (const scores of nodes) scores.add("a1", result());
  await Promise.all(nodes.map((scores) => scores.save(1000)));
  assertEquals(await kept(store), [{ coin: { played: 20, won: 20, best: 3 } }]);
});

Deno.test("Scores.top() has the most wins first, then the best, and so many at most", async () => {
  const { nodes: [scores] } = world();
  const cases = [["a", 1, 1], ["b", 2, 1], ["c", 1, 9], ["d", 0, 0]] as const;
  for (const [name, wins, points] of cases) {
    const person = { id: name, name, account: name };
    for (let i = 0; i < wins; i++) scores.add(name, result({ person, points }));
    scores.add(name, result({ person, won: false }));
  }
  const names = async (count: number) => (await scores.top("coin", count)).map(({ name }) => name);
  assertEquals([await names(10), await names(2)], [["b", "c", "a", "d"], ["b", "c"]]);
  assertEquals(await scores.top("constructor", 10), []);
});

Deno.test("Scores.clear() forgets an account, also what is on its way", async () => {
  const { store, nodes: [scores] } = world();
  scores.add("a1", result());
  scores.add("a2", result({ person: bob }));
  await scores.clear("a1");
  assertEquals(await kept(store), [{ coin: { played: 1, won: 1, best: 3 } }]);
});

Deno.test("Scores log what the store does not take, and say so to who asks", async () => {
  const { store, log, nodes: [scores] } = world();
  store.broken.commit = true;
  scores.add("a1", result());
  await scores.save(1000);
  assertEquals(log.of("score not kept").length, 1);
  store.broken.read = true;
  const error = await assertRejects(() => scores.top("coin", 10), ChatError);
  assertEquals(error.message, "Scores cannot be reached now: try again later");
});

Deno.test("Scores.save() waits for a bounded time, and says how many are not written", async () => {
  const { store, clock, nodes: [scores] } = world();
  assertEquals(await scores.save(1000), 0);
  store.held = true;
  scores.add("a1", result());
  const saved = scores.save(1000);
  clock.advance(1000);
  assertEquals(await saved, 1);
  await store.open();
  assertEquals(await scores.save(1000), 0);
});
