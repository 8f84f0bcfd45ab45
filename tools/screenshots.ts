// `deno task screenshots`: pictures of the page for the README, in docs/, of a real server with people who
// really talk on it. Needs Chromium, and makes the pictures smaller if pngquant is there.

import { type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { Client } from "../tests/support/client.ts";
import { InProcess } from "../tests/support/in_process.ts";

const DOCS = new URL("../docs/", import.meta.url);
const MINUTE_MS = 60_000;

const DESK: BrowserContextOptions = {
  viewport: { width: 1180, height: 760 },
  deviceScaleFactor: 2,
};
const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 800 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};

/** Who says what, after how many minutes. */
const TALK: readonly (readonly [minutes: number, name: string, ...lines: string[]])[] = [
  [0, "anna", "morning everyone ☕"],
  [1, "richard", "morning! did the release go out?"],
  [1, "anna", "it did, at 02:00. The notes are short: https://example.org/notes/0.1"],
  [
    2,
    "tom_k",
    "`netchat --workers 4` is on the big box since then",
    "not one connection lost so far",
  ],
  [6, "Žofie", "/me puts the kettle on"],
  [
    4,
    "richard",
    "I wrote a bot that keeps the lunch orders, it is only this:",
    "```ts",
    'if (line.startsWith("!lunch ")) {',
    "  orders.push({ name, dish: line.slice(7) });",
    "}",
    "```",
    "it listens in #lunch",
  ],
  [1, "ying", "nice! does it know that @marie is vegetarian? 😄"],
];

class Terminal {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  static async enter({ port }: InProcess, name: string): Promise<Terminal> {
    const client = await Client.enter(port);
    await client.name();
    const terminal = new Terminal(client);
    await terminal.do(`/nick ${name}`, `* You are now ${name}`);
    return terminal;
  }

  say(line: string): Promise<void> {
    return this.#client.say(line);
  }

  /** Types something, and waits for what comes of it. */
  async do(line: string, answer: RegExp | string): Promise<void> {
    await this.say(line);
    await this.#client.line(answer);
  }
}

/** People at terminals, who have rooms and have talked for a while. */
async function furnish(server: InProcess): Promise<Map<string, Terminal>> {
  const people = new Map<string, Terminal>();
  for (const name of ["anna", "richard", "tom_k", "Žofie", "ying", "bob"]) {
    people.set(name, await Terminal.enter(server, name));
  }
  const anna = people.get("anna");
  await anna?.do("/register a long password", /is yours now/);
  await anna?.do("/topic Release 0.1 is out · lunch at 12:30", /topic/);
  await people.get("ying")?.do("/register a long password", /is yours now/);
  for (const [minutes, name, ...lines] of TALK) {
    server.clock.forward(minutes * MINUTE_MS);
    for (const line of lines) await people.get(name)?.say(line);
    await people.get(name)?.do("/uptime", /^\* Up for/);
  }
  return people;
}

/** Comes in as marie, opens two more rooms, and answers. */
async function comeIn(page: Page, people: ReadonlyMap<string, Terminal>): Promise<void> {
  const box = page.locator("#write");
  const type = async (text: string) => {
    await box.fill(text);
    await box.press("Escape");
    await box.press("Enter");
  };
  await page.locator(".dot:not(.off)").waitFor({ state: "attached" });
  await type("/nick marie");
  await page.locator(".me-name").getByText("marie").waitFor({ state: "attached" });
  for (const room of ["#dev", "#lunch"]) {
    await type(`/join ${room}`);
    await page.getByRole("heading", { name: room, exact: true }).waitFor();
  }
  await type("/join #lobby");
  await page.getByRole("heading", { name: "#lobby", exact: true }).waitFor();
  await type("it does now");
  await people.get("bob")?.do("/join #lunch", /^\* You are in #lunch/);
  await people.get("bob")?.say("@marie pasta or soup?");
  await people.get("tom_k")?.do("/join #dev", /^\* You are in #dev/);
  await people.get("tom_k")?.say("tagged and pushed");
  await people.get("ying")?.say("/msg marie do you have a minute?");
  await page.locator(".count.call").nth(1).waitFor({ state: "attached" });
  await people.get("anna")?.say("@marie the topic is yours to set, by the way");
  await page.getByRole("log").getByText("the topic is yours").waitFor();
}

interface Picture {
  readonly name: string;
  readonly context: BrowserContextOptions;
  readonly act?: (page: Page, people: ReadonlyMap<string, Terminal>) => Promise<void>;
}

const PICTURES: readonly Picture[] = [
  { name: "page-light", context: { ...DESK, colorScheme: "light" } },
  {
    name: "page-dark",
    context: { ...DESK, colorScheme: "dark" },
    act: async (page) => await page.locator("#write").pressSequentially("/m"),
  },
  { name: "page-phone", context: { ...PHONE, colorScheme: "light" } },
  { name: "page-game", context: { ...DESK, colorScheme: "light" }, act: playHangman },
];

/** Anna has chosen a word, and the others guess it. */
async function playHangman(page: Page, people: ReadonlyMap<string, Terminal>): Promise<void> {
  await people.get("anna")?.do("/play hangman word", /Type the word/);
  await people.get("anna")?.say("kettle");
  await page.getByRole("button", { name: "Join" }).click();
  await page.locator(".hangman").waitFor();
  await people.get("richard")?.do("/join-game", /richard guesses too/);
  for (const letter of ["E", "A", "T", "S"]) {
    await page.getByRole("button", { name: letter, exact: true }).click();
    await page.getByRole("button", { name: letter, exact: true, disabled: true }).waitFor();
  }
  await people.get("richard")?.say("!r");
  await page.locator(".tables").getByText("richard guessed R").waitFor();
}

async function take({ name, context, act }: Picture): Promise<void> {
  await using server = await InProcess.start(["--web-port", "0", "--burst", "0", "--replay", "60"]);
  server.clock.forward(-17 * MINUTE_MS); // so that the last of it is now
  const people = await furnish(server);
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const page = await (await browser.newContext({ ...context, locale: "en-GB" })).newPage();
    await page.goto(`http://localhost:${server.webPort}/`);
    await comeIn(page, people);
    await page.getByLabel("Stay a guest").click();
    await act?.(page, people);
    const path = decodeURIComponent(new URL(`${name}.png`, DOCS).pathname);
    await page.screenshot({ path, animations: "disabled" });
    await shrink(path);
  } finally {
    await browser.close();
  }
}

/** With fewer colours nobody sees the difference. */
async function shrink(path: string): Promise<void> {
  const args = ["--force", "--skip-if-larger", "--output", path, "--strip", "128", path];
  try {
    await new Deno.Command("pngquant", { args }).output();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    console.error("pngquant is not installed: the pictures are larger than they need to be");
  }
}

if (import.meta.main) {
  for (const picture of PICTURES) await take(picture);
  Deno.exit();
}
