// The web port on real sockets: whose page may chat, what strangers get who send something else, and that nobody
// holds a connection by saying nothing. Time is a fake; nothing here waits for it.

import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import {
  ANSWER_MS,
  HEAD_MS,
  LINGER_MS,
  MAX_HEAD_BYTES,
  MAX_STRANGERS,
  REQUESTS_AT_ONCE,
  REQUESTS_PER_SECOND,
} from "../../src/limits.ts";
import { comerOf, parseNetwork } from "../../src/network.ts";
import { inWords, type Site } from "../../src/site.ts";
import { WebListener } from "../../src/transport/web.ts";
import { FakeClock } from "../support/fake_clock.ts";
import { FakeConnection, FakeListener } from "../support/fake_connection.ts";
import { promisesKept } from "../support/settle.ts";
import { handshake } from "../support/web_socket_peer.ts";

const site: Site = ({ method, target, address }) => inWords(200, `${method} ${target} ${address}`);

/** A web port on fakes. */
class World {
  readonly clock = new FakeClock();
  readonly below = new FakeListener();
  readonly listener: WebListener;

  constructor(origins: readonly string[] = []) {
    const proxies = ["127.0.0.1"].map(parseNetwork).filter((network) => network !== null);
    this.listener = new WebListener(this.below, {
      clock: this.clock,
      origins,
      comerOf: (headers, connection) => comerOf(headers, connection, proxies),
    });
    this.listener.answer(site);
  }

  arrive(text?: string, address?: string): FakeConnection {
    const connection = new FakeConnection(address);
    if (text !== undefined) connection.type(text);
    this.below.arrive(connection);
    return connection;
  }

  /** Resolves to all that one is answered whose connection ends with it. */
  async answerTo(text: string, address?: string): Promise<string> {
    const connection = this.arrive(text, address);
    await connection.until(() => connection.finished);
    return connection.output;
  }
}

function get(path: string, ...headers: string[]): string {
  return [`GET ${path} HTTP/1.1`, "Host: chat.example:8080", ...headers, "", ""].join("\r\n");
}

Deno.test("Requests on one connection are answered one after the other, until the last", async () => {
  const world = new World();
  const text = get("/one") + get("/two", "X: y") + get("/three", "Connection: close") + get("/no");
  const output = await world.answerTo(text);
  const bodies = [...output.matchAll(/^GET (\S+) 192\.0\.2\.1$/gm)].map(([, path]) => path);
  assertEquals(bodies, ["/one", "/two", "/three"]);
});

Deno.test("Who asks without a pause is answered at a pace, and nothing is refused", async () => {
  const world = new World();
  const more = 3;
  const connection = world.arrive(get("/x").repeat(REQUESTS_AT_ONCE + more));
  const answers = () => connection.output.split("HTTP/1.1 200 OK").length - 1;
  await connection.until(() => answers() === REQUESTS_AT_ONCE);
  for (let later = 1; later <= more; later++) {
    await promisesKept();
    assertEquals(answers(), REQUESTS_AT_ONCE + later - 1);
    world.clock.advance(1000 / REQUESTS_PER_SECOND);
    await connection.until(() => answers() === REQUESTS_AT_ONCE + later);
  }
  connection.close();
  world.listener.close();
});

Deno.test("A HEAD is answered without the body, and with its length", async () => {
  const text = get("/x", "Connection: close").replace("GET", "HEAD");
  assertMatch(
    await new World().answerTo(text),
    /content-length: 18\r\ndate: [^\r\n]+ GMT\r\nconnection: close\r\n\r\n$/,
  );
});

Deno.test("A HEAD that is refused has no body either, and ends the connection", async () => {
  const output = await new World().answerTo(get("/ws").replace("GET", "HEAD"));
  assertMatch(output, /^HTTP\/1\.1 426 .*\r\nconnection: close\r\n\r\n$/s);
});

Deno.test("Empty lines before a request are no request, however they come", async () => {
  const world = new World();
  const connection = world.arrive("\r\n\r\n\r\n");
  await promisesKept();
  connection.type(get("/x", "Connection: close"));
  await connection.until(() => connection.finished);
  assertMatch(connection.output, /^HTTP\/1\.1 200 /);
});

Deno.test("An address is the proxy's word only if that is trusted", async () => {
  const text = get("/x", "Connection: close", "X-Forwarded-For: 203.0.113.1, 198.51.100.7");
  assertMatch(await new World().answerTo(text, "127.0.0.1"), / 198\.51\.100\.7\n$/);
  assertMatch(await new World().answerTo(text, "192.0.2.1"), / 192\.0\.2\.1\n$/);
});

const HOSTILE: readonly [what: string, text: string, status: number][] = [
  ["chat", "hello everyone\r\n\r\n", 400],
  ["a TLS client", "\x16\x03\x01\x02\x00\x01\x00", 400],
  ["HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400],
  ["a flood of headers", get("/").replace("\r\n\r\n", "\r\nX: y".repeat(MAX_HEAD_BYTES)), 431],
  ["one endless header", `GET / HTTP/1.1\r\nHost: ${"a".repeat(MAX_HEAD_BYTES)}`, 431],
  ["an endless path", `GET /${"a".repeat(MAX_HEAD_BYTES)}`, 431],
  ["one who takes it for a proxy", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", 400],
  ["a plain request for the WebSocket", get("/ws"), 426],
  ["a WebSocket that does not change the connection", handshake({ Connection: "close" }), 426],
  ["a WebSocket of HTTP/1.0", handshake().replace("HTTP/1.1", "HTTP/1.0"), 426],
  ["an old WebSocket", handshake({ "Sec-WebSocket-Version": "8" }), 426],
  ["a WebSocket without a key", handshake({ "Sec-WebSocket-Key": "" }), 400],
  ["a WebSocket with a short key", handshake({ "Sec-WebSocket-Key": "AAAA" }), 400],
  ["an unknown subprotocol", handshake({ "Sec-WebSocket-Protocol": "mqtt" }), 400],
  ["a WebSocket elsewhere", handshake({ Connection: "close" }, "/other"), 200],
];

for (const [what, text, status] of HOSTILE) {
  Deno.test(`The web port answers ${what} with ${status}, in words, and closes`, async () => {
    const output = await new World().answerTo(text);
    assertMatch(output, new RegExp(`^HTTP/1.1 ${status} [^\\r\\n]+\\r\\n`));
    assertMatch(output, /\r\n\r\n[^\r\n]+\n$/);
  });
}

const ORIGINS: readonly [origin: string, allowed: boolean][] = [
  ["", true],
  ["http://localhost", true],
  ["https://localhost", true],
  ["http://localhost:8080", false],
  ["https://evil.example", false],
  ["http://localhost.evil.example", false],
  ["null", false],
  ["localhost", false],
  ["https://friend.example", true],
];

for (const [origin, allowed] of ORIGINS) {
  Deno.test(`A page of "${origin}" may ${allowed ? "" : "not "}chat with localhost`, async () => {
    const world = new World(["https://friend.example"]);
    const connection = world.arrive(handshake({ Origin: origin }));
    const output = await connection.until((output) => output.includes("\r\n\r\n"));
    assertMatch(output, allowed ? /^HTTP\/1\.1 101 / : /^HTTP\/1\.1 403 /);
    if (allowed) assertEquals((await world.listener.accept())?.transport, "websocket");
  });
}

Deno.test("A WebSocket shakes hands as RFC 6455 has it, and keeps what came behind", async () => {
  const world = new World();
  const connection = world.arrive(
    handshake({
      "Sec-WebSocket-Protocol": "other, netchat.1",
      "X-Forwarded-For": "192.0.2.5",
      "X-Forwarded-Proto": "https",
    }) +
      "\x81\x80\0\0\0\0",
    "127.0.0.1",
  );
  const accepted = await world.listener.accept();
  assertEquals([accepted?.address, accepted?.encrypted], ["192.0.2.5", true]);
  assertMatch(connection.output, /\r\nsec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=\r\n/);
  assertMatch(connection.output, /\r\nsec-websocket-protocol: netchat\.1\r\n/);
  accepted?.close();
});

Deno.test("A head has its time, the first and each later one, and who takes longer is cut", async () => {
  const world = new World();
  const silent = world.arrive();
  const slow = world.arrive("GET / HT");
  const again = world.arrive(get("/once"));
  await again.until((output) => output.endsWith("192.0.2.1\n"));
  await promisesKept(); // it waits for the next
  world.clock.advance(HEAD_MS - 1);
  slow.type("TP/1.1\r\n"); // which gives it no more time
  assertEquals([silent.closed, slow.closed, again.closed], [false, false, false]);
  world.clock.advance(1);
  for (const connection of [silent, slow, again]) await connection.until(() => connection.closed);
  assertEquals(world.clock.waiting, 0);
});

Deno.test("An answer has its time too, and who does not read it is cut", async () => {
  const world = new World();
  const reader = world.arrive();
  reader.stalled = true;
  reader.type(get("/x"));
  await promisesKept();
  world.clock.advance(ANSWER_MS);
  await reader.until(() => reader.closed);
  assertEquals(world.clock.waiting, 0);
});

Deno.test("Of too many who show nothing the oldest is cut, and newcomers get their answer", async () => {
  const world = new World();
  const strangers = Array.from({ length: MAX_STRANGERS }, () => world.arrive());
  const output = await world.answerTo(get("/x", "Connection: close"));
  assertMatch(output, /^HTTP\/1\.1 200 /);
  assertEquals(strangers.filter(({ closed }) => closed).length, 1);
  assert(strangers[0]?.closed);
  world.listener.close();
  assert(strangers.every(({ closed }) => closed));
});

Deno.test("A failing accept is told of once, and tried again when the server asks for the next", async () => {
  const world = new World();
  world.below.fail(new Error("No descriptors"));
  await assertRejects(() => world.listener.accept(), Error, "No descriptors");
  world.arrive(handshake());
  assertEquals((await world.listener.accept())?.transport, "websocket");
  world.listener.close();
  assertEquals(await world.listener.accept(), null);
  assertEquals(await world.listener.accept(), null);
});

Deno.test("A stream ends when its reader hangs up, and a reader when the stream ends", async () => {
  const world = new World();
  const gone: boolean[] = [];
  const follow: Site = () => ({
    status: 200,
    headers: {},
    body: async ({ write, gone: signal }) => {
      await write(new TextEncoder().encode("line\n"));
      if (!signal.aborted) await new Promise((resolve) => signal.onabort = resolve);
      gone.push(signal.aborted);
    },
  });
  const below = new FakeListener();
  const streaming = new WebListener(below, {
    clock: world.clock,
    origins: [],
    comerOf: (_, connection) => connection,
  });
  streaming.answer(follow);
  const connection = new FakeConnection();
  connection.type(get("/stream"));
  below.arrive(connection);
  await connection.until((output) => output.endsWith("\r\n\r\nline\n"));
  assertEquals(gone, []);
  connection.endInput();
  await connection.until(() => connection.finished);
  assertEquals(gone, [true]);
  world.clock.advance(LINGER_MS);
  streaming.close();
});
