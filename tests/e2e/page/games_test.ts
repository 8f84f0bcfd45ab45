// Games between somebody on the page and somebody in nc.

import { assertEquals } from "@std/assert";
import { complaints } from "./axe.ts";
import { browserTest, sharedSite, type Visit } from "./browser.ts";
import { nc } from "./nc.ts";

/** One server for all of them, that keeps nothing of one for the next. */
const shared = sharedSite(["--history", "0", "--burst", "0"]);

/** Begins a game by the page's own form. */
async function begin({ page }: Visit, game: string, options: string): Promise<void> {
  await page.getByLabel("Play a game").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: game }).check({ force: true });
  await dialog.getByLabel("How").fill(options);
  await dialog.getByRole("button", { name: "Begin" }).click();
  await dialog.waitFor({ state: "detached" });
}

browserTest(
  "The page and nc play connect four by clicks, keys and lines, and another page watches",
  async () => {
    const site = await shared();
    await using player = await site.visit();
    await using watcher = await site.visit();
    const { client, name } = await nc(site);
    await using terminal = client;
    await begin(player, "connect-four", `@${name}`);
    await terminal.line(/asks you to play connect-four \(1\)/);
    await terminal.say("/join-game 1");
    await watcher.page.getByRole("button", { name: "Watch" }).click();
    const board = player.page.getByRole("article", { name: "connect-four (1)" });
    const other = watcher.page.getByRole("article", { name: "connect-four (1)" });
    const me = await player.name();
    const first = await terminal.line(/ is on turn with/);
    const isFirst = first.includes(me);
    if (!isFirst) await terminal.say("!1");
    const pieces = board.locator('.cell[class*="seat-"]');
    const column = board.getByRole("button", { name: /^Column 4/ });
    for (let turn = 0; turn < 4; turn++) {
      const dropped = turn * 2 + (isFirst ? 0 : 1);
      if (dropped > 0) await pieces.nth(dropped - 1).waitFor(); // the page has seen all of them
      await board.locator("button:enabled").first().waitFor();
      if (turn % 2 === 0) await column.click();
      else await column.press("4");
      const told = await terminal.line(new RegExp(`^\\*1 (The end: )?${me} `));
      if (turn < 3) await terminal.say(`!${turn % 2 === 0 ? 2 : 1}`);
      else assertEquals(/dropped|beats/.test(told), true);
    }
    await terminal.line(`* connect-four (1) is over: ${me} beats ${name}`);
    for (const seen of [board, other]) {
      await seen.locator(".cell.won").nth(3).waitFor();
      assertEquals(await seen.locator(".cell.won").count(), 4);
    }
    await player.page.getByRole("log").getByText(`connect-four (1) is over: ${me} beats ${name}`)
      .waitFor();
    assertEquals(await complaints(player, ".tables"), []);
    await board.getByLabel(/^Put/).click();
    await board.waitFor({ state: "detached" });
  },
);

browserTest(
  "The page guesses a word that somebody in nc has chosen, and is back in the game after a reload",
  async () => {
    const site = await shared();
    await using visit = await site.visit();
    const { client } = await nc(site);
    await using terminal = client;
    await terminal.say("/play hangman word");
    await terminal.line(/Type the word/);
    await terminal.say("tête");
    await visit.page.getByRole("button", { name: "Join" }).click();
    const board = visit.page.getByRole("article", { name: /^hangman/ });
    await board.getByLabel("The word: blank blank blank blank").waitFor();
    assertEquals(await complaints(visit, ".tables"), []);
    await board.getByRole("button", { name: "E", exact: true }).click();
    await board.getByLabel("The word: blank Ê blank E").waitFor();
    await terminal.line(/guessed E: yes/);
    await board.getByRole("button", { name: "X", exact: true }).press("x");
    await board.getByRole("img", { name: "1 of 7 wrong guesses" }).waitFor();
    await visit.reload();
    await board.getByLabel("The word: blank Ê blank E").waitFor();
    await visit.say("!t");
    await board.getByLabel("The word: T Ê T E").waitFor();
    await terminal.line(/is over: .* completed the word TÊTE/);
  },
);

browserTest("A number is found by typing guesses", async () => {
  const site = await shared();
  await using visit = await site.visit();
  await begin(visit, "number-guess", "10");
  const board = visit.page.getByRole("article", { name: /^number-guess/ });
  for (let guess = 1; guess <= 10 && await board.getByText("It is").count() === 0; guess++) {
    await board.getByLabel("Your guess").fill(String(guess));
    await board.getByRole("button", { name: "Guess", exact: true }).click();
    await board.locator(".guess").getByText(new RegExp(`: ${guess}$|It is`)).first().waitFor();
  }
  await visit.page.locator(".news").getByText(/number-guess \(\d+\) is over/).waitFor();
});
