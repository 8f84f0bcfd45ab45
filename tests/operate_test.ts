// docs/operate.md and the files it hands out are true: what can be run here is run, and what they repeat of the
// program is the program's. Container and systemd themselves are not here; what they would run is.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import project from "../deno.json" with { type: "json" };
import { TARGETS } from "../tools/release.ts";
import { withPrograms } from "./e2e/scenario.ts";
import { readDoc } from "./support/docs.ts";
import { KvPlace } from "./support/kv_place.ts";
import { parse, valueIn } from "./support/prometheus.ts";
import { SANDBOXED_RUN, ServerProcess } from "./support/server_process.ts";

const PAGE = "docs/operate.md";

/** The page's blocks of code in that language. */
async function blocks(language: string): Promise<string[][]> {
  const found = (await readDoc(PAGE)).matchAll(/^```(\w+)\n(.*?)^```$/gms);
  return [...found].filter(([, is]) => is === language)
    .map(([, , block = ""]) => block.split("\n").slice(0, -1));
}

/** The page's one line of that language that begins so. */
async function lineOf(language: string, start: string): Promise<string> {
  const lines = (await blocks(language)).flat().filter((line) => line.startsWith(start));
  assertEquals(lines.length, 1, start);
  return lines[0] ?? "";
}

async function output(program: string, { args, cwd }: { args: string[]; cwd?: string }) {
  const options = { args, stdin: "null", ...(cwd === undefined ? {} : { cwd }) } as const;
  const { code, stdout, stderr } = await new Deno.Command(program, options).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** The command of a unit or a container, word by word. */
function words(text: string): string[] {
  const line = text.replaceAll("\\\n", " ").trim();
  return line.startsWith("[") ? JSON.parse(line) : line.split(/\s+/);
}

for (
  const [file, command] of [
    ["docs/netchat.service", /^ExecStart=(.*?[^\\])\n/ms],
    ["Containerfile", /^ENTRYPOINT (.*?\])\n/ms],
  ] as const
) {
  Deno.test(`${file} gives netchat the permissions and settings of deno task start`, async () => {
    const [, text = ""] = command.exec(await readDoc(file)) ?? [];
    const [deno = "", ...args] = words(text);
    assert(deno.endsWith("/deno"));
    for (const flag of SANDBOXED_RUN) assert(args.includes(flag), flag);
    const allowed = args.filter((arg) => arg.startsWith("--allow"));
    assertEquals(allowed, ["--allow-net"]);
    assert(args.includes("--location") && args.includes("main.ts"));
  });
}

Deno.test("Containerfile takes this Deno, and all that main.ts imports", async () => {
  const text = await readDoc("Containerfile");
  const images = text.match(/^FROM \S+/gm) ?? [];
  assert(images.length === 2 && images.every((image) => image.endsWith(Deno.version.deno)));
  const info = await output(Deno.execPath(), { args: ["info", "--json", "main.ts"] });
  const copied = text.match(/^COPY (?!--)(.*) \S+$/gm)?.join(" ").split(" ") ?? [];
  assertStringIncludes(text, "deno task build"); // which makes dist/
  const root = new URL("../", import.meta.url).href;
  for (const { specifier } of JSON.parse(info.stdout).modules as { specifier: string }[]) {
    if (!specifier.startsWith(root)) continue;
    const [top = ""] = specifier.slice(root.length).split("/");
    const isThere = top === "dist" || copied.includes(top) ||
      (copied.includes("*.ts") && /^\w+\.ts$/.test(top));
    assert(isThere, `${top} is not copied`);
  }
});

withPrograms(
  { name: "systemd accepts docs/netchat.service", needs: ["systemd-analyze"] },
  async () => {
    const unit = (await readDoc("docs/netchat.service"))
      .replace("/usr/local/bin/deno", Deno.execPath())
      .replace("/opt/netchat", "/tmp")
      .replace("User=netchat", `User=${Deno.uid()}`);
    const folder = await Deno.makeTempDir();
    await Deno.writeTextFile(`${folder}/netchat.service`, unit);
    const { code, stderr } = await output("systemd-analyze", {
      args: ["verify", "--man=no", `${folder}/netchat.service`],
    });
    await Deno.remove(folder, { recursive: true });
    assertEquals(stderr.split("\n").filter((line) => line.includes("netchat.service")), []);
    assertEquals(code, 0);
  },
);

withPrograms({ name: `The curl commands of ${PAGE} work`, needs: ["curl"] }, async () => {
  await using server = await ServerProcess.start("source", ["--ops-port", "0"]);
  const commands = (await blocks("sh")).flat().filter((line) => line.startsWith("curl "));
  assertEquals(commands.length, 3);
  for (const command of commands) {
    const here = command.replace(":9090", `:${server.opsPort}`);
    const { code, stdout } = await output("sh", { args: ["-c", here] });
    assertEquals([code, stdout.length > 10], [0, true], command);
  }
});

withPrograms(
  { name: `Prometheus accepts the settings of ${PAGE}`, needs: ["promtool"] },
  async () => {
    const block = (await blocks("yaml")).flat();
    const folder = await Deno.makeTempDir();
    await Deno.writeTextFile(`${folder}/alerts.yml`, await readDoc("docs/alerts.yml"));
    await Deno.writeTextFile(`${folder}/prometheus.yml`, block.join("\n"));
    const checked = await output("promtool", {
      args: ["check", "config", `${folder}/prometheus.yml`],
    });
    await Deno.remove(folder, { recursive: true });
    assertEquals(checked.code, 0, checked.stderr);
  },
);

withPrograms({ name: `The jq command of ${PAGE} finds slow readers`, needs: ["jq"] }, async () => {
  const line = await lineOf("sh", "journalctl -u netchat -o cat");
  const [, jq = ""] = /\| (jq .*)$/.exec(line) ?? [];
  const ended = JSON.stringify({ event: "connection ended", reason: "slow reader" });
  const log = [ended, '{"event":"connection ended","reason":"quit"}'].join("\n");
  const { stdout } = await output("sh", { args: ["-c", `printf '%s\\n' '${log}' | ${jq}`] });
  assertEquals(stdout, `${ended}\n`);
});

Deno.test(`The kernel settings of ${PAGE} are the kernel's`, async () => {
  const settings = (await blocks("ini")).flat().filter((line) => !line.startsWith("#"));
  assert(settings.length > 5);
  for (const line of settings) {
    const [, name = "", value = ""] = /^([\w.]+) = ([\d ]+)$/.exec(line) ?? [];
    const path = `/proc/sys/${name.replaceAll(".", "/")}`;
    const now = await Deno.readTextFile(path).catch(() => null);
    if (now === null) continue; // a container does not show all of them
    assertEquals(value.split(" ").length, now.trim().split(/\s+/).length, name);
  }
});

withPrograms({
  name: `A backup as in ${PAGE}, made while netchat runs, brings everything back`,
  needs: ["sqlite3", "sha256sum"],
}, async () => {
  const backUp = await lineOf("sh", "sqlite3 ");
  await using place = new KvPlace();
  await using restored = new KvPlace();
  const copy = await Deno.makeTempFile();
  {
    await using server = await ServerProcess.start("source", ["--ops-port", "0"], { place });
    await using client = await server.enter();
    await client.say("/nick anna\n/register correct horse\nthis is to be kept\n/history");
    await client.line(/this is to be kept$/);
    await allKept(server);
    const command = backUp.replace("/var/backups/netchat.sqlite3", copy);
    const made = await output("sh", { args: ["-c", command], cwd: await place.folder() });
    assertEquals(made, { code: 0, stdout: "", stderr: "" });
  }
  const folder = await restored.folder();
  await Deno.mkdir(folder, { recursive: true });
  await Deno.rename(copy, `${folder}/kv.sqlite3`);
  await using server = await ServerProcess.start("source", [], { place: restored });
  await using client = await server.enter();
  await client.line(/anna: this is to be kept$/);
  await client.say("/login anna correct horse");
  await client.line("* You are logged in as anna");
});

/** Resolves when no line waits any more: history is written behind the chat. */
async function allKept({ opsPort }: ServerProcess): Promise<void> {
  for (let waiting = NaN; waiting !== 0;) {
    const scraped = await fetch(`http://127.0.0.1:${opsPort}/metrics`);
    waiting = valueIn(parse(await scraped.text()), "netchat_history_waiting_lines");
  }
}

withPrograms(
  { name: `${PAGE} names the folder of the unit's data`, needs: ["sha256sum"] },
  async () => {
    const command = await lineOf("sh", "printf ");
    const { stdout } = await output("sh", { args: ["-c", command] });
    const [, location] = /--location (http\S+)/.exec(await readDoc("docs/netchat.service")) ?? [];
    assertEquals(location, new KvPlace(command.split(" ")[1]).location);
    assertStringIncludes(await readDoc(PAGE), `/location_data/${stdout.slice(0, 64)}/kv.sqlite3`);
  },
);

Deno.test(`${PAGE} counts the targets of a release`, async () => {
  assertEquals(TARGETS.length, 5);
  assertStringIncludes(await readDoc(PAGE), "each of five targets");
  assertStringIncludes(await readDoc(PAGE), `./netchat-${project.version}-${TARGETS[0]} --version`);
});
