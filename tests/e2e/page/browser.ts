// The page in a real Chromium. A page that has anything to complain about (an error, a breach of its security
// policy, a request to somebody else) fails the test that closes it. One browser a file, a fresh profile a page.

import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { type Build, ServerProcess, type StartOptions } from "../../support/server_process.ts";
import { withPrograms } from "../scenario.ts";

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** What a test waits for on a page comes within this time, in milliseconds, or the test has failed. */
const GIVE_UP_MS = 20_000;

let browser: Promise<Browser> | undefined;

/** Declares a test that needs Chromium; its name is a sentence. */
export function browserTest(name: string, run: () => Promise<void>): void {
  withPrograms({ name, needs: ["chromium"] }, () => run().catch(tellAll));
}

/** A test fails and the page has met faults: both are to be read. */
function tellAll(error: unknown): never {
  if (!(error instanceof SuppressedError)) throw error;
  throw new AggregateError([error.suppressed, error.error], "A test failed, and then its end");
}

Deno.test.afterAll(async () => await (await browser)?.close());

function launch(): Promise<Browser> {
  const executablePath = "/usr/bin/chromium";
  return browser ??= chromium.launch({ executablePath, args: ARGS });
}

/** A site that the tests of a file share. */
export function sharedSite(flags: readonly string[]): () => Promise<Site> {
  let site: Promise<Site> | undefined;
  Deno.test.afterAll(async () => await (await site)?.[Symbol.asyncDispose]());
  return () => site ??= Site.start(flags);
}

export interface VisitOptions extends BrowserContextOptions {
  readonly in?: boolean;
  /** Another address that leads to it. */
  readonly by?: string;
}

/** A server with its page. */
export class Site implements AsyncDisposable {
  readonly #server: ServerProcess;

  private constructor(server: ServerProcess) {
    this.#server = server;
  }

  /** From source, if not told otherwise. */
  static async start(
    flags: readonly string[] = [],
    { build = "source", ...options }: StartOptions & { readonly build?: Build } = {},
  ): Promise<Site> {
    return new Site(await ServerProcess.start(build, flags, { ...options, web: true }));
  }

  get server(): ServerProcess {
    return this.#server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.webPort}/`;
  }

  /** Opens the page in a profile of its own, and waits until it is in, if it lets guests in. */
  async visit({ in: isIn = true, by = this.url, ...options }: VisitOptions = {}): Promise<Visit> {
    const context = await (await launch()).newContext({ locale: "en-GB", ...options });
    context.setDefaultTimeout(GIVE_UP_MS);
    const visit = new Visit(await context.newPage(), by);
    await visit.page.goto(by);
    if (isIn) await visit.online();
    return visit;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
  }
}

/** Somebody who looks at the page. */
export class Visit implements AsyncDisposable {
  readonly page: Page;
  readonly #faults: string[] = [];

  constructor(page: Page, url: string) {
    this.page = page;
    page.on("pageerror", (error) => this.#faults.push(`error: ${error.stack ?? error}`));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") {
        this.#faults.push(`${message.type()}: ${message.text()}`);
      }
    });
    page.on("request", (request) => {
      const ours = request.url().startsWith(url) || request.url().startsWith("data:");
      if (!ours) this.#faults.push(`request to ${request.url()}`);
    });
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.online();
  }

  async online(): Promise<void> {
    await this.page.locator(".status .dot:not(.off)").waitFor({ state: "attached" });
  }

  /** What the reader is called. */
  async name(): Promise<string> {
    return await this.page.locator(".me-name b").innerText();
  }

  /** Types a message as a person does, and sends it. */
  async say(text: string): Promise<void> {
    const box = this.page.locator("#write");
    await box.fill(text);
    await box.press("Escape");
    await box.press("Enter");
  }

  /** Waits until that is what one has written so far. */
  async isInBox(text: string): Promise<void> {
    const wanted = JSON.stringify(text);
    await this.page.waitForFunction(`document.querySelector("#write").value === ${wanted}`);
  }

  /** Waits for a line that was said. */
  async sees(text: string): Promise<void> {
    await this.page.locator(".log").getByText(text, { exact: true }).first().waitFor({
      state: "attached",
    });
  }

  /** All lines that were said in the place that is shown, in their order. */
  async lines(): Promise<string[]> {
    return await this.page.locator(".talk:not(.pending) .said > span").allTextContents();
  }

  /** What the page complained of is forgotten: for tests that take its server away. */
  forgive(what: RegExp): void {
    const others = this.#faults.filter((fault) => !what.test(fault));
    this.#faults.splice(0, Infinity, ...others);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.context().close();
    if (this.#faults.length > 0) {
      throw new Error(`The page met faults:\n${this.#faults.join("\n")}`);
    }
  }
}
