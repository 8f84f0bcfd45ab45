// Nodes over NATS keep the promises of every bus, with a real server between them.

import { testBus } from "../support/bus_contract.ts";
import { startNatsNodes } from "../support/nats_link.ts";
import { NatsServer } from "../support/nats_server.ts";

let server: NatsServer;

Deno.test.beforeAll(async () => {
  server = await NatsServer.start();
});

Deno.test.afterAll(() => server[Symbol.asyncDispose]());

for (const count of [1, 2, 3]) {
  testBus(`NatsBus, one of ${count},`, () => startNatsNodes(server, count));
}
