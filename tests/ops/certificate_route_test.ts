// PUT /certificate: what an operator's curl gets back.

import { assertEquals, assertMatch } from "@std/assert";
import { certificateRoute } from "../../src/ops/certificate_route.ts";
import { silent } from "../../src/log.ts";
import { certificates, OTHER_PEM, PEM } from "../support/certificates.ts";
import { FakeLog } from "../support/fake_log.ts";

Deno.test("PUT /certificate wants the token", () => {
  assertEquals(certificateRoute({ renew: null, log: silent }).guarded, true);
});

Deno.test("PUT /certificate takes a good one, tells its fingerprint and logs it", async () => {
  const [held, log] = [certificates(), new FakeLog()];
  const route = certificateRoute({ renew: (pem) => held.replace(pem), log });
  const answer = await route.answer(OTHER_PEM);
  const { fingerprint } = held.current;
  assertEquals(answer.status, 200);
  assertMatch(await answer.text(), new RegExp(`^New clients get the certificate ${fingerprint}, `));
  assertEquals(log.of("certificate replaced").map((record) => record.fingerprint), [fingerprint]);
});

Deno.test("PUT /certificate refuses a bad one in a line, and keeps the old one", async () => {
  const held = certificates();
  const before = held.current;
  const route = certificateRoute({ renew: (pem) => held.replace(pem), log: silent });
  const answer = await route.answer(PEM.slice(0, 200));
  assertEquals(answer.status, 422);
  assertMatch(await answer.text(), /^There is no certificate in it: [^\n]+\n$/);
  assertEquals(held.current, before);
});

Deno.test("PUT /certificate says that there is no TLS", async () => {
  const answer = await certificateRoute({ renew: null, log: silent }).answer(PEM);
  assertEquals([answer.status, await answer.text()], [
    409,
    "There is no TLS here: start with --tls-stdin\n",
  ]);
});
