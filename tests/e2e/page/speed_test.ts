// The page is small, and stays quick in a busy room.

import { assertEquals, assertLess } from "@std/assert";
import type { Page } from "playwright-core";
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

browserTest("With 2,000 lines and 50 more a second, no task takes 100 ms", async () => {
  await using site = await Site.start(["--history", "3000", "--burst", "0", "--replay", "1000"]);
  await using terminal = await site.server.enter();
  await terminal.send(lines(0, LINES));
  await terminal.say("/uptime");
  await terminal.line(/^\* Up for/);
  await using visit = await site.visit();
  const { page } = visit;
  const log = page.getByRole("log");
  await visit.sees(lineOf(LINES - 1));
  await toTheTop(page); // also warms up
  await log.press("End");
  await visit.sees(lineOf(LINES - 1));
  await page.evaluate(WATCH_TASKS);
  await page.waitForFunction("longTasks.length > 0"); // what takes long is seen to take long
  await page.evaluate("longTasks.length = 0");
  const start = performance.now();
  for (let sent = LINES; sent < LINES + SECONDS * PER_SECOND;) {
    const due = LINES + Math.floor((performance.now() - start) * PER_SECOND / 1000);
    await terminal.send(lines(sent, due));
    sent = Math.max(sent, due);
    await log.press(sent % PER_SECOND < 20 ? "PageUp" : "End");
    await page.evaluate("new Promise((done) => requestAnimationFrame(done))");
  }
  await terminal.say("that was all");
  await log.press("End");
  await visit.sees("that was all");
  assertLess(Number(await page.evaluate("Math.max(0, ...longTasks)")), MAX_TASK_MS);
});

function lineOf(number: number): string {
  return `line ${number} of a long talk`;
}

function lines(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, i) => `${lineOf(from + i)}\n`).join("");
}

/** Scrolls up until there is nothing older. */
async function toTheTop(page: Page): Promise<void> {
  const first = page.getByText(lineOf(0), { exact: true });
  while (await first.count() === 0) {
    await page.evaluate("document.querySelector('.scroll').scrollTop = 0");
    await page.evaluate("new Promise((done) => requestAnimationFrame(done))");
  }
}

/** Run on the page: keeps how long each long task takes, and makes one. */
const WATCH_TASKS = `
  globalThis.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longTasks.push(duration);
  }).observe({ type: "longtask" });
  setTimeout(() => {
    const end = performance.now() + 120;
    while (performance.now() < end);
  });
`;
