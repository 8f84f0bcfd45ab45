// The metrics, as tables and as Prometheus reads them, by prom-client. Each event loop reads its own parts when
// somebody asks; several are summed up to one text. Counts nothing itself but what takes time.

import {
  AggregatorRegistry,
  Counter,
  Gauge,
  Histogram,
  type MetricObject,
  Registry,
} from "prom-client";
import type { Accounts } from "../accounts.ts";
import type { Backlog } from "../backlog.ts";
import type { Chat } from "../chat.ts";
import type { Clock } from "../clock.ts";
import type { History } from "../history.ts";
import type { Hub } from "../hub.ts";
import { LOOP_DELAY_MS } from "../limits.ts";
import type { Server } from "../server.ts";

/** The parts of one event loop that are looked at. */
export interface Watched {
  readonly server: Pick<Server, "figures">;
  readonly chat: Pick<Chat, "roster">;
  readonly hub: Pick<Hub, "deliveries">;
  readonly accounts: Pick<Accounts, "logins">;
  readonly backlog: Pick<Backlog, "total">;
  readonly history: Pick<History, "status">;
}

/** What one event loop knows, as prom-client has it: plain data, so that it can be sent to another. */
export type Sample = readonly object[];

/** One number, or one for each value of its label. */
type Reading = number | Iterable<readonly [string, number]>;

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly label?: string;
  /** What becomes of the numbers of several event loops; "sum" if not given. All of them know all rooms. */
  readonly over?: "max";
  read(now: Now): Reading;
}

/** The parts, and the server's numbers, which are not for free. */
interface Now extends Watched {
  readonly figures: Server["figures"];
}

/** What only grows. */
const COUNTERS: readonly Metric[] = [
  {
    name: "netchat_connections_accepted_total",
    help: "Connections let in",
    label: "transport",
    read: ({ figures }) => figures.accepted,
  },
  {
    name: "netchat_connections_ended_total",
    help: "Connections that ended, by reason; a slow reader is one that was cut",
    label: "reason",
    read: ({ figures }) => figures.ended,
  },
  {
    name: "netchat_connections_refused_total",
    help: "Connections not let in: full, too many of one address, or going down",
    read: ({ figures }) => figures.refused,
  },
  {
    name: "netchat_accept_failures_total",
    help: "Failures to accept a connection, as when file descriptors run out",
    read: ({ figures }) => figures.acceptFailures,
  },
  {
    name: "netchat_lines_received_total",
    help: "Lines taken from clients",
    read: ({ figures }) => figures.traffic.lines,
  },
  {
    name: "netchat_lines_delayed_total",
    help: "Lines that had to wait as they came faster than --rate",
    read: ({ figures }) => figures.traffic.delayed,
  },
  {
    name: "netchat_deliveries_total",
    help: "Events handed to clients, one for each receiver",
    read: ({ hub }) => hub.deliveries,
  },
  {
    name: "netchat_received_bytes_total",
    help: "Bytes read from clients",
    read: ({ figures }) => figures.traffic.bytesIn,
  },
  {
    name: "netchat_sent_bytes_total",
    help: "Bytes written to clients",
    read: ({ figures }) => figures.traffic.bytesOut,
  },
  {
    name: "netchat_logins_total",
    help: "Logins; failed and held_back are wrong passwords and guesses made too fast",
    label: "result",
    read: ({ accounts: { logins } }) => [
      ["succeeded", logins.succeeded],
      ["failed", logins.failed],
      ["held_back", logins.heldBack],
    ],
  },
  {
    name: "netchat_history_dropped_lines_total",
    help: "Lines that history gave up, as the store was behind for too long",
    read: ({ history }) => history.status.dropped,
  },
];

/** What goes up and down. */
const GAUGES: readonly Metric[] = [
  {
    name: "netchat_connections",
    help: "Connections now",
    label: "transport",
    read: ({ figures }) => figures.connected,
  },
  {
    name: "netchat_people",
    help: "Clients in the chat now, those of other nodes included",
    over: "max",
    read: ({ chat }) => chat.roster.residents.size,
  },
  {
    name: "netchat_rooms",
    help: "Rooms open now",
    over: "max",
    read: ({ chat }) => chat.roster.rooms.size,
  },
  {
    name: "netchat_unsent_bytes",
    help: "Bytes that wait to be written to clients, over all of them",
    read: ({ backlog }) => backlog.total,
  },
  {
    name: "netchat_history_waiting_lines",
    help: "Lines not kept in the store yet",
    read: ({ history }) => history.status.waiting,
  },
  {
    name: "netchat_heap_bytes",
    help: "JavaScript heap in use, over all event loops",
    read: () => Deno.memoryUsage().heapUsed,
  },
  {
    name: "netchat_resident_memory_bytes",
    help: "Memory of the process",
    over: "max",
    read: () => Deno.memoryUsage().rss,
  },
];

/** Seconds. A store is a matter of milliseconds, as is a busy event loop; what takes a second is trouble. */
const BUCKETS = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];

/** Those that are timed: a metric is there before it has happened. */
const STORE_CALLS = ["read", "list", "commit", "append", "lines", "rooms", "erase"];

/** The metrics of one event loop. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #clock: Clock;
  /** Observed in seconds by whoever does what takes time. */
  readonly store: Histogram<"call">;
  readonly storeFailures: Counter<"call">;
  readonly bus: Histogram;
  readonly #loopDelay: Histogram;
  #watched: Watched | undefined;
  /** What the sample that is being taken is of. */
  #now: Now | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.store = this.#histogram("store_seconds", "What the store took, by call", ["call"]);
    this.storeFailures = new Counter({
      name: "netchat_store_failures_total",
      help: "Calls that the store failed, by call",
      labelNames: ["call"],
      registers: [this.#registry],
    });
    for (const call of STORE_CALLS) this.storeFailures.inc({ call }, 0);
    this.bus = this.#histogram("bus_seconds", "How long a fact took to get its place, sampled", []);
    this.#loopDelay = this.#histogram("event_loop_delay_seconds", "How late a timer was", []);
    this.#watchLoop();
  }

  /** Begins to look at the parts of this event loop. */
  watch(watched: Watched): void {
    this.#watched = watched;
    const now = () => this.#now;
    for (const metric of COUNTERS) {
      new Counter({
        ...this.#settings(metric),
        collect() {
          this.reset();
          for (const [labels, value] of readings(metric, now())) this.inc(labels, value);
        },
      });
    }
    for (const metric of GAUGES) {
      new Gauge({
        ...this.#settings(metric),
        collect() {
          for (const [labels, value] of readings(metric, now())) this.set(labels, value);
        },
      });
    }
  }

  /** How things are now. */
  async sample(): Promise<Sample> {
    const watched = this.#watched;
    if (watched) this.#now = { ...watched, figures: watched.server.figures };
    return await this.#registry.getMetricsAsJSON();
  }

  #settings({ name, help, label, over }: Metric) {
    const labelNames = label === undefined ? [] : [label];
    const aggregator = over === undefined ? {} : { aggregator: over };
    return { name, help, labelNames, registers: [this.#registry], ...aggregator };
  }

  /** A timer that is late says how long the event loop did not get round to it. */
  #watchLoop(): void {
    const due = performance.now() + LOOP_DELAY_MS;
    this.#clock.after(LOOP_DELAY_MS, () => {
      this.#loopDelay.observe(Math.max(0, performance.now() - due) / 1000);
      this.#watchLoop();
    });
  }

  #histogram<Label extends string>(name: string, help: string, labelNames: Label[]) {
    const registers = [this.#registry];
    return new Histogram({
      name: `netchat_${name}`,
      help,
      labelNames,
      buckets: BUCKETS,
      registers,
    });
  }
}

function* readings(
  { label, read }: Metric,
  now: Now | undefined,
): Generator<[labels: Record<string, string>, value: number]> {
  if (!now) return;
  const reading = read(now);
  if (typeof reading === "number") return yield [{}, reading];
  for (const [name, value] of reading) yield [label === undefined ? {} : { [label]: name }, value];
}

/** What does not change while the process lives, and what only the main thread knows. */
export interface About {
  readonly build: { readonly version: string; readonly deno: string; readonly target: string };
  /** Seconds since 1970. */
  readonly startedAt: number;
  readonly ready: boolean;
}

function aboutSample({ build, startedAt, ready }: About): Sample {
  return [
    gauge("netchat_build_info", "What is running; always 1", 1, build),
    gauge("netchat_start_time_seconds", "When it started, in seconds since 1970", startedAt),
    gauge("netchat_ready", "1 if it is ready for clients, as /readyz says", ready ? 1 : 0),
  ];
}

function gauge(name: string, help: string, value: number, labels: object = {}) {
  return { name, help, type: "gauge", aggregator: "first", values: [{ value, labels }] };
}

/** The text of several event loops together. */
export async function exposition(samples: readonly Sample[], about: About): Promise<string> {
  const all = [aboutSample(about), ...samples];
  return await AggregatorRegistry.aggregate(all as MetricObject[][]).metrics();
}

/** What the text is, for whoever gets it. */
export const EXPOSITION_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;
