// What the log looks like, from a process that may use the network and nothing else: LogTape is set up once
// a process, and the log goes to standard error.

import { assert, assertEquals, assertMatch } from "@std/assert";
import type { LogFormat } from "../../src/config.ts";
import type { LogOptions } from "../../src/ops/log.ts";
import { runScript } from "../support/run_script.ts";

/** Whatever could move a terminal, forge a line or a field, or end a string. */
const HOSTILE = 'a"b\\c\n{"level":"fatal"}\r\0\x07\x1b[31m\x1b]0;t\x07\x7f\x85\x9b2J\x9d0;x' +
  "\u2028\u2029\u202e\u2066\ufeff\ud83d é 🌍";
const END_OF_STRING = "\x9c end";

/** What a terminal must not get from a log; the newline between records is taken away first. */
// deno-lint-ignore no-control-regex
const UNSAFE = /[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]/;

/** Lines on standard error after these calls on the log. */
async function logged(
  log: LogFormat,
  calls: string,
  how: Partial<LogOptions> = {},
): Promise<string[]> {
  const script = `import { openLog } from "./src/ops/log.ts";
const log = await openLog(${
    JSON.stringify({ log, logLevel: "info", logAnonymous: false, ...how })
  });
${calls}
await log.close();
Deno.exit(0);`;
  const { code, stdout, stderr } = await runScript(script, ["--allow-net"]);
  assertEquals({ code, stdout }, { code: 0, stdout: "" }, stderr);
  assert(stderr === "" || stderr.endsWith("\n"), stderr);
  return stderr.split("\n").slice(0, -1);
}

const FIELDS = `{ id: "c1", seconds: 2, who: { port: 0 }, none: null }`;
const HOSTILE_CALL = `log.warn("accept failed", ${
  JSON.stringify({ error: HOSTILE, id: "c7", text: END_OF_STRING })
});`;

Deno.test("openLog() writes one JSON object a line, with time, level, event and fields", async () => {
  const lines = await logged(
    "json",
    `log.info("listening", ${FIELDS}); log.warn("two"); log.error("bug", { id: "c3" });`,
  );
  const records = lines.map((line) => JSON.parse(line));
  const times = records.map(({ time }) => time);
  assertEquals(records, [
    {
      time: times[0],
      level: "info",
      event: "listening",
      id: "c1",
      seconds: 2,
      who: { port: 0 },
      none: null,
    },
    { time: times[1], level: "warning", event: "two" },
    { time: times[2], level: "error", event: "bug", id: "c3" },
  ]);
  for (const time of times) {
    assertEquals(new Date(time).toISOString(), time);
    assert(Math.abs(Date.now() - Date.parse(time)) < 60_000, time);
  }
});

Deno.test("openLog() writes pretty lines with time, level, event and fields", async () => {
  const lines = await logged("pretty", `log.info("listening", ${FIELDS}); log.error("bug");`);
  assertEquals(lines.length, 2);
  assertMatch(
    lines[0] ?? "",
    /^\d\d:\d\d:\d\d info listening id="c1" seconds=2 who=\{"port":0\} none=null$/,
  );
  assertMatch(lines[1] ?? "", /^\d\d:\d\d:\d\d error bug$/);
});

Deno.test("openLog() writes nothing when the log is off", async () => {
  assertEquals(await logged("off", `log.error("bug", ${FIELDS});`), []);
});

Deno.test("openLog() lets no field forge a line or move a terminal, and loses nothing in JSON", async () => {
  const [line = "", ...others] = await logged("json", HOSTILE_CALL);
  assertEquals(others, []);
  assert(!UNSAFE.test(line), JSON.stringify(line));
  const { error, id, text } = JSON.parse(line);
  assertEquals({ error, id, text }, { error: HOSTILE, id: "c7", text: END_OF_STRING });
});

Deno.test("openLog() lets no field forge a line, move a terminal or swallow the next when pretty", async () => {
  const [line = "", ...others] = await logged("pretty", HOSTILE_CALL);
  assertEquals(others, []);
  assert(!UNSAFE.test(line), JSON.stringify(line));
  assertMatch(line, / id="c7" text="\\u009c end"$/);
});

Deno.test("closeLog() writes all that waits", async () => {
  const lines = await logged("json", `for (let n = 0; n < 1000; n++) log.info("many", { n });`);
  assertEquals(lines.map((line) => JSON.parse(line).n), Array.from({ length: 1000 }, (_, n) => n));
});

Deno.test("openLog() writes from the level that is set", async () => {
  const calls = `for (const level of ["debug", "info", "warn", "error"]) log[level](level);`;
  const levels = ["debug", "info", "warn", "error"] as const;
  for (const [i, logLevel] of levels.entries()) {
    const lines = await logged("json", calls, { logLevel });
    assertEquals(lines.map((line) => JSON.parse(line).event), levels.slice(i));
  }
});

Deno.test("openLog() cuts addresses when told to", async () => {
  const call = `log.info("connection ended", { id: "c1", address: "192.0.2.77" });`;
  const [line = ""] = await logged("json", call, { logAnonymous: true });
  assertEquals(JSON.parse(line).address, "192.0.2.0/24");
});
