// The store in NATS keeps the promises of every store, with a real server behind it.

import { NatsServer } from "../support/nats_server.ts";
import { natsHome } from "../support/nats_link.ts";
import { testStore } from "../support/store_contract.ts";

let server: NatsServer;

Deno.test.beforeAll(async () => {
  server = await NatsServer.start();
});

Deno.test.afterAll(() => server[Symbol.asyncDispose]());

testStore("NatsStore", { durable: true, home: () => Promise.resolve(natsHome(server)) });
