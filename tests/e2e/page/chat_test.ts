// People in browsers and people in nc, in the same rooms.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { Client } from "../../support/client.ts";
import { complaints } from "./axe.ts";
import { browserTest, sharedSite } from "./browser.ts";
import { nc } from "./nc.ts";

/** One server for all of them, that keeps nothing of one for the next. */
const shared = sharedSite(["--history", "0", "--burst", "0"]);

browserTest(
  "Two pages and one nc talk with each other, and all read the same in the same order",
  async () => {
    const site = await shared();
    await using anna = await site.visit();
    await using bob = await site.visit();
    const { client, name } = await nc(site);
    await using terminal = client;
    await anna.say("hello from anna");
    await terminal.line(`${await anna.name()}: hello from anna`);
    await bob.sees("hello from anna");
    await bob.say("hello from bob");
    await terminal.line(`${await bob.name()}: hello from bob`);
    await terminal.say("hello from nc");
    await terminal.say("/me waves");
    for (const visit of [anna, bob]) {
      await visit.page.locator(".act").getByText(`${name} waves`).waitFor();
      assertEquals(await visit.lines(), ["hello from anna", "hello from bob", "hello from nc"]);
    }
    const people = anna.page.getByLabel("People in #lobby").getByRole("listitem");
    assertEquals(await people.count(), 3);
    await terminal.say("/quit");
    await anna.page.getByRole("log").getByText(`${name} left`).waitFor();
    assertEquals(await people.count(), 2);
  },
);

browserTest("What people type stays text: in lines, topics and private lines", async () => {
  const site = await shared();
  await using visit = await site.visit();
  const { client } = await nc(site);
  await using terminal = client;
  const hostile = [
    "<script>document.title = 'owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "<a href=javascript:alert(1)>x</a> javascript:alert(1)",
    "&lt;b&gt; <b>bold</b> {{x}} ${x}",
  ];
  for (const line of hostile) await terminal.say(line);
  await terminal.say(`/topic ${hostile[1]}`);
  await terminal.say(`/msg ${await visit.name()} ${hostile[0]}`);
  for (const line of hostile) await visit.sees(line);
  await visit.page.getByRole("button", { name: `Topic: ${hostile[1]}` }).waitFor();
  await visit.page.getByRole("navigation").getByRole("button", { name: "1 for you" }).click();
  await visit.sees(hostile[0] ?? "");
  assertEquals(await visit.page.locator(".log img, .log script, .log b, .log a").count(), 0);
  assert(!(await visit.page.title()).includes("owned"));
});

browserTest("Links lead out of the page safely, and code is shown as such", async () => {
  const site = await shared();
  await using visit = await site.visit();
  await visit.say("see https://example.org/a?b=c. and `let x`");
  const link = visit.page.locator(".said a");
  assertEquals(await link.getAttribute("href"), "https://example.org/a?b=c");
  assertEquals(await link.getAttribute("target"), "_blank");
  assertMatch(await link.getAttribute("rel") ?? "", /\bnoopener noreferrer\b/);
  assertEquals(await visit.page.locator(".said code").innerText(), "let x");
});

browserTest(
  "A message of several lines is as many lines in nc, and one block of code on the page",
  async () => {
    const site = await shared();
    await using visit = await site.visit();
    const { client } = await nc(site);
    await using terminal = client;
    const box = visit.page.locator("#write");
    for (const line of ["```", "if (tea) {", "  drink();", "}"]) {
      await box.pressSequentially(line);
      await box.press("Shift+Enter");
    }
    await box.pressSequentially("```");
    await box.press("Enter");
    const me = await visit.name();
    await terminal.line(`${me}:   drink();`);
    await terminal.line(`${me}: \`\`\``);
    assertEquals(await visit.page.locator(".code").innerText(), "if (tea) {\n  drink();\n}");
  },
);

browserTest(
  "What is too long to be sent is said before it is, and what just fits arrives",
  async () => {
    const site = await shared();
    await using visit = await site.visit();
    const { client } = await nc(site);
    await using terminal = client;
    const box = visit.page.locator("#write");
    await box.fill('"'.repeat(4090)); // twice as long in a message
    await visit.page.locator(".hint").getByText(/^That line is too long by \d+ bytes$/).waitFor();
    await box.press("Enter");
    assertEquals((await box.inputValue()).length, 4090);
    await visit.say('"'.repeat(4000));
    await terminal.line(`${await visit.name()}: ${'"'.repeat(4000)}`);
  },
);

browserTest(
  "Several rooms are open at once, and what is new in them is counted, one's own name first",
  async () => {
    const site = await shared();
    await using visit = await site.visit();
    const { client } = await nc(site);
    await using terminal = client;
    await visit.page.getByLabel("Find or open a room").click();
    await visit.page.getByLabel("Find a room, or name a new one").fill("tea");
    await visit.page.keyboard.press("Enter");
    await visit.page.getByRole("heading", { name: "#tea", exact: true }).waitFor();
    await terminal.say("one");
    const rooms = visit.page.getByRole("navigation", { name: "Rooms" });
    await rooms.getByRole("button", { name: "lobby 1 unread" }).waitFor();
    await terminal.say(`two for @${await visit.name()}`);
    await rooms.getByRole("button", { name: "lobby 1 for you" }).waitFor();
    assertMatch(await visit.page.title(), /^\(1\) #tea/);
    assertMatch(await rooms.getByRole("listitem").first().innerText(), /lobby\n1/);
    await rooms.getByRole("button", { name: "lobby" }).click();
    await visit.page.locator(".fresh").waitFor();
    await visit.sees("one");
    assertMatch(await visit.page.title(), /^#lobby/);
  },
);

browserTest("Private lines have a place of their own", async () => {
  const site = await shared();
  await using visit = await site.visit();
  const { client, name } = await nc(site);
  await using terminal = client;
  const me = await visit.name();
  await terminal.say(`/msg ${me} psst`);
  await visit.page.getByRole("button", { name: `${name} 1 for you` }).click();
  await visit.sees("psst");
  await visit.say("what is it?");
  await terminal.line(`[from ${me}] what is it?`);
  await visit.sees("what is it?");
  assertEquals(await visit.lines(), ["psst", "what is it?"]);
});

browserTest(
  "Commands are proposed and explained from the server's own table, names by who is there",
  async () => {
    const site = await shared();
    await using visit = await site.visit();
    const { client, name } = await nc(site);
    await using terminal = client;
    const box = visit.page.locator("#write");
    await box.pressSequentially("/top");
    await visit.page.getByRole("option", { name: "/topic [TEXT]" }).waitFor();
    await box.press("Tab");
    await visit.page.locator(".hint").getByText("show this room's topic, or set it").waitFor();
    await box.pressSequentially("tea at four");
    await box.press("Enter");
    await terminal.line(/set the topic: tea at four/);
    await box.pressSequentially(`@${name.slice(0, 2)}`);
    await box.press("Enter");
    assertEquals(await box.inputValue(), `@${name} `);
    await box.fill("/nonsense");
    await box.press("Enter");
    await visit.page.getByRole("log").getByText('There is no command "/nonsense"').waitFor();
    await visit.page.waitForFunction("document.querySelector('#write').value === '/nonsense'");
  },
);

browserTest(
  "Who signs up keeps order in a room of their own, and logs in a terminal by a code",
  async () => {
    const site = await shared();
    await using visit = await site.visit();
    const { page } = visit;
    await page.getByRole("button", { name: "Sign up" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("ada");
    await dialog.getByLabel("Password").fill("correct horse battery");
    await dialog.getByRole("button", { name: "Sign up" }).click();
    await page.locator(".me").getByText("signed in").waitFor();
    assertEquals(await visit.name(), "ada");
    await visit.say("/join #den");
    await page.getByRole("heading", { name: "#den", exact: true }).waitFor();
    const { client, name } = await nc(site);
    await using terminal = client;
    await terminal.say("/join #den");
    await page.getByRole("log").getByText(`${name} came in`).waitFor();
    await page.getByLabel("People in #den").getByRole("button", { name }).click();
    await dialog.getByRole("button", { name: "Remove from this room" }).click();
    await terminal.line("* ada kicked you out of #den");
    await page.getByRole("log").getByText(`You kicked ${name}`).waitFor();
    await page.getByLabel("Settings and account").click();
    await dialog.getByRole("button", { name: "Log in a terminal" }).click();
    const code = await page.locator(".one-time > [aria-hidden]").innerText();
    assertEquals(await complaints(visit, "dialog"), []);
    assertMatch(code, /^\d{6}$/);
    await terminal.say(`/login ${code}`);
    await terminal.line(/ada/);
    await page.keyboard.press("Escape");
    await page.getByLabel("Settings and account").click();
    await dialog.getByRole("button", { name: "Log out" }).click();
    await page.locator(".me").getByText("guest").waitFor();
  },
);

browserTest(
  "Whoever is kicked out of a room on the page sees by whom, and is in the lobby",
  async () => {
    const site = await shared();
    await using visit = await site.visit();
    const { client } = await nc(site);
    await using terminal = client;
    await terminal.say("/register correct horse battery staple");
    await terminal.say("/join #cave");
    await terminal.line(/^\* You are in #cave/);
    await visit.say("/join #cave");
    await terminal.line(/joined$/);
    const me = await visit.name();
    await terminal.say(`/kick ${me} too loud`);
    await visit.page.getByRole("log").getByText(/removed you from #cave: too loud/).waitFor();
    await visit.page.getByRole("heading", { name: "#lobby", exact: true }).waitFor();
  },
);

browserTest("The list of people is right again after a crowd has come and gone", async () => {
  const site = await shared();
  await using visit = await site.visit();
  const { page } = visit;
  const people = page.getByLabel("People in #lobby");
  await visit.say("/join #square");
  await page.getByRole("heading", { name: "#square", exact: true }).waitFor();
  const crowd = await Promise.all(
    Array.from({ length: 150 }, () => Client.enter(site.server.port)),
  );
  await page.clock.install();
  await page.getByRole("navigation").getByRole("button", { name: "lobby" }).click();
  await people.getByRole("heading", { name: /^15\d people$/ }).waitFor();
  for (const one of crowd) await one[Symbol.asyncDispose]();
  await people.getByRole("heading", { name: "1 person" }).waitFor();
  await page.clock.fastForward(10_000);
  await page.waitForFunction("document.querySelectorAll('.person').length === 1");
});
