// The guards of the ops port: paths, methods, the token, the length of a body, and bugs.

import { assertEquals, assertMatch } from "@std/assert";
import { MAX_OPS_BODY_BYTES } from "../../src/limits.ts";
import { plain, type Route, Router } from "../../src/ops/router.ts";
import { Token } from "../../src/ops/token.ts";

const TOKEN = "0123456789abcdef";

const ROUTES: readonly Route[] = [
  { method: "GET", path: "/metrics", answer: () => plain(200, "numbers") },
  { method: "PUT", path: "/thing", guarded: true, answer: (body) => plain(200, `got ${body}`) },
  { method: "GET", path: "/bug", answer: () => Promise.reject(new Error("secret detail")) },
];

function setUp() {
  const bugs: unknown[] = [];
  const onBug = (bug: unknown) => void bugs.push(bug);
  const router = new Router(ROUTES, { token: new Token(TOKEN), onBug });
  const ask = async (path: string, init?: RequestInit) => {
    const response = await router.handle(new Request(`http://localhost${path}`, init));
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  return { ask, bugs };
}

const authorization = `Bearer ${TOKEN}`;

Deno.test("Router.handle() answers by path and method, whatever the query", async () => {
  const { ask } = setUp();
  assertEquals((await ask("/metrics?x=1")).text, "numbers\n");
  assertEquals((await ask("/metrics", { method: "HEAD" })).status, 200);
  const put = { method: "PUT", headers: { authorization }, body: "ein Ü" };
  assertEquals((await ask("/thing", put)).text, "got ein Ü\n");
});

Deno.test("Router.handle() says what there is when there is nothing", async () => {
  const { status, text } = await setUp().ask("/metric");
  assertEquals(status, 404);
  assertEquals(text, "There is nothing here: there are /metrics, /thing, /bug\n");
});

Deno.test("Router.handle() says which methods a path has", async () => {
  const { status, text, headers } = await setUp().ask("/metrics", { method: "DELETE" });
  assertEquals([status, headers.get("allow")], [405, "GET"]);
  assertEquals(text, "Only GET works here\n");
});

Deno.test("Router.handle() changes nothing without the token, and reads no body", async () => {
  const { ask } = setUp();
  for (const headers of [undefined, { authorization: "Bearer wrong" }]) {
    const { status, text, headers: got } = await ask("/thing", {
      method: "PUT",
      body: "x",
      ...(headers && { headers }),
    });
    assertEquals([status, got.get("www-authenticate")], [401, "Bearer"]);
    assertMatch(text, /^The token is missing or wrong/);
  }
});

Deno.test("Router.handle() takes a body up to its limit", async () => {
  const { ask } = setUp();
  const put = (length: number) =>
    ask("/thing", { method: "PUT", headers: { authorization }, body: "x".repeat(length) });
  assertEquals((await put(MAX_OPS_BODY_BYTES)).status, 200);
  assertEquals((await put(MAX_OPS_BODY_BYTES + 1)).status, 413);
});

Deno.test("Router.handle() hands a bug on and shows nothing of it", async () => {
  const { ask, bugs } = setUp();
  const { status, text } = await ask("/bug");
  assertEquals([status, text.includes("secret")], [500, false]);
  assertEquals(bugs.map(String), ["Error: secret detail"]);
});
