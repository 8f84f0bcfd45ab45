// A chat on fakes: the real Chat, Hub, commands and sessions, with clients a test types for, a clock that
// stands still and turns of the event loop that end on demand. types() resolves when all has settled.

import { Accounts } from "../../src/accounts.ts";
import { Audit } from "../../src/audit.ts";
import { Backlog } from "../../src/backlog.ts";
import type { Bus } from "../../src/bus.ts";
import { LocalBus } from "../../src/bus/local.ts";
import { Chat, type ChatOptions } from "../../src/chat.ts";
import type { Cluster } from "../../src/cluster.ts";
import type { CommandTable } from "../../src/command.ts";
import { commands } from "../../src/command/mod.ts";
import type { Dialect } from "../../src/dialect.ts";
import { json } from "../../src/dialect/json.ts";
import { Drain, type DrainOrder } from "../../src/drain.ts";
import type { Door } from "../../src/door.ts";
import type { Editing } from "../../src/editing.ts";
import { plain } from "../../src/dialect/plain.ts";
import type { FloodOptions } from "../../src/flood.ts";
import type { Game } from "../../src/game.ts";
import { GameDesk } from "../../src/game_desk.ts";
import { games } from "../../src/game/mod.ts";
import { GuessCounter } from "../../src/guess_counter.ts";
import { GuestNames } from "../../src/guest_names.ts";
import { History } from "../../src/history.ts";
import { Hub } from "../../src/hub.ts";
import { LineIds } from "../../src/line_ids.ts";
import { KNOCK_MS, LINGER_MS, WRITES_PER_TURN } from "../../src/limits.ts";
import { type Log, silent } from "../../src/log.ts";
import { LoginCodes } from "../../src/login_codes.ts";
import { Memos } from "../../src/memos.ts";
import { Moderation } from "../../src/moderation.ts";
import { nameKey } from "../../src/name.ts";
import { PasswordHasher } from "../../src/password.ts";
import { Past } from "../../src/past.ts";
import { Resumes } from "../../src/resumes.ts";
import { SavedTables } from "../../src/saved_tables.ts";
import { Scores } from "../../src/scores.ts";
import { Reports } from "../../src/reports.ts";
import { RoomBook } from "../../src/room_book.ts";
import { Seen } from "../../src/seen.ts";
import {
  Session,
  type SessionEnd,
  type SessionOptions,
  type SessionParts,
} from "../../src/session.ts";
import { SignIn } from "../../src/sign_in.ts";
import { inWords } from "../../src/site.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import type { Store } from "../../src/store.ts";
import { TableAlarms } from "../../src/table_alarms.ts";
import { Unread } from "../../src/unread.ts";
import { WriteSlices } from "../../src/write_slices.ts";
import { IdleWatch } from "../../src/idle_watch.ts";
import type { WaysIn } from "../../src/ways_in.ts";
import { FakeClock } from "./fake_clock.ts";
import { FakeConnection } from "./fake_connection.ts";
import { HeldHashing } from "./held_hashing.ts";
import { ManualTurns } from "./manual_turns.ts";
import { settle } from "./settle.ts";

export interface ChatRoomOptions extends Partial<Omit<ChatOptions, "admins">> {
  /** Names of accounts. */
  readonly admins?: readonly string[];
  /** One in memory if not given. */
  readonly store?: Store;
  readonly bus?: Bus;
  readonly cluster?: Cluster;
  /** Nobody reads it if not given. */
  readonly log?: Log;
  readonly dialect?: Dialect;
  /** Whether programs of other kinds are waited for; if not given, they are. */
  readonly knocks?: boolean;
  readonly commands?: CommandTable;
  readonly games?: readonly Game[];
  /** Unsent bytes over all connections. */
  readonly maxTotal?: number;
  readonly maxLine?: number;
  readonly maxBacklog?: number;
  readonly flood?: FloodOptions;
  readonly requireLogin?: boolean;
  readonly maxRooms?: number;
  readonly maxRoomsPerUser?: number;
}

/** Hands out the names a test asked for, then guest1, guest2 …; keeps those that came back. */
export class NamesOnDemand extends GuestNames {
  readonly wanted: string[] = [];
  readonly given: string[] = [];
  #count = 0;

  constructor() {
    super(["guest"], () => 0);
  }

  override take(): string {
    return this.wanted.shift() ?? `guest${++this.#count}`;
  }

  override give(name: string): void {
    this.given.push(name);
  }
}

export class ChatRoom {
  /** 14:03 wherever the test runs. */
  readonly clock = new FakeClock(new Date(2026, 0, 1, 14, 3).getTime());
  readonly turns = new ManualTurns();
  readonly guests = new NamesOnDemand();
  readonly bus: Bus;
  readonly hub: Hub;
  readonly hashing = new HeldHashing();
  readonly accounts: Accounts;
  readonly store: Store;
  readonly history: History;
  readonly seen: Seen;
  readonly chat: Chat;
  readonly parts: SessionParts;
  /** How to come in, for hints. */
  ways: WaysIn = { here: "nc HOST 5000", encrypted: null, port: 5000 };
  readonly limits: Omit<SessionOptions, "ways" | "door">;
  readonly door: Door;
  /** What admins ordered for the whole process. */
  readonly orders: DrainOrder[] = [];
  readonly #node: string;
  /** The connections that are made from now on edit lines, if this is set. */
  editing: Editing | undefined;
  #lastId = 0;

  constructor(options: ChatRoomOptions = {}) {
    this.#node = options.node ?? "";
    const { clock, guests, hashing, turns } = this;
    const { log = silent } = options;
    this.bus = options.bus ?? new LocalBus();
    this.hub = new Hub(turns.atTurnEnd);
    const admins = new Set(options.admins?.map(nameKey));
    const many = { maxRooms: 1000, maxRoomsPerUser: 50 };
    const rules = {
      lobby: "#lobby",
      motd: "",
      history: 100,
      replay: 10,
      ...many,
      ...options,
      admins,
    };
    this.store = options.store ?? new MemoryStore({ linesPerRoom: rules.history });
    this.history = new History({ store: this.store, clock, log: silent }, rules.history);
    const { bus, hub, history } = this;
    const book = new RoomBook({ store: this.store, log: silent });
    this.seen = new Seen({ store: this.store, clock, log });
    const unread = new Unread({ seen: this.seen, hub });
    const scores = new Scores({ store: this.store, clock, log });
    const saved = new SavedTables({ store: this.store, clock, log });
    const played = options.games ?? games;
    const alarms = new TableAlarms({ bus, clock, node: this.#node });
    const kept = { history, book, unread, scores, saved, alarms };
    this.chat = new Chat({ bus, hub, clock, guests, games: played, log, ...kept }, rules);
    const hasher = new PasswordHasher({ running: 1, scrypt: hashing.scrypt });
    const guesses = new GuessCounter(clock);
    this.accounts = new Accounts({ store: this.store, hasher, guesses, clock, log });
    const { accounts, chat, seen, store } = this;
    const memos = new Memos({ store, chat, clock, log });
    const codes = new LoginCodes({ accounts, clock, guesses, log, store });
    const signIn = new SignIn({ accounts, bus, chat, clock, codes, log, memos, scores, seen });
    const desk = new GameDesk({ bus, chat, clock, saved, alarms });
    const ledgers = { store, log, ids: new LineIds("") };
    const audit = new Audit(ledgers);
    const resumes = new Resumes({
      accounts,
      alone: options.node === undefined,
      bus,
      chat,
      clock,
      games: desk,
      log,
      signIn,
      store,
    });
    const orders = { order: (order: DrainOrder) => void this.orders.push(order) };
    this.parts = {
      chat: this.chat,
      accounts: this.accounts,
      signIn,
      codes,
      resumes,
      drain: new Drain({ chat, orders, resumes, store }),
      moderation: new Moderation({ bus, book, clock, audit }),
      audit,
      reports: new Reports(ledgers),
      games: desk,
      scores,
      cluster: options.cluster ?? null,
      memos,
      past: new Past({ history, book, bus, roster: this.chat.roster, log }),
      unread,
      server: {
        ...rules,
        maxLine: options.maxLine ?? 4096,
        requireLogin: options.requireLogin ?? false,
        chatPort: 5000,
      },
      commands: options.commands ?? commands,
      dialects: { text: plain, json },
      clock,
      backlog: new Backlog(options.maxTotal ?? 1e9),
      slices: new WriteSlices(turns.atTurnEnd, WRITES_PER_TURN),
      atTurnEnd: turns.atTurnEnd,
    };
    this.door = { dialect: options.dialect ?? plain, knocks: options.knocks ?? true };
    this.limits = {
      maxLine: options.maxLine ?? 4096,
      maxBacklog: options.maxBacklog ?? 256 * 1024,
      flood: options.flood ?? { burst: 0, rate: 5 },
      requireLogin: options.requireLogin ?? false,
    };
  }

  /** What a server needs beyond the parts: doors, and nobody behind the web's. */
  get open() {
    return {
      doors: { tcp: this.door, tls: this.door, telnet: this.door, websocket: this.door },
      site: () => inWords(404, "There are no pages here"),
      idle: new IdleWatch(this, 0),
      readers: { close: () => Promise.resolve() },
    };
  }

  /** A client at the door: its session runs, but it has not been greeted. */
  knock(address?: string, door = this.door): Talker {
    const connection = new FakeConnection(address);
    if (this.editing) connection.editing = this.editing;
    const id = `${this.#node}c${++this.#lastId}`;
    const options = { ...this.limits, door, ways: this.ways };
    const session = new Session({ id, connection }, this.parts, options);
    return new Talker(this, connection, session);
  }

  /** A program at the door, as on a WebSocket: it speaks JSON, and may say how it comes in. */
  async program(address?: string): Promise<Program> {
    const door: Door = { dialect: json, knocks: false, asks: true };
    const program = new Program(this.knock(address, door));
    await this.settle();
    return program;
  }

  /** A client that has come in under this name, and what it saw on the way is old news. */
  async connect(name?: string, address?: string): Promise<Talker> {
    if (name !== undefined) this.guests.wanted.push(name);
    const talker = this.knock(address);
    await this.pass(KNOCK_MS);
    talker.news();
    return talker;
  }

  /** Clients under these names, one after the other, and no old news for any of them. */
  async gather(...names: string[]): Promise<Talker[]> {
    const talkers: Talker[] = [];
    for (const name of names) talkers.push(await this.connect(name));
    for (const talker of talkers) talker.news();
    return talkers;
  }

  /** Lets everything happen that needs no time. */
  settle(): Promise<void> {
    return settle(this.turns);
  }

  /** Lets `ms` milliseconds go by, and what they bring happen. */
  async pass(ms: number): Promise<void> {
    await this.settle();
    this.clock.advance(ms);
    await this.settle();
  }

  /** Names of those who are in the room, in order of coming. */
  inside(room = this.chat.lobby): string[] {
    const people = this.chat.roster.rooms.get(room)?.people.values() ?? [];
    return [...people].map(({ person }) => person.name);
  }
}

/** One client and its session. */
export class Talker {
  readonly connection: FakeConnection;
  readonly session: Session;
  readonly ended: Promise<SessionEnd>;
  readonly #room: ChatRoom;
  #seen = 0;

  constructor(room: ChatRoom, connection: FakeConnection, session: Session) {
    this.#room = room;
    this.connection = connection;
    this.session = session;
    this.ended = session.run();
  }

  /** Types whole lines and resolves to the lines that this client sees then. */
  async types(...lines: string[]): Promise<string[]> {
    for (const line of lines) this.connection.type(`${line}\n`);
    await this.#room.settle();
    return this.news();
  }

  /** The lines this client has seen since it was last asked. Throws if they end within one. */
  news(): string[] {
    const text = this.connection.output.slice(this.#seen);
    this.#seen += text.length;
    if (text !== "" && !text.endsWith("\n")) throw new Error(`A torn line: ${text}`);
    return text.split("\n").slice(0, -1);
  }

  /** Hangs up, and resolves to how the session ended. */
  async hangUp(): Promise<SessionEnd> {
    this.connection.endInput();
    await this.#room.pass(LINGER_MS);
    return await this.ended;
  }
}

export type Message = Readonly<Record<string, unknown>>;

/** What a program sends, and what it gets, as objects. */
export class Program {
  readonly talker: Talker;

  constructor(talker: Talker) {
    this.talker = talker;
  }

  /** Sends requests and resolves to the messages that come then. */
  async asks(...requests: readonly (string | Message)[]): Promise<Message[]> {
    const lines = requests.map((request) =>
      typeof request === "string" ? request : JSON.stringify(request)
    );
    return parsed(await this.talker.types(...lines));
  }

  news(): Message[] {
    return parsed(this.talker.news());
  }

  /** Those of one type. */
  heard(type: string): Message[] {
    return this.news().filter((message) => message.type === type);
  }
}

function parsed(lines: readonly string[]): Message[] {
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}
