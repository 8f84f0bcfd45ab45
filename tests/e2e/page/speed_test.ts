// The page is small, and stays quick in a busy room.

import { assertEquals, assertLess } from "@std/assert";
import { browserTest, Site } from "./browser.ts";

const MAX_PAGE_BYTES = 60 * 1024;
const MAX_TASK_MS = 100;

/** Lines in the room, lines a second while the page is watched, and for how many seconds. */
const LINES = 2000;
const PER_SECOND = 50;
const SECONDS = 3;

browserTest("All that the page loads is less than 60 KB, as it is sent", async () => {
  await using site = await Site.start();
  const paths = ["", ...(await (await fetch(site.url)).text()).matchAll(/(?:src|href)="([^"]+)"/g)]
    .map((match) => typeof match === "string" ? match : match[1] ?? "");
  let sum = 0;
  for (const path of paths) {
    const answer = await fetch(new URL(path, site.url), { headers: { "accept-encoding": "gzip" } });
    assertEquals(answer.status, 200, path);
    const body = new Blob([await answer.bytes()]).stream().pipeThrough(
      new CompressionStream("gzip"),
    );
    sum += (await new Response(body).bytes()).length;
  }
  assertLess(sum, MAX_PAGE_BYTES);
});

browserTest(
  "With 2,000 lines and 50 more a second no task takes 100 ms, reading and scrolling",
  async () => {
    await using site = await Site.start(["--history", "3000", "--burst", "0", "--replay", "20"]);
    await using terminal = await site.server.enter();
    await terminal.send(lines(0, LINES));
    await terminal.say("/uptime");
    await terminal.line(/^\* Up for/);
    await using visit = await site.visit();
    await using chatter = await site.server.enter();
    const { page } = visit;
    const log = page.getByRole("log");
    while (await page.getByText("line 0 ", { exact: false }).count() === 0) await log.press("Home");
    await log.press("End");
    await page.evaluate(watchTasks);
    let sent = LINES;
    for (let tick = 0; tick < SECONDS * 10; tick++) {
      await chatter.send(lines(sent, sent + PER_SECOND / 10));
      sent += PER_SECOND / 10;
      if (tick % 10 === 5) { for (const key of ["PageUp", "PageUp", "End"]) await log.press(key); }
      await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
    }
    await page.getByText(`line ${sent - 1} `, { exact: false }).waitFor({ state: "attached" });
    const longest = await page.evaluate("Math.max(0, ...globalThis.longTasks)") as number;
    assertLess(longest, MAX_TASK_MS);
  },
);

function lines(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, i) => `line ${from + i} with \`code\` and words\n`)
    .join("");
}

/** Runs on the page. */
function watchTasks(): void {
  const tasks: number[] = [];
  Object.assign(globalThis, { longTasks: tasks });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration);
  }).observe({ type: "longtask" });
}
