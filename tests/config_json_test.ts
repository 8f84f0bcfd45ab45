// Settings as JSON, right and wrong: the same table as the command line's, and the same words.

import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { parseCommandLine } from "../src/command_line.ts";
import { type Config, SETTINGS_IN_ORDER } from "../src/config.ts";
import { parseConfigJson } from "../src/config_json.ts";
import { ChatError } from "../src/errors.ts";

function parse(settings: unknown, ...args: string[]): Config {
  const commandLine = parseCommandLine(args, parseConfigJson(JSON.stringify(settings)));
  assert(commandLine.action === "run");
  return commandLine.config;
}

Deno.test("parseConfigJson() takes every setting by the name of its flag", () => {
  const settings = SETTINGS_IN_ORDER.filter(([, { flag }]) => !flag.endsWith("-stdin"));
  const json = Object.fromEntries(settings.map(([, { flag, value }]) => [flag, value]));
  const values = Object.fromEntries(settings.map(([key, { value }]) => [key, value]));
  assertEquals(parseConfigJson(JSON.stringify(json)), values);
});

Deno.test("parseConfigJson() gives only what is there", () => {
  assertEquals(parseConfigJson("{}"), {});
  assertEquals(parseConfigJson(' {"port": 6000, "require-login": true}\n'), {
    port: 6000,
    requireLogin: true,
  });
});

Deno.test("parseCommandLine() lets flags win over what was piped in, and that over defaults", () => {
  const { port, history, burst } = parse({ port: 1, history: 2 }, "--port", "3");
  assertEquals([port, history, burst], [3, 2, 20]);
  assertEquals(parse({ "require-login": false }, "--require-login").requireLogin, true);
  assertEquals(parse({ "require-login": true }).requireLogin, true);
});

Deno.test("parseCommandLine() sees what goes together in flags and piped settings alike", () => {
  assertEquals(parse({ "tls-port": 6001 }, "--tls-self-signed").tlsPort, 6001);
  assertThrows(() => parse({ "tls-port": 6001 }), ChatError, "--tls-port needs a certificate");
});

Deno.test("parseConfigJson() shows nothing of what is no JSON, as it may be a token", () => {
  for (const text of ['hunter2-token\n{"port": 1}', `{"motd": "${"x".repeat(99)}" hunter2}`]) {
    const { message } = assertThrows(() => parseConfigJson(text), ChatError);
    assert(!/unter|xxx/.test(message), message);
  }
});

const REFUSED: readonly [json: string, message: string][] = [
  ["", "takes one JSON object"],
  ["{", "takes one JSON object"],
  ['{"port": 1} {"port": 2}', "takes one JSON object"],
  ["[]", 'takes one JSON object, as in {"port": 5000}'],
  ["null", 'takes one JSON object, as in {"port": 5000}'],
  ["5000", 'takes one JSON object, as in {"port": 5000}'],
  ['"\\u001b[31mred"', "takes one JSON object"],
  ['{"prot": 1}', 'Unknown setting "prot": did you mean "port"?'],
  ['{"maxLine": 100}', 'Unknown setting "maxLine": did you mean "max-line"?'],
  ['{"--port": 1}', 'Unknown setting "--port": did you mean "port"?'],
  ['{"help": true}', 'Unknown setting "help": '],
  ['{"__proto__": {"port": 1}}', 'Unknown setting "__proto__": '],
  ['{"constructor": 1}', 'Unknown setting "constructor": '],
  ['{"\\u001b[31mred\\u0007": 1}', 'Unknown setting "red": '],
  ['{"": 1}', 'Unknown setting "": '],
  ['{"port": "6000"}', '"port" takes a whole number from 0 to 65535, not the text "6000"'],
  ['{"port": 65536}', '"port" takes a whole number from 0 to 65535, not "65536"'],
  ['{"port": -1}', '"port" takes a whole number from 0 to 65535, not "-1"'],
  ['{"port": 80.5}', '"port" takes a whole number from 0 to 65535, not "80.5"'],
  ['{"port": 1e400}', '"port" takes a whole number from 0 to 65535, not "null"'],
  ['{"port": null}', '"port" takes a whole number from 0 to 65535, not "null"'],
  ['{"port": [1]}', '"port" takes a whole number from 0 to 65535, not "[1]"'],
  ['{"rate": 0}', '"rate" takes a number from 0.1 to 1000000, not "0"'],
  ['{"log": "xml"}', '"log" takes pretty, json, off, not "xml"'],
  ['{"log": 1}', '"log" takes a string, not "1"'],
  ['{"motd": null}', '"motd" takes a string, not "null"'],
  ['{"host": "a b"}', '"host": "a b" is no address'],
  ['{"require-login": "yes"}', '"require-login" takes true or false, not the text "yes"'],
  ['{"require-login": 1}', '"require-login" takes true or false, not "1"'],
  ['{"config-stdin": true}', '"config-stdin" says what is piped in: give it as a flag'],
  ['{"tls-stdin": true}', '"tls-stdin" says what is piped in: give it as a flag'],
];

for (const [json, message] of REFUSED) {
  Deno.test(`parseConfigJson() refuses ${JSON.stringify(json)} with a line that says why`, () => {
    const error = assertThrows(() => parseConfigJson(json), ChatError);
    assertEquals(error.code, "bad-setting");
    assertStringIncludes(error.message, message);
    assertMatch(error.message, /^--config-stdin\P{C}{1,180}$/u);
  });
}

Deno.test("parseConfigJson() says of a value what the command line says of it", () => {
  for (const [flag, given] of [["port", 65_536], ["rate", 0], ["log", "xml"], ["host", "a b"]]) {
    const ofFlag = assertThrows(() => parseCommandLine([`--${flag}`, `${given}`]), ChatError);
    const ofJson = assertThrows(() => parseConfigJson(JSON.stringify({ [`${flag}`]: given })));
    assertEquals(
      (ofJson as Error).message,
      ofFlag.message.replace(`--${flag}`, `--config-stdin: "${flag}"`),
    );
  }
});
