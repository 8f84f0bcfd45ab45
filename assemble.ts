// Joins core and edges: the one place, with the tests, that names a concrete dialect or set of commands;
// listeners.ts does so for transports. main.ts and worker.ts are the doors in front of both.

import { assets } from "./dist/web/assets.ts"; // made by `deno task build`
import { Accounts } from "./src/accounts.ts";
import { Audit } from "./src/audit.ts";
import { Backlog } from "./src/backlog.ts";
import type { Bus } from "./src/bus.ts";
import { Chat } from "./src/chat.ts";
import type { Clock } from "./src/clock.ts";
import type { Cluster } from "./src/cluster.ts";
import { commands } from "./src/command/mod.ts";
import type { Config } from "./src/config.ts";
import { json } from "./src/dialect/json.ts";
import { plain } from "./src/dialect/plain.ts";
import { sse } from "./src/dialect/sse.ts";
import type { Doors } from "./src/door.ts";
import { Drain, type DrainOrders } from "./src/drain.ts";
import { FIRST_NAMES } from "./src/first_names.ts";
import { games } from "./src/game/mod.ts";
import { GameDesk } from "./src/game_desk.ts";
import type { Gate } from "./src/gate.ts";
import type { GuessGate } from "./src/guess_gate.ts";
import { GuestNames } from "./src/guest_names.ts";
import { History } from "./src/history.ts";
import { Hub } from "./src/hub.ts";
import { IdleWatch } from "./src/idle_watch.ts";
import { MAX_TOTAL_BACKLOG_BYTES, WRITES_PER_TURN } from "./src/limits.ts";
import { LineIds } from "./src/line_ids.ts";
import type { Log } from "./src/log.ts";
import { LoginCodes } from "./src/login_codes.ts";
import { Memos } from "./src/memos.ts";
import { Moderation } from "./src/moderation.ts";
import { nameKey } from "./src/name.ts";
import type { Watched } from "./src/ops/metrics.ts";
import { PasswordHasher } from "./src/password.ts";
import { Past } from "./src/past.ts";
import { Readers } from "./src/readers.ts";
import { Reports } from "./src/reports.ts";
import { Resumes } from "./src/resumes.ts";
import { RoomBook } from "./src/room_book.ts";
import { SavedTables } from "./src/saved_tables.ts";
import { Scores } from "./src/scores.ts";
import { Seen } from "./src/seen.ts";
import { Server } from "./src/server.ts";
import { SignIn } from "./src/sign_in.ts";
import type { Store } from "./src/store.ts";
import { TableAlarms } from "./src/table_alarms.ts";
import { atTurnEnd } from "./src/turn.ts";
import { Unread } from "./src/unread.ts";
import { makeSite } from "./src/web/site.ts";
import { WriteSlices } from "./src/write_slices.ts";

const MINUTE_MS = 60_000;

const DOORS: Doors = {
  tls: { dialect: plain, knocks: true },
  tcp: { dialect: plain, knocks: true },
  telnet: { dialect: plain, knocks: true },
  websocket: { dialect: json, knocks: false, asks: true },
};

export interface Surroundings {
  readonly clock: Clock;
  readonly bus: Bus;
  readonly gate: Gate;
  readonly guesses: GuessGate;
  readonly log: Log;
  readonly store: Store;
  /** The nodes that this one is one of, if their bus keeps what is said; null if history is to do that. */
  readonly cluster: Cluster | null;
  /** Of all event loops of this process. */
  readonly orders: DrainOrders;
  /** Set before every connection's number, so that ids are unique over all workers. */
  readonly idPrefix: string;
}

/** What is said need not be kept once more, and comes back when a room is followed. */
const KEPT_BY_BUS = { add: () => {}, recent: () => Promise.resolve([]) };

/** One event loop's part of the program. */
export interface Assembled {
  /** Without listeners. */
  readonly server: Server;
  /** What is to be seen of it from outside. */
  readonly watched: Watched;
}

/** The parts of one event loop of `config.workers`. */
export function assemble(
  config: Config,
  { clock, bus, gate, guesses, log, store, cluster, orders, idPrefix }: Surroundings,
): Assembled {
  const hub = new Hub(atTurnEnd);
  const history = new History({ store, clock, log }, config.history);
  const guests = new GuestNames(FIRST_NAMES, Math.random);
  const book = new RoomBook({ store, log });
  const seen = new Seen({ store, clock, log });
  const unread = new Unread({ seen, hub });
  const scores = new Scores({ store, clock, log });
  const saved = new SavedTables({ store, clock, log });
  const node = idPrefix.replace("-", "");
  const alarms = new TableAlarms({ bus, clock, node });
  const playing = { games, scores, saved, alarms };
  const past = cluster ? KEPT_BY_BUS : history;
  const chatParts = { bus, hub, clock, guests, history: past, book, unread, log, ...playing };
  const chat = new Chat(chatParts, {
    ...config,
    node,
    admins: new Set(config.admin.split(",").map(nameKey)),
  });
  const hasher = new PasswordHasher({ running: navigator.hardwareConcurrency / config.workers });
  const accounts = new Accounts({ store, hasher, guesses, clock, log });
  const memos = new Memos({ store, chat, clock, log });
  const codes = new LoginCodes({ accounts, clock, guesses, log, store });
  const signIn = new SignIn({ accounts, bus, chat, clock, codes, log, memos, scores, seen });
  const desk = new GameDesk({ bus, chat, clock, saved, alarms });
  const alone = idPrefix === "";
  const resumes = new Resumes({
    accounts,
    alone,
    bus,
    chat,
    clock,
    games: desk,
    log,
    signIn,
    store,
  });
  const ids = new LineIds(node);
  const audit = new Audit({ store, log, ids });
  const reports = new Reports({ store, log, ids });
  const moderation = new Moderation({ bus, book, clock, audit });
  const backlog = new Backlog(MAX_TOTAL_BACKLOG_BYTES / config.workers);
  const slices = new WriteSlices(atTurnEnd, WRITES_PER_TURN);
  const parts = {
    chat,
    accounts,
    signIn,
    codes,
    resumes,
    moderation,
    memos,
    past: new Past({ history, book, bus, roster: chat.roster, log }),
    unread,
    audit,
    reports,
    drain: new Drain({ chat, orders, resumes, store }),
    games: desk,
    scores,
    cluster,
    server: { ...config, chatPort: config.port },
    commands,
    doors: DOORS,
    dialects: { text: plain, json },
    clock,
    backlog,
    slices,
    atTurnEnd,
    log,
    gate,
    history,
    seen,
    store,
    unfinished: [desk, scores],
    idle: new IdleWatch({ chat, clock }, config.idleTimeout * MINUTE_MS),
  };
  const readers = new Readers({ ...parts, hub }, config);
  const text = plain.with({ time: true, color: false, bell: false });
  const site = makeSite({
    assets,
    readers: config.noWebRead ? null : readers,
    dialects: { text, events: sse },
  });
  const options = { ...config, idPrefix, flood: config };
  const server = new Server({ ...parts, readers, site }, options);
  return { server, watched: { server, chat, hub, accounts, backlog, history } };
}
