// The page is small, and stays quick in a busy room.

import { assertEquals, assertLess } from "@std/assert";
import { gzipSync } from "node:zlib";
import type { Locator, Page } from "playwright-core";
import type { Client } from "../../support/client.ts";
import { scenario } from "../scenario.ts";
import { browserTest, Site } from "./browser.ts";

const MAX_PAGE_BYTES = 60 * 1024;
const MAX_TASK_MS = 100;

/** Lines in the room, lines a second while the page is watched, and for how many seconds. */
const LINES = 2000;
const PER_SECOND = 50;
const SECONDS = 3;

/** A machine that does much else makes tasks longer, but not each time; a slow page does. */
const ROUNDS = 3;

scenario("All that the page loads is there, and less than 60 KB as it is sent", async (build) => {
  await using site = await Site.start([], { build });
  const html = await (await fetch(site.url)).text();
  const paths = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = ""]) => path);
  assertEquals(paths.length, 4, html);
  let sum = 0;
  for (const path of ["", ...paths]) {
    const answer = await fetch(new URL(path, site.url));
    assertEquals(answer.status, 200, path);
    sum += gzipSync(await answer.bytes()).length;
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
  let longest = Infinity;
  for (let round = 0; round < ROUNDS && longest >= MAX_TASK_MS; round++) {
    await page.evaluate("longTasks.length = 0");
    await talkAndScroll(terminal, log);
    await terminal.say(`that was round ${round}`);
    await visit.sees(`that was round ${round}`);
    longest = Number(await page.evaluate("Math.max(0, ...longTasks)"));
  }
  assertLess(longest, MAX_TASK_MS);
});

/** Somebody talks at the pace of PER_SECOND, while the reader goes up and down. */
async function talkAndScroll(terminal: Client, log: Locator): Promise<void> {
  const start = performance.now();
  for (let sent = 0; sent < SECONDS * PER_SECOND;) {
    const due = Math.floor((performance.now() - start) * PER_SECOND / 1000);
    await terminal.send(lines(sent, due));
    sent = Math.max(sent, due);
    await log.press(sent % PER_SECOND < PER_SECOND / 2 ? "PageUp" : "End");
    await log.page().evaluate("new Promise((done) => requestAnimationFrame(done))");
  }
  await log.press("End");
}

function lineOf(number: number): string {
  return `line ${number} of a long talk`;
}

function lines(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, i) => `${lineOf(from + i)}\n`).join("");
}

/** Scrolls up until there is nothing older. */
async function toTheTop(page: Page): Promise<void> {
  const first = page.getByRole("log").getByText(lineOf(0), { exact: true });
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
