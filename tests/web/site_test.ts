// The site: the page and its files, and public rooms for those who do not come in. Clients and readers are
// fakes; how answers travel is not looked at here.

import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { Buffer } from "node:buffer";
import { assert, assertEquals, assertMatch } from "@std/assert";
import { plain } from "../../src/dialect/plain.ts";
import { sse } from "../../src/dialect/sse.ts";
import { Admission } from "../../src/admission.ts";
import { PING_MS } from "../../src/limits.ts";
import { Readers } from "../../src/readers.ts";
import type { Answer, Reader } from "../../src/site.ts";
import { makeSite } from "../../src/web/site.ts";
import { pack } from "../../tools/build/pack.ts";
import { ChatRoom, type ChatRoomOptions } from "../support/chat_room.ts";
import { FakeLog } from "../support/fake_log.ts";

const HTML = `<!doctype html><title>netchat</title>${"<p>x".repeat(100)}`;
const ASSETS = {
  "/": pack({ type: "text/html; charset=utf-8", body: HTML, immutable: false }),
  "/page-1.js": pack({ type: "text/javascript; charset=utf-8", body: "1", immutable: true }),
};

const decoder = new TextDecoder();

class World {
  readonly room: ChatRoom;
  readonly log = new FakeLog();
  readonly gate: Admission;
  readonly readers: Readers;
  readonly site;

  constructor({ maxBacklog = 256 * 1024, maxConnections = 10, ...options }: ChatRoomOptions & {
    maxConnections?: number;
    noRead?: boolean;
  } = {}) {
    this.room = new ChatRoom(options);
    this.gate = new Admission({ maxConnections, maxPerAddress: 1 });
    const { room: { parts, hub }, log, gate } = this;
    this.readers = new Readers({ ...parts, hub, log, gate }, { maxBacklog, replay: 2 });
    const dialects = { text: plain.with({ time: true, color: false, bell: false }), events: sse };
    this.site = makeSite({
      assets: ASSETS,
      readers: options.noRead ? null : this.readers,
      dialects,
    });
  }

  async get(target: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
    const host = { host: "chat.example:8080" };
    const all = new Headers({ ...host, ...headers });
    return await this.site({ method, target, headers: all, address: "192.0.2.1" });
  }

  /** Follows and resolves to the reader, which has got what comes at once. */
  async follow(target: string, headers?: Record<string, string>): Promise<FakeReader> {
    const { status, body } = await this.get(target, headers);
    assertEquals(status, 200);
    assert(typeof body === "function");
    const reader = new FakeReader();
    body(reader).then(() => reader.ended = true);
    await this.room.settle();
    return reader;
  }
}

class FakeReader implements Reader {
  readonly #hangUp = new AbortController();
  readonly gone = this.#hangUp.signal;
  #text = "";
  ended = false;
  stalled = false;

  write(bytes: Uint8Array): Promise<number> {
    if (this.stalled) return new Promise(() => {});
    this.#text += decoder.decode(bytes);
    return Promise.resolve(bytes.length);
  }

  hangUp(): void {
    this.#hangUp.abort();
  }

  /** What came since it was last asked. */
  news(): string {
    const text = this.#text;
    this.#text = "";
    return text;
  }
}

function textOf({ body }: Answer): string {
  return body instanceof Uint8Array ? decoder.decode(body) : "";
}

Deno.test("The page comes with rules that let it load and be loaded by nothing else", async () => {
  const world = new World();
  const { status, headers, body } = await world.get("/?x=1");
  assertEquals([status, headers["content-type"]], [200, "text/html; charset=utf-8"]);
  const policy = headers["content-security-policy"] ?? "";
  assertMatch(policy, /^default-src 'none'; script-src 'self'; style-src 'self';/);
  assertMatch(policy, /connect-src 'self' ws:\/\/chat\.example:8080 wss:\/\/chat\.example:8080;/);
  assertMatch(policy, /frame-ancestors 'none'/);
  assert(!/unsafe|\*/.test(policy));
  assertEquals(headers["x-content-type-options"], "nosniff");
  assertEquals(headers["referrer-policy"], "no-referrer");
  assertEquals(decoder.decode(body as Uint8Array), HTML);
});

Deno.test("A Host that is none does not get into the rules", async () => {
  const { headers } = await new World().get("/", { host: "a; script-src *" });
  assertMatch(headers["content-security-policy"] ?? "", /connect-src 'self';/);
});

Deno.test("Files are compressed as the browser takes them, and not sent again if it has them", async () => {
  const world = new World();
  const brotli = await world.get("/", { "accept-encoding": "gzip, deflate, br" });
  assertEquals(brotli.headers["content-encoding"], "br");
  assertEquals(brotliDecompressSync(Buffer.from(brotli.body as Uint8Array)).toString(), HTML);
  const gzip = await world.get("/", { "accept-encoding": "gzip;q=1.0, br;q=0" });
  assertEquals(gunzipSync(Buffer.from(gzip.body as Uint8Array)).toString(), HTML);
  const plain = await world.get("/", { "accept-encoding": "gzip;q=0.0" });
  assertEquals(plain.headers["content-encoding"], undefined);
  const known = await world.get("/", { "if-none-match": `"x", W/${gzip.headers.etag}` });
  assertEquals([known.status, (known.body as Uint8Array).length], [304, 0]);
  assertMatch((await world.get("/page-1.js")).headers["cache-control"] ?? "", /immutable/);
  assertEquals(gzip.headers["cache-control"], "no-cache");
});

const WORDS: readonly [method: string, target: string, status: number, text: RegExp][] = [
  ["GET", "/nope", 404, /^There is nothing at "\/nope": the page is at \/, rooms at \/rooms\n$/],
  ["GET", "/%1b[31m", 404, /^There is nothing at "\/": /],
  ["GET", "/%ff", 400, /^That path is no UTF-8/],
  [
    "GET",
    "/rooms/tea",
    404,
    /^There is no room "tea" to be read: \/rooms lists those there are\n$/,
  ],
  ["GET", "/rooms/secret", 404, /^There is no room "secret" to be read/],
  ["GET", "/rooms/secret/stream", 404, /^There is no room "secret" to be read/],
  ["GET", "/rooms/a%20b", 404, /^There is no room "a b" to be read/],
  ["GET", "/rooms/__proto__", 404, /^There is no room "__proto__"/],
  ["GET", "/rooms/lobby/more", 404, /^There is nothing at/],
  ["GET", "/__proto__", 404, /^There is nothing at/],
  ["POST", "/", 405, /^POST does nothing here/],
  ["DELETE", "/rooms/lobby", 405, /^DELETE does nothing here/],
];

for (const [method, target, status, text] of WORDS) {
  Deno.test(`${method} ${target} is answered with ${status}, in words`, async () => {
    const world = new World();
    const anna = await world.room.connect("anna");
    await anna.types("/register correct horse", "/join secret", "/private on");
    const answer = await world.get(target, {}, method);
    assertEquals(answer.status, status);
    assertMatch(textOf(answer), text);
    if (status === 405) assertEquals(answer.headers.allow, "GET, HEAD");
  });
}

Deno.test("A room's latest lines and the list of rooms are text as in a terminal", async () => {
  const world = new World();
  const anna = await world.room.connect("anna");
  await anna.types("hello", "/me waves", "/topic tea");
  assertEquals(
    textOf(await world.get("/rooms/lobby")),
    "[14:03] anna: hello\n[14:03] ** anna waves\n",
  );
  assertEquals(
    textOf(await world.get("/rooms/%23LOBBY")),
    "[14:03] anna: hello\n[14:03] ** anna waves\n",
  );
  assertEquals(textOf(await world.get("/rooms")), "* #lobby (1): tea\n");
  assertEquals((await world.get("/rooms/lobby", {}, "HEAD")).status, 200);
});

Deno.test("Whoever follows a room reads its last lines and what happens from then on, and is not there", async () => {
  const world = new World();
  const anna = await world.room.connect("anna");
  await anna.types("one", "two", "three");
  const reader = await world.follow("/rooms/lobby/stream");
  assertEquals(reader.news(), "[14:03] anna: two\n[14:03] anna: three\n");
  await world.room.connect("bob");
  await anna.types("four", "/who");
  assertEquals(reader.news(), "[14:03] * bob joined\n[14:03] anna: four\n");
  assertEquals(world.room.inside(), ["anna", "bob"]);
  reader.hangUp();
  await world.room.settle();
  await anna.types("five");
  assertEquals([reader.news(), reader.ended], ["", true]);
  assertEquals(world.log.of("reader ended").map(({ room }) => room), ["#lobby"]);
});

Deno.test("Events have the ids of lines, come back with the last one, and show signs of life", async () => {
  const world = new World();
  const anna = await world.room.connect("anna");
  await anna.types("one", "two", "three", "four");
  const [one] = world.room.chat.roster.rooms.get("#lobby")?.history ?? [];
  const headers = { accept: "text/event-stream", "last-event-id": one?.id ?? "" };
  const reader = await world.follow("/rooms/lobby/stream", headers);
  const events = reader.news().split("\n\n").slice(0, -1).map((event) => event.split("\n"));
  assertEquals(
    events.map(([id, data = ""]) => [
      id?.startsWith("id: "),
      JSON.parse(data.slice("data: ".length)).text,
    ]),
    [[true, "two"], [true, "three"], [true, "four"]],
  );
  await world.room.connect("bob");
  assertMatch(reader.news(), /^data: \{"type":"joined",.*\}\n\n$/);
  await world.room.pass(PING_MS);
  assertEquals(reader.news(), ":\n\n");
});

Deno.test("A stream ends when its room becomes private, with no word of what comes after", async () => {
  const world = new World();
  const anna = await world.room.connect("anna");
  await anna.types("/register correct horse", "/join tea");
  const reader = await world.follow("/rooms/tea/stream");
  reader.news();
  await anna.types("still public");
  assertEquals(reader.news(), "[14:03] anna: still public\n");
  anna.connection.type("/private on\nsecret\n");
  await world.room.settle();
  await anna.types("more secrets", "/private off", "public again");
  assertEquals([reader.news(), reader.ended], ["* This room is private now\n", true]);
});

Deno.test("Readers are counted as connections, and the count is given back", async () => {
  const world = new World();
  await world.room.connect("anna");
  const reader = await world.follow("/rooms/lobby/stream");
  const refused = await world.get("/rooms/lobby/stream");
  assertEquals(refused.status, 503);
  assertMatch(textOf(refused), /^Your address is at its limit of connections \(1\)/);
  assertEquals((await world.get("/rooms/lobby")).status, 200);
  reader.hangUp();
  await world.room.settle();
  await world.follow("/rooms/lobby/stream");
});

Deno.test("A reader who does not read is cut, and nobody waits for them", async () => {
  const world = new World({ maxBacklog: 1000 });
  const anna = await world.room.connect("anna");
  const reader = await world.follow("/rooms/lobby/stream");
  reader.stalled = true;
  for (let i = 0; i < 20; i++) await anna.types("x".repeat(100));
  await world.room.pass(10_000);
  assertEquals(reader.ended, true);
});

Deno.test("At the end readers are told, and nobody new is let in", async () => {
  const world = new World();
  await world.room.connect("anna");
  const reader = await world.follow("/rooms/lobby/stream");
  const closing = world.readers.close();
  await world.room.settle();
  await closing;
  assertEquals([reader.news(), reader.ended], ["* The server is going down\n", true]);
  assertEquals((await world.get("/rooms/lobby/stream")).status, 503);
});

Deno.test("With --no-web-read rooms are for those who come in", async () => {
  const world = new World({ noRead: true });
  for (const target of ["/rooms", "/rooms/lobby", "/rooms/lobby/stream"]) {
    const answer = await world.get(target);
    assertEquals(answer.status, 404);
    assertMatch(textOf(answer), /^Rooms can be read by those who come in only/);
  }
  assertEquals((await world.get("/")).status, 200);
});
