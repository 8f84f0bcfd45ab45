// How netchat starts and what it prints: the start line, --help and --version, one line and an exit code for
// each mistake, the logs in their formats, and `deno task start`. Logs never hold what was said.

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import project from "../../deno.json" with { type: "json" };
import { Client } from "../support/client.ts";
import { KvPlace } from "../support/kv_place.ts";
import { type Build, launch } from "../support/server_process.ts";
import { Running } from "./running.ts";
import { scenario, withPrograms } from "./scenario.ts";

const LOCAL = ["--host", "127.0.0.1", "--port", "0", "--no-web"];

/** Runs netchat to its end. */
async function runToEnd(build: Build, flags: readonly string[]) {
  const { program, args } = launch(build, null);
  const signal = AbortSignal.timeout(20_000); // should it start in place of ending
  const command = new Deno.Command(program, { args: [...args, ...flags], stdin: "null", signal });
  const { code, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

scenario("--help and -h print every flag and exit 0", async (build) => {
  const { code, stdout, stderr } = await runToEnd(build, ["--help"]);
  assertEquals({ code, stderr }, { code: 0, stderr: "" });
  const flags =
    "port host telnet-port web-port web-host no-web web-origin no-web-read trust-proxy lobby motd history replay rate burst max-line max-connections max-per-ip " +
    "max-backlog workers store log help version";
  for (const flag of flags.split(" ")) assertMatch(stdout, new RegExp(`^  --${flag}[ ,]`, "m"));
  assertStringIncludes(stdout, "nc HOST 5000");
  assertEquals(await runToEnd(build, ["-h"]), { code, stdout, stderr });
});

scenario(
  "--version and -V print version, Deno, target and permissions, and exit 0",
  async (build) => {
    for (const flag of ["--version", "-V"]) {
      const { code, stdout, stderr } = await runToEnd(build, [flag]);
      assertEquals({ code, stderr }, { code: 0, stderr: "" });
      assertMatch(stdout, /^netchat \S+ \(Deno \d+\.\d+\.\d+, \S+-\S+, sandbox: network only\)\n$/);
      assertStringIncludes(stdout, `netchat ${project.version} `);
    }
  },
);

/** Wrong flags, and words of the line that tells what to do. */
const MISTAKES: readonly [flags: string[], words: string][] = [
  [["--prot", "5000"], "did you mean --port?"],
  [["-x"], "--help lists all"],
  [["--no-log"], "did you mean --log? See --help"],
  [["stray"], 'Unexpected argument "stray"'],
  [["--", "stray"], 'Unexpected argument "stray"'],
  [["--port", "abc"], 'a whole number from 0 to 65535, not "abc"'],
  [["--port", "65536"], 'not "65536"'],
  [["--port=-1"], 'not "-1"'],
  [["--port", "1e3"], 'not "1e3"'],
  [["--port"], 'not ""'],
  [["--port", "1", "-p", "2"], "given twice"],
  [["--port", "\x1b[31m5"], 'not "5"'],
  [["--host", "not an address"], '"not an address" is no address'],
  [["--lobby", "two words"], "has a space"],
  [["--log", "xml"], "pretty, json, off"],
  [["--store", "disk"], "kv, memory"],
  [["--rate", "0"], "a number from 0.1"],
  [["--max-line", "63"], "from 64 to 32768"],
  [["--history", "1.5"], "a whole number"],
];

scenario("A wrong flag gets one line on standard error and exit code 2", async (build) => {
  await Promise.all(MISTAKES.map(async ([flags, words]) => {
    const { code, stdout, stderr } = await runToEnd(build, flags);
    assertEquals({ flags, code, stdout }, { flags, code: 2, stdout: "" });
    assertMatch(stderr, /^netchat: [^\n]+\n$/);
    assertEquals(stderr.includes("\x1b"), false);
    assertStringIncludes(stderr, words);
  }));
});

scenario(
  "A port in use and an address of elsewhere get one line and exit code 1",
  async (build) => {
    await using first = Running.netchat(build, LOCAL);
    const port = `${await first.port()}`;
    const cases: readonly [flags: string[], words: string][] = [
      [["--host", "127.0.0.1", "--port", port, "--no-web"], `Port "${port}" is in use`],
      [["--host", "192.0.2.1", "--port", "0"], 'Cannot listen on "192.0.2.1"'],
    ];
    for (const [flags, words] of cases) {
      const { code, stdout, stderr } = await runToEnd(build, flags);
      assertEquals({ code, stdout }, { code: 1, stdout: "" });
      assertMatch(stderr, /^netchat: [^\n]+\n$/);
      assertStringIncludes(stderr, words);
    }
  },
);

/** Lets somebody come and go. Resolves to the port. */
async function visit(running: Running): Promise<number> {
  const port = await running.port();
  await using client = await Client.connect(port);
  await client.say("/quit");
  await client.ended();
  return port;
}

const FORGETS = "in memory, gone at exit";

function startLine(host: string, port: number, history = FORGETS): string {
  const chat = `netchat ${project.version} · chat on ${host}:${port}`;
  return `${chat} · accounts and history: ${history} · sandbox: network only\n`;
}

/** A binary has a Deno of its own, and before 2.9 that keeps the KV of a binary in memory. */
async function keptByDefault(build: Build): Promise<string> {
  const { stdout } = await runToEnd(build, ["--version"]);
  const [, major, minor] = /Deno (\d+)\.(\d+)/.exec(stdout) ?? [];
  const forgets = build === "binary" && Number(major) === 2 && Number(minor) < 9;
  return forgets ? FORGETS : "Deno KV";
}

scenario(
  "The start line tells version, address and sandbox; --port 0 the port taken",
  async (build) => {
    await using running = Running.netchat(build, LOCAL);
    const port = await visit(running);
    await running.line(/connection ended/);
    const { code, stdout, stderr } = await running.stop();
    assertEquals({ code, stdout }, { code: 0, stdout: startLine("127.0.0.1", port) });
    const [ended = "", stopping = "", ...more] = stderr.trimEnd().split("\n");
    assertMatch(ended, /^\d\d:\d\d:\d\d info connection ended .*reason="quit"/);
    assertMatch(stopping, /^\d\d:\d\d:\d\d info stopping signal="SIGTERM"$/);
    assertEquals(more, []);
  },
);

scenario("The start line tells the truth of where history is kept by default", async (build) => {
  await using place = new KvPlace();
  await using running = Running.netchat(build, LOCAL, build === "source" ? place : null);
  const line = startLine("127.0.0.1", await running.port(), await keptByDefault(build));
  assertEquals((await running.stop()).stdout, line);
});

/** Runs netchat with an output that takes nothing, as on a full disk. */
function ontoFullDisk(build: Build, flags: readonly string[]): Running {
  const { program, args } = launch(build, null);
  return new Running("sh", ["-c", 'exec "$@" >/dev/full', "sh", program, ...args, ...flags]);
}

scenario(
  "A start line that cannot be printed stops nobody, and is in the log",
  async (build) => {
    await using running = ontoFullDisk(build, LOCAL);
    const line = await running.line(/start line not printed/);
    const port = Number(/chat on 127\.0\.0\.1:(\d+)/.exec(line)?.[1]);
    await using client = await Client.enter(port);
    await client.name();
    await client.say("/quit");
    await client.ended();
    assertEquals((await running.stop()).code, 0);
  },
);

scenario("Help that cannot be printed gets one line and exit code 1", async (build) => {
  await using running = ontoFullDisk(build, ["--help"]);
  assertMatch(
    await running.line(/./),
    /^netchat: Cannot print to standard output: "No space left on device/,
  );
  assertEquals((await running.ended()).code, 1);
});

scenario("--log off prints the start line and no log", async (build) => {
  await using running = Running.netchat(build, [...LOCAL, "--log", "off"]);
  const port = await visit(running);
  const printed = await running.stop();
  assertEquals(printed, { code: 0, stdout: startLine("127.0.0.1", port), stderr: "" });
});

scenario("--log json prints one JSON object a line, the first with the address", async (build) => {
  await using running = Running.netchat(build, [...LOCAL, "--log", "json"]);
  const port = await visit(running);
  await running.line(/connection ended/);
  const { code, stdout, stderr } = await running.stop();
  assertEquals({ code, stdout }, { code: 0, stdout: "" });
  const records = stderr.trimEnd().split("\n").map((line) => JSON.parse(line));
  for (const { time, level } of records) {
    assertMatch(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assertEquals(level, "info");
  }
  const [listening, ended, stopping, ...more] = records;
  assertEquals(listening.event, "listening");
  assertEquals(listening.chat, { host: "127.0.0.1", port });
  const { version, history, sandbox } = listening;
  assertEquals([version, history, sandbox], [project.version, FORGETS, "network only"]);
  assertEquals([ended.event, ended.reason], ["connection ended", "quit"]);
  assertEquals([stopping.event, stopping.signal], ["stopping", "SIGTERM"]);
  assertEquals(more, []);
});

scenario("No log holds anything that was typed", async (build) => {
  for (const format of ["pretty", "json"]) {
    await using running = Running.netchat(build, [...LOCAL, "--log", format]);
    const port = await running.port();
    await using ann = await Client.connect(port);
    const name = await ann.name();
    await using ben = await Client.connect(port);
    for (const place of ["", "/me ", "/topic ", `/msg ${name} `, "/away ", "/nosuch ", "/nick "]) {
      await ben.say(`${place}xyzzy`);
    }
    await ben.say("/join xyzzy\n/quit xyzzy");
    await ann.line(/ is now xyzzy$/);
    await ben.ended();
    await running.line(/connection ended/);
    const { stdout, stderr } = await running.stop();
    assertEquals((stdout + stderr).includes("xyzzy"), false);
  }
});

const hasIPv6 = Deno.networkInterfaces().some(({ address }) => address === "::1");
if (hasIPv6) {
  scenario("An IPv6 address is in brackets in the start line", async (build) => {
    await using running = Running.netchat(build, ["--host", "::1", "--port", "0", "--no-web"]);
    const port = await running.port();
    await using client = await Client.connect(port, { hostname: "::1" });
    await client.name();
    assertEquals((await running.stop()).stdout, startLine("[::1]", port));
  });
} else {
  Deno.test.ignore("An IPv6 address is in brackets, ignored: this machine has no IPv6", () => {});
}

Deno.test("`deno task start` runs from source, and takes netchat's flags", async () => {
  const flags = [...LOCAL, "--log", "off", "--store", "memory", "--motd", "Be kind"];
  await using running = new Running(Deno.execPath(), ["task", "--quiet", "start", ...flags]);
  const port = await running.port();
  await using client = await Client.connect(port);
  await client.line("* Be kind");
  const printed = await running.stop();
  assertEquals(printed, { code: 0, stdout: startLine("127.0.0.1", port), stderr: "" });
});

withPrograms({
  name: "Ctrl-C in a terminal with `deno task start` says goodbye and exits with code 0",
  needs: ["script"],
}, async () => {
  const task = [Deno.execPath(), "task", "start", "--store", "memory", ...LOCAL].join(" ");
  const shell = `trap : INT; sh -c 'echo $$; exec ${task}'; exit $?`;
  await using terminal = Client.run("script", ["-qec", shell, "/dev/null"]);
  const runner = Number(await terminal.line(/^\d+$/));
  const line = await terminal.line(/sandbox: network only$/);
  await using client = await Client.connect(Number(/:(\d+) /.exec(line)?.[1]));
  await client.name();
  Deno.kill(runner, "SIGSTOP"); // as on a busy machine, it hears of Ctrl-C when netchat is done
  await terminal.send("\x03");
  await client.ended();
  await client.line("* Server is going down");
  await terminal.line(/ info connection ended .* reason="shutdown"/);
  await new Promise((resolve) => setTimeout(resolve, 100)); // sleep-ok: the runner's lateness
  Deno.kill(runner, "SIGCONT");
  assertEquals((await terminal.status()).code, 0);
});
