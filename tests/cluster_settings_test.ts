// What may stand behind a cluster's flags, and that no password is ever said again.

import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  natsAddress,
  parseClusterWord,
  parseNatsUrls,
  refuseTogether,
} from "../src/cluster_settings.ts";
import { ChatError } from "../src/errors.ts";

const ADDRESSES: readonly [url: string, address: ReturnType<typeof natsAddress>][] = [
  ["nats://127.0.0.1:4222", { servers: ["nats://127.0.0.1:4222"] }],
  ["TLS://nats.example.org", { servers: ["tls://nats.example.org"] }],
  ["nats://[::1]:4222,nats://b", { servers: ["nats://[::1]:4222", "nats://b"] }],
  ["nats://anna:x%40y@host:1", { servers: ["nats://host:1"], user: "anna", password: "x@y" }],
  ["nats://token@host", { servers: ["nats://host"], user: "token" }],
];

for (const [url, address] of ADDRESSES) {
  Deno.test(`natsAddress() reads "${url}"`, () => {
    assertEquals(natsAddress(url), address);
    assertEquals(parseNatsUrls(url), url);
  });
}

Deno.test("parseNatsUrls() refuses what is no URL of NATS, and shows no password", () => {
  for (const url of ["localhost", "http://a", "nats://", "nats://a b", "nats://a,", "nats://a:b"]) {
    assertThrows(() => parseNatsUrls(url), ChatError, "is no address of NATS");
  }
  const error = assertThrows(() => parseNatsUrls("nats://anna:hunter2@ho st"), ChatError);
  assertStringIncludes(error.message, '"nats://…@ho st"');
  assert(!error.message.includes("hunter2"));
});

Deno.test("parseNatsUrls() says how a password with a percent sign is written, and shows none", () => {
  for (const url of ["nats://anna:100%@host", "nats://an%zza:hunter2@host"]) {
    const error = assertThrows(() => parseNatsUrls(url), ChatError, 'write "%" as %25');
    assert(!/100%|hunter2/.test(error.message));
  }
});

Deno.test("parseClusterWord() takes what may be part of a subject", () => {
  for (const word of ["", "chat", "a-b_c", "x".repeat(32)]) {
    assertEquals(parseClusterWord(word), word);
  }
  for (const word of ["a.b", "a b", "*", ">", "née", "x".repeat(33)]) {
    assertThrows(() => parseClusterWord(word), ChatError, "1 to 32 letters");
  }
});

Deno.test("refuseTogether() refuses workers in a cluster, and credentials for none", () => {
  const alone = { nats: "", natsCredsStdin: false, workers: 4 };
  refuseTogether(alone);
  refuseTogether({ ...alone, nats: "nats://a", workers: 1, natsCredsStdin: true });
  assertThrows(
    () => refuseTogether({ ...alone, nats: "nats://a" }),
    ChatError,
    "do not go together",
  );
  assertThrows(() => refuseTogether({ ...alone, natsCredsStdin: true }), ChatError, "needs --nats");
});
