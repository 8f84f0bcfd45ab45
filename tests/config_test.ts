// The command line as operators type it, right and wrong. Every error has to name the flag, and say what
// would do.

import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { parseCommandLine } from "../src/command_line.ts";
import type { Config } from "../src/config.ts";
import { usage } from "../src/usage.ts";
import { ChatError } from "../src/errors.ts";

const DEFAULTS: Config = {
  port: 5000,
  host: "0.0.0.0",
  telnetPort: null,
  tlsPort: 5001,
  tlsStdin: false,
  tlsSelfSigned: false,
  proxyProtocol: "",
  webPort: 8080,
  webHost: "",
  noWeb: false,
  webTls: false,
  webOrigin: "",
  noWebRead: false,
  trustProxy: "",
  lobby: "#lobby",
  motd: "",
  history: 100,
  replay: 10,
  rate: 5,
  burst: 20,
  maxLine: 4096,
  maxConnections: 10_000,
  maxPerIp: 100,
  maxAttempts: 300,
  maxRooms: 10_000,
  maxRoomsPerUser: 50,
  idleTimeout: 0,
  maxBacklog: 262_144,
  workers: 1,
  admin: "",
  requireLogin: false,
  store: "kv",
  kvPath: "",
  nats: "",
  natsCredsStdin: false,
  natsReplicas: 1,
  cluster: "netchat",
  nodeName: "",
  log: "pretty",
  logLevel: "info",
  logAnonymous: false,
  opsPort: null,
  opsHost: "127.0.0.1",
  opsTokenStdin: false,
  configStdin: false,
};

function parse(...args: string[]): Config {
  const commandLine = parseCommandLine(args);
  assert(commandLine.action === "run", `${args.join(" ")} does not run the server`);
  return commandLine.config;
}

/** The message with which `args` are refused. */
function refusal(...args: string[]): string {
  const error = assertThrows(() => parseCommandLine(args), ChatError, "", args.join(" "));
  assertEquals(error.code, "bad-setting");
  assertMatch(error.message, /^\P{C}+$/u);
  return error.message;
}

Deno.test("parseCommandLine() gives the defaults when there are no flags", () => {
  assertEquals(parse(), DEFAULTS);
});

const ACCEPTED: readonly [args: string[], changed: Partial<Config>][] = [
  [["--port", "6000"], { port: 6000 }],
  [["--port=6000"], { port: 6000 }],
  [["-p", "6000"], { port: 6000 }],
  [["-p6000"], { port: 6000 }],
  [["-p=6000"], { port: 6000 }],
  [["--port", "0"], { port: 0 }],
  [["--port", "65535"], { port: 65_535 }],
  [["--ops-port", "9090"], { opsPort: 9090 }],
  [["--ops-port", "0"], { opsPort: 0 }],
  [["--ops-host", "::1"], { opsHost: "::1" }],
  [["--ops-token-stdin"], { opsTokenStdin: true }],
  [["--log-level", "warn"], { logLevel: "warn" }],
  [["--log-anonymous"], { logAnonymous: true }],
  [["--kv-path", "/var/lib/netchat/chat.db"], { kvPath: "/var/lib/netchat/chat.db" }],
  [["--host", "127.0.0.1"], { host: "127.0.0.1" }],
  [["--host", "::1"], { host: "::1" }],
  [["--host", "fe80::1%eth0"], { host: "fe80::1%eth0" }],
  [["--host", "chat.example-1.com"], { host: "chat.example-1.com" }],
  [["--web-port", "0"], { webPort: 0 }],
  [["--web-host", "::1"], { webHost: "::1" }],
  [["--no-web", "--no-web-read"], { noWeb: true, noWebRead: true }],
  [["--web-origin", "https://A.example, http://b:81"], {
    webOrigin: "https://a.example,http://b:81",
  }],
  [["--trust-proxy", "127.0.0.1, 10.0.0.0/8,::1"], { trustProxy: "127.0.0.1,10.0.0.0/8,::1" }],
  [["--lobby", "tea"], { lobby: "#tea" }],
  [["--telnet-port", "2323"], { telnetPort: 2323 }],
  [["--telnet-port=0"], { telnetPort: 0 }],
  [["--lobby", "#tea"], { lobby: "#tea" }],
  [["--motd", "Be kind"], { motd: "Be kind" }],
  [["--motd="], { motd: "" }],
  [["--motd=a=b=c"], { motd: "a=b=c" }],
  [["--motd", "a=b"], { motd: "a=b" }],
  [["--motd=--port"], { motd: "--port" }],
  [["--motd", "5000"], { motd: "5000" }],
  [["--motd", "true"], { motd: "true" }],
  [["--motd", "\x1b[31mred\x07\u202e"], { motd: "red" }],
  [["--history", "0"], { history: 0 }],
  [["--history", "10000"], { history: 10_000 }],
  [["--replay", "0"], { replay: 0 }],
  [["--replay", "1000"], { replay: 1000 }],
  [["--rate", "0.1"], { rate: 0.1 }],
  [["--rate", "2.5"], { rate: 2.5 }],
  [["--rate", "1000000"], { rate: 1e6 }],
  [["--burst", "0"], { burst: 0 }],
  [["--max-line", "64"], { maxLine: 64 }],
  [["--max-line", "32768"], { maxLine: 32_768 }],
  [["--max-connections", "1"], { maxConnections: 1 }],
  [["--max-per-ip", "0"], { maxPerIp: 0 }],
  [["--max-attempts", "0"], { maxAttempts: 0 }],
  [["--max-rooms", "1"], { maxRooms: 1 }],
  [["--max-rooms-per-user", "1000"], { maxRoomsPerUser: 1000 }],
  [["--idle-timeout", "30"], { idleTimeout: 30 }],
  [["--max-backlog", "16384"], { maxBacklog: 16_384 }],
  [["--max-backlog", "67108864"], { maxBacklog: 67_108_864 }],
  [["--workers", "64"], { workers: 64 }],
  [["--store", "memory"], { store: "memory" }],
  [["--store=kv"], { store: "kv" }],
  [["--nats", "nats://a:4222,tls://b"], { nats: "nats://a:4222,tls://b" }],
  [["--nats-creds-stdin"], { natsCredsStdin: true }],
  [["--nats-replicas", "3"], { natsReplicas: 3 }],
  [["--cluster", "tea"], { cluster: "tea" }],
  [["--node-name", "left"], { nodeName: "left" }],
  [["--log", "json"], { log: "json" }],
  [["--log", "off"], { log: "off" }],
  [["--log=pretty"], { log: "pretty" }],
  [["-p", "1", "--log", "off", "--burst=0"], { port: 1, log: "off", burst: 0 }],
  [["--"], {}],
  [["--admin", "anna,Bob"], { admin: "anna,Bob" }],
  [["--admin=,anna,"], { admin: "anna" }],
  [["--require-login"], { requireLogin: true }],
  [["--tls-stdin"], { tlsStdin: true }],
  [["--web-tls", "--tls-stdin"], { webTls: true, tlsStdin: true }],
  [["--tls-self-signed"], { tlsSelfSigned: true }],
  [["--tls-port", "6001", "--tls-stdin"], { tlsPort: 6001, tlsStdin: true }],
  [["--tls-port=0", "--tls-self-signed"], { tlsPort: 0, tlsSelfSigned: true }],
  [["--tls-port", "6001", "--config-stdin"], { tlsPort: 6001, configStdin: true }],
  [["--config-stdin"], { configStdin: true }],
  [["--proxy-protocol", "127.0.0.1"], { proxyProtocol: "127.0.0.1" }],
  [["--proxy-protocol", "10.0.0.0/8, ::1,"], { proxyProtocol: "10.0.0.0/8,::1" }],
];

for (const [args, changed] of ACCEPTED) {
  Deno.test(`parseCommandLine() accepts ${JSON.stringify(args)}`, () => {
    assertEquals(parse(...args), { ...DEFAULTS, ...changed });
  });
}

Deno.test("parseCommandLine() has an accepted example for every setting", () => {
  const tried = new Set(ACCEPTED.flatMap(([, changed]) => Object.keys(changed)));
  assertEquals([...tried].sort(), Object.keys(DEFAULTS).sort());
});

Deno.test("parseCommandLine() turns --help and --version into actions, before other values", () => {
  for (const flag of ["--help", "-h"]) assertEquals(parseCommandLine([flag]), { action: "help" });
  for (const flag of ["--version", "-V"]) {
    assertEquals(parseCommandLine([flag]), { action: "version" });
  }
  assertEquals(parseCommandLine(["--port", "nonsense", "--help"]), { action: "help" });
  assertEquals(parseCommandLine(["-V", "-h"]), { action: "help" });
});

const REFUSED: readonly [args: string[], message: string][] = [
  // numbers
  [["--port", "http"], '--port takes a whole number from 0 to 65535, not "http"'],
  [["--port"], '--port takes a whole number from 0 to 65535, not ""'],
  [["--port="], '--port takes a whole number from 0 to 65535, not ""'],
  [["--port", "--log", "off"], '--port takes a whole number from 0 to 65535, not ""'],
  [["--telnet-port", "off"], '--telnet-port takes a whole number from 0 to 65535, not "off"'],
  [["-p"], '--port takes a whole number from 0 to 65535, not ""'],
  [["--port=-1"], '--port takes a whole number from 0 to 65535, not "-1"'],
  [["--port", "-1"], 'No flag takes a number below zero, as "-1"'],
  [["--port=65536"], '--port takes a whole number from 0 to 65535, not "65536"'],
  [["--port=80.5"], '--port takes a whole number from 0 to 65535, not "80.5"'],
  [["--port=1e3"], '--port takes a whole number from 0 to 65535, not "1e3"'],
  [["--port=0x50"], '--port takes a whole number from 0 to 65535, not "0x50"'],
  [["--port= 80"], '--port takes a whole number from 0 to 65535, not " 80"'],
  [["--port=80\n"], '--port takes a whole number from 0 to 65535, not "80"'],
  [["--port=٨٠"], "--port takes a whole number from 0 to 65535"],
  [["--port=NaN"], '--port takes a whole number from 0 to 65535, not "NaN"'],
  [["--port=Infinity"], '--port takes a whole number from 0 to 65535, not "Infinity"'],
  [["--port=" + "9".repeat(400)], "--port takes a whole number from 0 to 65535, not"],
  [["--port=\x1b[31m8\x07"], '--port takes a whole number from 0 to 65535, not "8"'],
  [["--rate", "0"], '--rate takes a number from 0.1 to 1000000, not "0"'],
  [["--rate", "0.09"], '--rate takes a number from 0.1 to 1000000, not "0.09"'],
  [["--rate", "1."], '--rate takes a number from 0.1 to 1000000, not "1."'],
  [["--burst", "1000001"], '--burst takes a whole number from 0 to 1000000, not "1000001"'],
  [["--history", "10001"], '--history takes a whole number from 0 to 10000, not "10001"'],
  [["--replay", "1001"], '--replay takes a whole number from 0 to 1000, not "1001"'],
  [["--max-line", "63"], '--max-line takes a whole number from 64 to 32768, not "63"'],
  [["--max-line", "32769"], '--max-line takes a whole number from 64 to 32768, not "32769"'],
  [["--max-connections", "0"], '--max-connections takes a whole number from 1 to 1000000, not "0"'],
  [["--max-per-ip", "x"], '--max-per-ip takes a whole number from 0 to 1000000, not "x"'],
  [["--max-rooms-per-user", "0"], "--max-rooms-per-user takes a whole number from 1 to 1000"],
  [["--idle-timeout", "0.5"], "--idle-timeout takes a whole number from 0 to 10080"],
  [["--max-backlog", "16383"], "--max-backlog takes a whole number from 16384 to 67108864"],
  [["--workers", "0"], '--workers takes a whole number from 1 to 64, not "0"'],
  [["--workers", "65"], '--workers takes a whole number from 1 to 64, not "65"'],
  [["--ops-port", "65536"], '--ops-port takes a whole number from 0 to 65535, not "65536"'],
  [["--ops-port"], '--ops-port takes a whole number from 0 to 65535, not ""'],
  // texts and choices
  [["--log-level", "loud"], '--log-level takes debug, info, warn, error, not "loud"'],
  [["--log", "xml"], '--log takes pretty, json, off, not "xml"'],
  [["--log", "JSON"], '--log takes pretty, json, off, not "JSON"'],
  [["--log=\x1b[31mred\x07"], '--log takes pretty, json, off, not "red"'],
  [["--log"], '--log takes pretty, json, off, not ""'],
  [["--host"], '--host: "" is no address'],
  [["--web-origin", "example.com"], '--web-origin: "example.com" is no origin'],
  [["--web-origin", "https://a.example/"], '--web-origin: "https://a.example/" is no origin'],
  [["--web-origin", "null"], '--web-origin: "null" is no origin'],
  [["--trust-proxy", "10.0.0.0/33"], '--trust-proxy: "10.0.0.0/33" is no address or network'],
  [["--trust-proxy", "proxy.example"], '--trust-proxy: "proxy.example" is no address or network'],
  [["--no-web=yes"], '--no-web takes no value, not even "yes"'],
  [["--host", "a b"], '--host: "a b" is no address'],
  [["--host", "a/b"], '--host: "a/b" is no address'],
  [["--lobby"], "--lobby: The room"],
  [["--lobby", "two words"], '--lobby: The room "#two words" has a space'],
  [["--lobby", "x".repeat(33)], "--lobby: The room"],
  [["--proxy-protocol", "10.0.0.0/33"], '--proxy-protocol: "10.0.0.0/33" is no address or network'],
  [
    ["--proxy-protocol", "proxy.example.com"],
    '--proxy-protocol: "proxy.example.com" is no address',
  ],
  [["--proxy-protocol=::1,\x1b[31m"], '--proxy-protocol: "" is no address'],
  // what does not go together
  [
    ["--tls-stdin", "--tls-self-signed"],
    "--tls-stdin and --tls-self-signed give a certificate each",
  ],
  [["--tls-port", "5001"], "--tls-port needs a certificate: pipe one in with --tls-stdin"],
  [["--web-tls"], "--web-tls needs a certificate: pipe one in with --tls-stdin"],
  [
    ["--web-tls", "--no-web", "--tls-stdin"],
    "--web-tls is for the web port, and --no-web has none",
  ],
  // twice
  [["--port", "1", "--port", "2"], "--port was given twice: give it once"],
  [["--port", "1", "--port", "1"], "--port was given twice: give it once"],
  [["-p", "1", "--port", "2"], "--port was given twice: give it once"],
  [["--port", "1", "-p", "2"], "--port was given twice: give it once"],
  [["--motd=", "--motd="], "--motd was given twice: give it once"],
  [["--log", "off", "--log", "json"], "--log was given twice: give it once"],
  // unknown flags
  [["--prot", "6000"], 'Unknown flag "--prot": did you mean --port? See --help'],
  [["--prot=6000"], 'Unknown flag "--prot=6000": did you mean --port? See --help'],
  [["-port", "6000"], 'Unknown flag "-port": did you mean --port? See --help'],
  [["--max-lines", "64"], 'Unknown flag "--max-lines": did you mean --max-line? See --help'],
  [["--maxline", "64"], 'Unknown flag "--maxline": did you mean --max-line? See --help'],
  [["--Port", "1"], 'Unknown flag "--Port": did you mean --port? See --help'],
  [["--hlep"], 'Unknown flag "--hlep": did you mean --help? See --help'],
  [["--no-log"], 'Unknown flag "--no-log": did you mean --log? See --help'],
  [["--no-port"], 'Unknown flag "--no-port": did you mean --port? See --help'],
  [["--no-help"], 'Unknown flag "--no-help": did you mean --help? See --help'],
  [["-x"], 'Unknown flag "-x"'],
  [["--port.x", "1"], 'Unknown flag "--port.x"'],
  [["--__proto__", "1"], 'Unknown flag "--__proto__"'],
  [["--__proto__.port", "1"], 'Unknown flag "--__proto__.port"'],
  [["--constructor", "1"], 'Unknown flag "--constructor"'],
  [["--\x1b[31mred\x07"], 'Unknown flag "--red"'],
  [["--" + "x".repeat(5000)], 'Unknown flag "--xxx'],
  // what is no flag
  [["6000"], 'Unexpected argument "6000": netchat takes flags only, see --help'],
  [["serve"], 'Unexpected argument "serve": netchat takes flags only, see --help'],
  [[""], 'Unexpected argument "": netchat takes flags only, see --help'],
  [["-"], 'Unexpected argument "-": netchat takes flags only, see --help'],
  [["--port", "6000", "7000"], 'Unexpected argument "7000"'],
  [["--", "serve"], 'Unexpected argument "serve"'],
  [["--", "--port", "6000"], 'Unexpected argument "--port"'],
  [["--admin", "anna,bob,b b"], "--admin: "],
  [["--require-login=maybe"], '--require-login takes no value, not even "maybe"'],
  [["--require-login="], '--require-login takes no value, not even ""'],
];

for (const [args, message] of REFUSED) {
  const shown = JSON.stringify(args).slice(0, 80);
  Deno.test(`parseCommandLine() refuses ${shown} with a line that says why`, () => {
    const actual = refusal(...args);
    assertEquals(actual.slice(0, message.length), message);
    assert(actual.length < 160, actual);
  });
}

Deno.test("parseCommandLine() leaves Object.prototype alone", () => {
  for (const flag of ["--__proto__.polluted", "--constructor.prototype.polluted"]) {
    assertThrows(() => parseCommandLine([flag, "1"]), ChatError);
  }
  assertEquals(Object.hasOwn(Object.prototype, "polluted"), false);
});

/** The flag of a setting: maxPerIp is --max-per-ip. */
function flagOf(key: string): string {
  return "--" + key.replace(/[A-Z]/g, (letter) => "-" + letter.toLowerCase());
}

Deno.test("usage() names every flag with its default, and what it is for", () => {
  const lines = usage().split("\n");
  for (const [key, value] of Object.entries(DEFAULTS)) {
    const line = lines.find((line) => line.trim().split(/[ ,]/)[0] === flagOf(key)) ?? "";
    assertMatch(line, /^ {2}--[a-z-]+ (N|TEXT|[a-z|]+)?(, -\w)? {2,}\w/, key);
    if (value !== "" && value !== false) assertStringIncludes(line, `(${value ?? "off"})`);
  }
  for (const row of ["--port N, -p ", "--help, -h ", "--version, -V "]) {
    assertStringIncludes(usage(), `\n  ${row}`);
  }
});

Deno.test("usage() is aligned and ends with a newline", () => {
  const rows = usage().split("\n").filter((line) => line.startsWith("  --"));
  assertEquals(rows.length, Object.keys(DEFAULTS).length + 2);
  const columns = new Set(rows.map((row) => /^ {2}\S.*? {2,}(?=\S)/.exec(row)?.[0].length));
  assertEquals(columns.size, 1);
  assertMatch(usage(), /\n$/);
});

Deno.test("usage() names no flag that parseCommandLine() does not know", () => {
  for (const [flag] of usage().matchAll(/(?<![\w-])--?[a-z][a-z-]*/gi)) {
    assert(!outcome(flag).includes("Unknown flag"), flag);
  }
  assertStringIncludes(outcome("--unheard-of"), "Unknown flag");
});

/** What comes of one flag alone, as text. */
function outcome(flag: string): string {
  try {
    return parseCommandLine([flag]).action;
  } catch (error) {
    return String(error);
  }
}
