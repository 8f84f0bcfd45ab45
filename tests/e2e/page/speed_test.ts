// The page is small, and stays quick in a busy room.

import { assertEquals, assertGreater, assertLess } from "@std/assert";
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
  const made = await longestTask(page, () => page.evaluate(LABOUR));
  assertGreater(made, MAX_TASK_MS); // what takes long is seen to take long
  const longest = await longestTask(page, async () => {
    await talkAndScroll(terminal, log);
    await terminal.say("that was all");
    await visit.sees("that was all");
  });
  assertLess(longest, MAX_TASK_MS);
});

/** Resolves to the most that a task of the page took of its thread's time, in milliseconds, while `run` ran. */
async function longestTask(page: Page, run: () => Promise<unknown>): Promise<number> {
  const browser = page.context().browser();
  if (!browser) throw new Error("The page has no browser");
  await browser.startTracing(page, { categories: ["toplevel"] });
  await page.evaluate(LATER); // the page's own process writes, too
  await run();
  await page.evaluate(LATER); // a task is written down when it has ended
  const trace: Trace = JSON.parse(new TextDecoder().decode(await browser.stopTracing()));
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid}/${tid}`;
  const named = trace.traceEvents.filter(({ args }) => args.name === "CrRendererMain");
  const ofPages = new Set(named.map(threadOf));
  const tasks = trace.traceEvents.filter((event) =>
    event.name === TASK && ofPages.has(threadOf(event))
  );
  assertGreater(tasks.length, 0);
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur / 1000));
}

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

const TASK = "ThreadControllerImpl::RunTask";

/** Run on the page: resolves in a task of its own. */
const LATER = "new Promise((done) => setTimeout(done))";

/** Run on the page: a task that takes long on any machine. */
const LABOUR = "for (let i = 0, sum = 0; i < 5e8; i++) sum += i % 7";

/** What Chromium writes down of itself, under "toplevel". */
interface Trace {
  readonly traceEvents: readonly TraceEvent[];
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Time of the thread's own, in microseconds: what a busy machine does beside it does not count. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}
