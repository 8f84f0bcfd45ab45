// TLS with real clients: chat by ncat and openssl, the page by curl, a certificate from a pipe, and another
// while people talk.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { readCertificate } from "../../src/certificate.ts";
import { chainOf, OTHER_PEM, PEM } from "../support/certificates.ts";
import { Client } from "../support/client.ts";
import { fencedBlock, readDoc } from "../support/docs.ts";
import { type Build, launch, ServerProcess } from "../support/server_process.ts";
import { scenario, shared } from "./scenario.ts";

const TOKEN = "a-token-of-sixteen-letters";
const FLAGS = ["--tls-port", "0", "--tls-stdin", "--replay", "0", "--burst", "0"];
const server = shared(FLAGS, { input: PEM });

function fingerprint(pem: string): string {
  return readCertificate(pem, Date.now()).fingerprint;
}

function ncat(port: number): Client {
  return Client.run("ncat", ["--ssl", "127.0.0.1", `${port}`]);
}

function openssl(port: number): Client {
  return Client.run("openssl", ["s_client", "-quiet", "-connect", `127.0.0.1:${port}`]);
}

/** Of the certificate that a new client gets. */
async function shownFingerprint(port: number): Promise<string> {
  const fetch = `openssl s_client -connect 127.0.0.1:${port} </dev/null 2>/dev/null`;
  const script = `${fetch} | openssl x509 -noout -fingerprint -sha256`;
  const { stdout } = await new Deno.Command("bash", { args: ["-c", script] }).output();
  return new TextDecoder().decode(stdout).trim().replace(/^.*=/, "");
}

scenario({
  name: "ncat --ssl, openssl s_client and nc are in the same room",
  needs: ["ncat", "openssl"],
}, async (build) => {
  const { tlsPort, port } = await server(build);
  await using ann = ncat(tlsPort);
  await using ben = openssl(tlsPort);
  await using cat = await Client.enter(port);
  const names = [await ann.name(), await ben.name(), await cat.name()];
  await ben.until((lines) => lines.length > 1);
  for (const [speaker, name] of [[ann, names[0]], [ben, names[1]], [cat, names[2]]] as const) {
    await speaker.say(`hello from ${name}`);
    for (const other of [ann, ben, cat]) {
      if (other !== speaker) await other.line(`${name}: hello from ${name}`);
    }
  }
  await ann.say("/quit");
  assertMatch(await ann.ended(), /Goodbye|hello/);
});

scenario({
  name: "A line piped into ncat --ssl or openssl is delivered before they leave",
  needs: ["ncat", "openssl"],
}, async (build) => {
  const { tlsPort, port } = await server(build);
  await using witness = await Client.enter(port);
  await witness.name();
  for (
    const [client, text] of [[ncat(tlsPort), "by ncat"], [openssl(tlsPort), "by openssl"]] as const
  ) {
    await client.say(text);
    await client.endInput();
    await witness.line(new RegExp(`: ${text}$`));
    await client.close();
  }
});

scenario({
  name: "Whoever comes to the wrong port is told the right one",
  needs: ["openssl"],
}, async (build) => {
  const { tlsPort, port } = await server(build);
  await using plain = await Client.enter(tlsPort);
  assertEquals(
    await plain.ended(),
    `* This port speaks TLS: use ncat --ssl HOST ${tlsPort}\n`,
  );
  const hello = Uint8Array.of(22, 3, 1, 0, 2, 1, 0, 10);
  await using secure = await Client.connect(port);
  await secure.send(hello);
  assertStringIncludes(await secure.ended(), `: use ncat --ssl HOST ${tlsPort}\n`);
});

scenario("Passwords are warned of where they can be read, and only there", async (build) => {
  const started = await server(build);
  await using plain = await started.enter();
  await plain.say("/register");
  const warning = await plain.line(/^\* Careful: /);
  assertMatch(warning, new RegExp(` From afar use ncat --ssl HOST ${started.tlsPort}$`));
  const conn = await Deno.connectTls({
    hostname: "localhost",
    port: started.tlsPort,
    caCerts: [chainOf(PEM)],
  });
  const secure = Client.over(conn);
  await secure.say("/register");
  await secure.line(/password/);
  assert(!secure.received.includes("Careful"));
  await secure.close();
});

scenario({
  name: "--tls-self-signed shows the fingerprint of the certificate that clients get",
  needs: ["openssl"],
}, async (build) => {
  await using started = await ServerProcess.start(build, ["--tls-self-signed", "--tls-port", "0"]);
  const { fingerprint } = await started.logged("certificate");
  assertEquals(await shownFingerprint(started.tlsPort), fingerprint);
});

scenario({
  name: "--web-tls serves the page by https, and says so to http",
  needs: ["curl"],
}, async (build) => {
  const flags = [...FLAGS, "--web-tls"];
  await using started = await ServerProcess.start(build, flags, { input: PEM, web: true });
  assertEquals(await curl(`https://127.0.0.1:${started.webPort}/`), "200");
  assertEquals(await curl(`http://127.0.0.1:${started.webPort}/`), "400");
});

/** The status that curl gets, without looking who vouches for it. */
async function curl(url: string): Promise<string> {
  const args = ["-sk", "--noproxy", "*", "-m", "20", "-o", "/dev/null", "-w", "%{http_code}", url];
  const { stdout } = await new Deno.Command("curl", { args }).output();
  return new TextDecoder().decode(stdout);
}

/** Puts a certificate to the ops port. */
function put({ opsPort }: ServerProcess, pem: string, token = TOKEN): Promise<Response> {
  return fetch(`http://127.0.0.1:${opsPort}/certificate`, {
    method: "PUT",
    body: pem,
    headers: { authorization: `Bearer ${token}` },
  });
}

for (const [how, flags] of [["", []], [" in all workers", ["--workers", "2"]]] as const) {
  scenario({
    name: `A certificate is replaced${how} while people talk`,
    needs: ["ncat", "openssl"],
    builds: how === "" ? ["source", "binary"] : ["binary"],
  }, async (build) => {
    await using started = await ServerProcess.start(
      build,
      [...FLAGS, "--ops-port", "0", "--ops-token-stdin", ...flags],
      { input: `${TOKEN}\n${PEM}` },
    );
    const { tlsPort } = started;
    await using ann = ncat(tlsPort);
    await ann.name();
    assertEquals(await shownFingerprint(tlsPort), fingerprint(PEM));
    for (
      const [pem, token, status] of [
        [PEM.slice(0, 300), TOKEN, 422],
        [OTHER_PEM, "another-token-of-no-use", 401],
        [OTHER_PEM, TOKEN, 200],
      ] as const
    ) {
      const answer = await put(started, pem, token);
      assertEquals(answer.status, status);
      await answer.text();
    }
    await started.logged("certificate replaced");
    for (let i = 0; i < 4; i++) {
      assertEquals(await shownFingerprint(tlsPort), fingerprint(OTHER_PEM));
    }
    await using ben = openssl(tlsPort);
    const name = await ben.name();
    await ben.say("still here?");
    await ann.line(`${name}: still here?`);
  });
}

scenario({
  name: "certbot's deploy hook, as docs/tls.md has it, replaces the certificate",
  needs: ["curl", "openssl"],
  builds: ["source"],
}, async (build) => {
  const flags = [...FLAGS, "--ops-port", "0", "--ops-token-stdin"];
  await using started = await ServerProcess.start(build, flags, { input: `${TOKEN}\n${PEM}` });
  const folder = await Deno.makeTempDir();
  const [chain, key] = [chainOf(OTHER_PEM), OTHER_PEM.slice(chainOf(OTHER_PEM).length)];
  await Deno.writeTextFile(`${folder}/fullchain.pem`, chain);
  await Deno.writeTextFile(`${folder}/privkey.pem`, key);
  await Deno.writeTextFile(`${folder}/token`, `${TOKEN}\n`);
  const hook = fencedBlock(await readDoc("docs/tls.md"), "#!/bin/sh").join("\n")
    .replace("/etc/netchat", folder).replace(":9090/", `:${started.opsPort}/`);
  const command = new Deno.Command("sh", {
    args: ["-c", hook],
    env: { RENEWED_LINEAGE: folder, NO_PROXY: "*" },
  });
  const { code, stdout } = await command.output();
  assertEquals(code, 0);
  assertMatch(new TextDecoder().decode(stdout), /^New clients get the certificate /);
  assertEquals(await shownFingerprint(started.tlsPort), fingerprint(OTHER_PEM));
  await Deno.remove(folder, { recursive: true });
});

const HALF_OPEN = 1000;

scenario(
  "1,000 half-open handshakes hold up nobody, and are gone with their clients",
  async (build) => {
    const { tlsPort, port, pid } = await server(build);
    const files = () => Array.from(Deno.readDirSync(`/proc/${pid}/fd`)).length;
    await using witness = await Client.enter(port);
    await witness.name();
    const before = files();
    const half: Deno.TcpConn[] = [];
    for (let i = 0; i < HALF_OPEN; i++) {
      const conn = await Deno.connect({ hostname: "127.0.0.1", port: tlsPort });
      if (i % 2 === 0) await conn.write(Uint8Array.of(22, 3, 1, 0, 200, 1, 0, 0, 196, 3, 3));
      half.push(conn);
    }
    const caCerts = [chainOf(PEM)];
    const conn = await Deno.connectTls({ hostname: "localhost", port: tlsPort, caCerts });
    await using ann = Client.over(conn);
    const name = await ann.name();
    await ann.say("is anybody there?");
    await witness.line(`${name}: is anybody there?`);
    assert(files() > before + HALF_OPEN, `${files()} files: not many are half open`);
    for (const conn of half) conn.close();
    while (files() > before + 20) {
      await witness.say("/uptime").then(() => witness.line(/^\* Up for /));
    }
  },
);

/** What is piped in, and what is said of it before netchat ends. */
const MISTAKES: readonly [what: string, flags: string[], input: string, words: string][] = [
  ["no certificate", ["--tls-stdin"], "", "--tls-stdin: nothing of it came on standard input"],
  ["no key", ["--tls-stdin"], PEM.slice(0, PEM.indexOf("-----BEGIN PRIVATE")), "no private key"],
  ["no settings", ["--config-stdin"], "", "--config-stdin: nothing of it came"],
  [
    "settings that are none",
    ["--config-stdin"],
    "port=5000",
    "--config-stdin takes one JSON object",
  ],
  ["an unknown setting", ["--config-stdin"], '{"prot": 1}', 'did you mean "port"?'],
  [
    "a wrong value",
    ["--config-stdin"],
    '{"port": "x"}',
    '"port" takes a whole number from 0 to 65535',
  ],
  ["too much", ["--config-stdin"], " ".repeat(2 ** 20 + 1), "Standard input is too long"],
];

scenario("What is wrong with what is piped in gets one line and exit code 2", async (build) => {
  await Promise.all(MISTAKES.map(async ([what, flags, input, words]) => {
    const { code, stderr } = await runToEnd(build, { flags, input });
    assertEquals(code, 2, `${what}: ${stderr}`);
    assertMatch(stderr, /^netchat: [^\n]+\n$/);
    assertStringIncludes(stderr, words);
  }));
});

/** Runs netchat to its end, with this on its standard input. */
async function runToEnd(build: Build, { flags, input }: { flags: string[]; input: string }) {
  const { program, args } = launch(build);
  const child = new Deno.Command(program, {
    args: [...args, ...flags],
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
    signal: AbortSignal.timeout(20_000), // should it start in place of ending
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input)).catch(() => {}); // it may have read enough
  await writer.close().catch(() => {});
  const { code, stderr } = await child.output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

scenario("Settings, a token and a certificate come by one pipe, and flags win", async (build) => {
  const settings = { motd: "piped", lobby: "tea", "ops-port": 0 };
  const flags = ["--config-stdin", "--ops-token-stdin", "--lobby", "cake", ...FLAGS];
  const input = `${TOKEN}\n${JSON.stringify(settings)}\n${PEM}`;
  await using started = await ServerProcess.start(build, flags, { input });
  assert(started.opsPort > 0 && started.tlsPort > 0);
  await using ann = await started.enter();
  await ann.line("* piped");
  await ann.line(/^\* You are in #cake /);
});
