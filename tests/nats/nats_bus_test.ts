// Nodes over NATS keep the promises of every bus, with a real server between them.

import { testBus } from "../support/bus_contract.ts";
import { startNatsNodes } from "../support/nats_link.ts";
import { withNats } from "../support/nats_server.ts";

withNats((server) => {
  for (const count of [1, 2, 3]) {
    testBus(`NatsBus, one of ${count},`, () => startNatsNodes(server(), count));
  }
});
