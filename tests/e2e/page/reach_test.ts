// For everybody: by keys alone, on a phone, for screen readers, in light and dark.

import { assert, assertEquals } from "@std/assert";
import { complaints, complaintsOfColours, readable } from "./axe.ts";
import { browserTest, sharedSite, type Site, type Visit } from "./browser.ts";

const shared = sharedSite(["--replay", "20", "--burst", "0"]);

/** A page with something of everything on it. */
async function furnish(site: Site, visit: Visit): Promise<void> {
  await using terminal = await site.server.enter();
  const me = await visit.name();
  await terminal.say(`hello @${me}, see https://example.org and \`code\` in #tea`);
  await terminal.say("```let x = 1```");
  await terminal.say("/me waves");
  await terminal.say("/topic tea at four");
  await terminal.say(`/msg ${me} psst`);
  await visit.say("/nonsense");
  await visit.isInBox("/nonsense"); // to be written again; what is typed before that would go behind it
  await visit.say("/uptime");
  await visit.page.locator(".notice.info").waitFor();
  await visit.page.getByText("1 for you").first().waitFor({ state: "attached" });
}

/** Each dialog, and how one comes to it from the page. */
const DIALOGS: Readonly<Record<string, (visit: Visit) => Promise<void>>> = {
  "Settings": ({ page }) => page.getByLabel("Settings and account").click(),
  "Rooms": ({ page }) => page.getByLabel("Find or open a room").click(),
  "Sign up": (visit) => fromSettings(visit, "Sign up"),
  "Log in": (visit) => fromSettings(visit, "Log in"),
  "Your name": (visit) => fromSettings(visit, "Change name"),
  "Commands and keys": (visit) => fromSettings(visit, "Commands and keys"),
  "Play a game": ({ page }) => page.getByLabel("Play a game").click(),
  "Topic of #lobby": ({ page }) => page.getByRole("button", { name: /^Topic:/ }).click(),
  "Log in a terminal": (visit) => visit.say("/code"),
};

/** Run on the page: what has the focus, and whether that is in the dialog or the browser's own. */
const FOCUSED = "document.activeElement.ariaLabel ?? document.activeElement.textContent";
const IS_INSIDE =
  "document.activeElement === document.body || document.activeElement.closest('dialog') !== null";

async function fromSettings({ page }: Visit, button: string): Promise<void> {
  await page.getByLabel("Settings and account").click();
  await page.getByRole("dialog").getByRole("button", { name: button, exact: true }).click();
}

browserTest("axe finds nothing on the page and in any dialog, in light and in dark", async () => {
  const site = await shared();
  await using visit = await site.visit({ colorScheme: "light", reducedMotion: "reduce" });
  const { page } = visit;
  const check = async (part: string, what: string) => {
    assertEquals(await complaints(visit, part), [], what);
    await page.emulateMedia({ colorScheme: "dark" });
    assertEquals(await complaintsOfColours(visit, part), [], `${what}, in dark`);
    await page.emulateMedia({ colorScheme: "light" });
  };
  await furnish(site, visit);
  await check("html", "The page");
  for (const [title, open] of Object.entries(DIALOGS)) {
    await open(visit);
    await page.getByRole("dialog", { name: title }).waitFor();
    await check("dialog", title);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
});

browserTest(
  "Everything can be reached by keys alone, and the focus goes back to where it was",
  async () => {
    const site = await shared();
    await using visit = await site.visit();
    const { page } = visit;
    const focused = () => page.evaluate(FOCUSED);
    const back = async (wanted: string) => {
      for (let i = 0; i < 60 && await focused() !== wanted; i++) {
        await page.keyboard.press("Shift+Tab");
      }
      assertEquals(await focused(), wanted);
    };
    await back("Skip to the message box");
    await page.keyboard.press("Enter");
    assertEquals(await focused(), "Message #lobby");
    await page.keyboard.type("by keys");
    await page.keyboard.press("Enter");
    await visit.sees("by keys");
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog", { name: "Rooms" }).waitFor();
    await page.keyboard.type("tea");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "#tea", exact: true }).waitFor();
    await page.keyboard.press("Alt+ArrowUp");
    await page.getByRole("heading", { name: "#lobby", exact: true }).waitFor();
    await page.locator("#write").focus();
    const wanted = "Settings and account";
    await back(wanted);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Settings" }).waitFor();
    for (let i = 0; i < 30; i++) {
      await page.keyboard.press("Tab");
      assert(await page.evaluate(IS_INSIDE));
    }
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    assertEquals(await focused(), wanted);
  },
);

browserTest(
  "On a phone rooms and people are drawers, and nothing is wider than the screen",
  async () => {
    const site = await shared();
    await using visit = await site.visit({
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
    });
    const { page } = visit;
    await visit.say(`a long word: ${"x".repeat(200)} https://example.org/${"y".repeat(200)}`);
    await page.getByLabel("Show the rooms").click();
    const rooms = page.getByRole("navigation", { name: "Rooms" });
    await rooms.getByRole("button", { name: "Find or open a room" }).click();
    await page.getByLabel("Find a room, or name a new one").fill("coffee");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "#coffee", exact: true }).waitFor();
    await rooms.waitFor({ state: "hidden" });
    await page.getByLabel("People (1)").click();
    await page.getByLabel("People in #coffee").waitFor();
    await page.getByLabel("Close the list of people").click();
    await page.getByLabel("People in #coffee").waitFor({ state: "detached" });
    assertEquals(await page.evaluate("document.documentElement.scrollWidth"), 360);
    assertEquals(await complaints(visit), []);
  },
);

browserTest("New lines are told to screen readers, politely", async () => {
  const site = await shared();
  await using visit = await site.visit();
  await using terminal = await site.server.enter();
  await terminal.say("hello");
  const region = visit.page.locator("[aria-live=polite]").getByText(
    `${await terminal.name()}: hello`,
  );
  await region.waitFor({ state: "attached" });
});

browserTest("The colours of all names can be read, in light and in dark", async () => {
  const site = await shared();
  await using visit = await site.visit({ reducedMotion: "reduce" });
  await visit.page.evaluate(PAINT_NAMES);
  for (const colorScheme of ["light", "dark"] as const) {
    await visit.page.emulateMedia({ colorScheme });
    const good = 16 * 6;
    assertEquals(await readable(visit, ".painted"), { good, bad: [] }, colorScheme);
  }
});

/** Run on the page: each colour of names on each surface where names stand, and in a square of its own. */
const PAINT_NAMES = `
  for (const [place, surface] of [[".side", ""], [".people", "person"], [".people", ""], [".lines", ""],
    [".lines", "proposal"]]) {
    const box = document.createElement("div");
    box.className = "painted " + surface;
    box.style.flexWrap = "wrap"; // all are in sight
    if (surface === "proposal") box.setAttribute("aria-selected", "true");
    for (let hue = 0; hue < 16; hue++) {
      for (const kind of place === ".lines" && surface === "" ? ["hue", "hue-face"] : ["hue"]) {
        const name = document.createElement("span");
        name.className = kind + " hue-" + hue;
        name.textContent = "anna";
        box.append(name);
      }
    }
    document.querySelector(place).append(box);
  }
`;
