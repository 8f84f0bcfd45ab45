// Coming back: after a reload, after the server was away, and to what was said before one came.

import { assertEquals, assertLess } from "@std/assert";
import { CutCable } from "../../support/cut_cable.ts";
import { KvPlace } from "../../support/kv_place.ts";
import { complaints } from "./axe.ts";
import { browserTest, Site, type Visit } from "./browser.ts";

const FLAGS = ["--replay", "20", "--burst", "0"];

/** Of lines that are numbered, those numbers. */
async function numbersOn(visit: Visit): Promise<number[]> {
  const lines = await visit.lines();
  return lines.filter((line) => /^line \d+$/.test(line)).map((line) => Number(line.slice(5)));
}

/** Run on the page: scrolls near to the top, and says which line is read there and where. */
const SCROLL_UP = `(() => {
  const box = document.querySelector(".scroll");
  box.scrollTop = 300;
  const edge = box.getBoundingClientRect().top;
  const lines = [...document.querySelectorAll(".said > span")];
  const line = lines.find((one) => one.getBoundingClientRect().top > edge);
  return { text: line.textContent, y: line.getBoundingClientRect().y };
})()`;

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

browserTest(
  "A reload loses no line, no private talk, no room and no draft, and doubles none",
  async () => {
    await using site = await Site.start(FLAGS);
    await using visit = await site.visit();
    await using terminal = await site.server.enter();
    const name = await terminal.name();
    const me = await visit.name();
    await terminal.say("before");
    await visit.say("/join #tea");
    await visit.page.getByRole("heading", { name: "#tea", exact: true }).waitFor();
    await visit.say("in tea");
    await terminal.say(`/msg ${me} psst`);
    await visit.page.getByRole("button", { name: `${name} 1 for you` }).click();
    await visit.sees("psst");
    await visit.page.locator("#write").fill("half a thought");
    await visit.reload();
    assertEquals(await visit.name(), me);
    assertEquals(await visit.lines(), ["psst"]);
    assertEquals(await visit.page.locator("#write").inputValue(), "half a thought");
    const rooms = visit.page.getByRole("navigation", { name: "Rooms" });
    await rooms.getByRole("button", { name: "tea" }).click();
    await visit.sees("in tea");
    assertEquals(await visit.lines(), ["in tea"]);
    await rooms.getByRole("button", { name: "lobby" }).click();
    await visit.sees("before");
    assertEquals(await visit.lines(), ["before"]);
  },
);

browserTest(
  "A restart of the server loses no line and doubles none, also of what was written meanwhile",
  async () => {
    await using place = new KvPlace();
    await using first = await Site.start(FLAGS, { place });
    await using visit = await first.visit();
    const me = await visit.name();
    {
      await using terminal = await first.server.enter();
      for (const number of range(0, 5)) await terminal.say(`line ${number}`);
      await visit.sees("line 4");
      await visit.say("line 5");
      await visit.page.locator(".said:not(.pending .said)").getByText("line 5").waitFor();
    }
    first.server.signal("SIGTERM");
    await first.server.exited();
    await visit.page.getByText("The connection was lost.").waitFor();
    await visit.say("line 6");
    await visit.page.getByRole("log").getByText("waiting for the connection").waitFor();
    await using second = await Site.start(FLAGS, { place, after: first.server });
    await using terminal = await second.server.enter();
    await visit.page.getByRole("button", { name: "Try now" }).click({ timeout: 3000 }).catch(
      () => {},
    );
    await visit.online();
    await terminal.line(`${me}: line 6`);
    await terminal.say("line 7");
    await visit.sees("line 7");
    assertEquals(await numbersOn(visit), range(0, 8));
    visit.forgive(/WebSocket connection|ERR_CONNECTION_REFUSED/);
  },
);

browserTest(
  "Scrolling up shows all that was said before, each line once, and what one reads stays in place",
  async () => {
    await using site = await Site.start(["--history", "400", "--replay", "20", "--burst", "0"]);
    await using terminal = await site.server.enter();
    await terminal.send(range(0, 300).map((number) => `line ${number}\n`).join(""));
    await terminal.say("/uptime");
    await terminal.line(/^\* Up for/);
    await using visit = await site.visit();
    const scroll = visit.page.getByRole("log");
    await visit.sees("line 299");
    const [oldest = NaN] = await numbersOn(visit);
    const { text, y } = await visit.page.evaluate(SCROLL_UP) as { text: string; y: number };
    await visit.page.getByRole("log").getByText(`line ${oldest - 1}`, { exact: true }).waitFor({
      state: "attached",
    });
    const now = await visit.page.getByRole("log").getByText(text, { exact: true }).boundingBox();
    assertLess(Math.abs((now?.y ?? 0) - y), 3);
    for (const number of [200, 100, 0]) {
      const older = visit.page.getByRole("log").getByText(`line ${number}`, { exact: true });
      while (await older.count() === 0) await scroll.press("Home");
      await older.waitFor({ state: "attached" });
    }
    await visit.page.getByRole("log").getByText("Welcome to #lobby").waitFor({ state: "attached" });
    assertEquals(await numbersOn(visit), range(0, 300));
  },
);

browserTest(
  "Where a login is required the page asks for it first, and lets in who signs up",
  async () => {
    await using site = await Site.start([...FLAGS, "--require-login"]);
    await using visit = await site.visit({ in: false });
    const { page } = visit;
    await page.getByRole("heading", { name: "Log in" }).waitFor();
    assertEquals(await complaints(visit), []);
    await page.getByRole("button", { name: "I have no account" }).click();
    await page.getByRole("heading", { name: "Sign up" }).waitFor();
    await page.getByLabel("Name").fill("ada");
    await page.getByLabel("Password").fill("short");
    await page.getByRole("button", { name: "Sign up" }).click();
    await page.getByRole("alert").getByText(/8/).waitFor();
    await page.getByLabel("Password").fill("correct horse battery");
    await page.getByRole("button", { name: "Sign up" }).click();
    await visit.online();
    assertEquals(await visit.name(), "ada");
    await visit.reload();
    assertEquals(await visit.name(), "ada");
  },
);

browserTest("Who quits is told so, and comes back when they want to", async () => {
  await using site = await Site.start(FLAGS);
  await using visit = await site.visit();
  await visit.say("before");
  await visit.say("/quit");
  await visit.page.getByRole("button", { name: "Come back" }).click();
  await visit.online();
  await visit.say("after");
  await visit.sees("after");
  assertEquals(await visit.lines(), ["before", "after"]);
});

browserTest(
  "Lines said while the connection is lost again and again are all there, once and in order",
  async () => {
    await using site = await Site.start([...FLAGS, "--history", "1000"]);
    await using cable = new CutCable(site.server.webPort);
    await using visit = await site.visit({ by: `http://127.0.0.1:${cable.port}/` });
    await using terminal = await site.server.enter();
    let said = 0;
    for (let round = 0; round < 4; round++) {
      for (const number of range(said, said + 20)) await terminal.say(`line ${number}`);
      said += 20;
      if (round % 2 === 0) await visit.sees(`line ${said - 1}`); // at other times what comes is cut off
      cable.cut();
      await visit.say(`line ${said++}`);
      await terminal.line(new RegExp(`: line ${said - 1}$`));
    }
    await terminal.say(`line ${said}`);
    await visit.sees(`line ${said}`);
    assertEquals(await numbersOn(visit), range(0, said + 1));
  },
);

browserTest(
  "A connection that has died in silence is found out, and nothing is missed",
  async () => {
    await using site = await Site.start(FLAGS);
    await using cable = new CutCable(site.server.webPort);
    await using visit = await site.visit({ by: `http://127.0.0.1:${cable.port}/` });
    await using terminal = await site.server.enter();
    await visit.page.clock.install();
    await terminal.say("before");
    await visit.sees("before");
    cable.mute();
    await terminal.say("meanwhile");
    await visit.page.clock.fastForward(30_000); // it asks whether anybody is there
    await visit.page.clock.fastForward(8000); // and gives it up
    await visit.sees("meanwhile");
    assertEquals(await visit.lines(), ["before", "meanwhile"]);
  },
);
