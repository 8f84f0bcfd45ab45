// Several worker buses and their broker in one thread, joined by real message ports: what is said between
// them is cloned and arrives later, as between workers.

import { Admission, type AdmissionOptions } from "../../src/admission.ts";
import { GuessCounter } from "../../src/guess_counter.ts";
import { atTurnEnd } from "../../src/turn.ts";
import { Broker } from "../../src/workers/broker.ts";
import type { Downward, Request } from "../../src/workers/message.ts";
import { WorkerBus } from "../../src/workers/worker_bus.ts";
import type { StartedBus } from "./bus_contract.ts";

export interface WorkerNodes extends StartedBus {
  readonly nodes: readonly [WorkerBus, ...WorkerBus[]];
}

const NO_LIMIT: AdmissionOptions = { maxConnections: Infinity, maxPerAddress: 0 };

/** `count` nodes, which close their ports when disposed of. */
export function startWorkerNodes(count: number, limits = NO_LIMIT): WorkerNodes {
  const broker = new Broker({
    admission: new Admission(limits),
    guesses: new GuessCounter({ now: () => 0 }),
  });
  const ports: MessagePort[] = [];
  const join = () => joinNode(broker, ports);
  const nodes: WorkerNodes["nodes"] = [join(), ...Array.from({ length: count - 1 }, join)];
  return {
    nodes,
    [Symbol.asyncDispose]: () => {
      for (const port of ports) port.close();
      return Promise.resolve();
    },
  };
}

function joinNode(broker: Broker, ports: MessagePort[]): WorkerBus {
  const { port1: below, port2: above } = new MessageChannel();
  ports.push(below, above);
  const bus = new WorkerBus((requests) => below.postMessage(requests), atTurnEnd);
  const peer = { send: (message: Downward) => above.postMessage(message) };
  broker.add(peer);
  above.onmessage = ({ data }) => broker.handle(data as Request[], peer);
  below.onmessage = ({ data }) => hear(bus, data as Downward);
  return bus;
}

function hear(bus: WorkerBus, message: Downward): void {
  if (message.kind === "facts") bus.facts(message.facts, message.own);
  else if (message.kind === "answers") bus.answers(message.answers);
}
