// The operations of games: play, join, leave, watch, move, end. Each checks, then publishes a fact; what
// comes of it is tables.ts, on every node. No rules of games, no layout.

import { atMost } from "./at_most.ts";
import type { Bus } from "./bus.ts";
import type { Chat } from "./chat.ts";
import type { Clock } from "./clock.ts";
import { ChatError, refuseIf } from "./errors.ts";
import type { TableAct } from "./fact.ts";
import type { Game } from "./game.ts";
import { LATE_MOVE_MS, MAX_MOVE } from "./limits.ts";
import type { Member } from "./member.ts";
import { nearest } from "./nearest.ts";
import type { Person } from "./person.ts";
import { atLeast } from "./role.ts";
import { printable } from "./sanitize.ts";
import type { SavedTables } from "./saved_tables.ts";
import { isSame, seatMark, seatOf, type Table, titleOf } from "./table.ts";
import type { TableAlarms } from "./table_alarms.ts";
import { isAsked, joinFault } from "./table_faults.ts";
import { viewOf } from "./table_view.ts";

export interface GameDeskParts {
  readonly bus: Pick<Bus, "publish">;
  readonly chat: Pick<Chat, "tables" | "rights" | "roster" | "send">;
  readonly clock: Clock;
  readonly saved: Pick<SavedTables, "keep">;
  readonly alarms: Pick<TableAlarms, "stop">;
}

export interface Wish {
  readonly game: string;
  readonly options: string;
  readonly rival: Person | null;
}

/** "!e", or "!2:e" at table 2. A letter or a digit comes first: "!", "!?" and "! hello" are talk. */
const MOVE = /^!(?:(\d{1,4}):)?([\p{L}\p{N}].*)$/su;

/** All methods throw ChatError to refuse, and reject with none. */
export class GameDesk {
  /** What is saved at the end, for the log. */
  readonly name = "games";
  readonly #parts: GameDeskParts;
  /** When somebody moved last, in milliseconds since 1970. */
  readonly #movedAt = new WeakMap<Member, number>();

  constructor(parts: GameDeskParts) {
    this.#parts = parts;
  }

  /** The game of that name. Throws ChatError "usage" with the nearest name. */
  find(name: string): Game {
    const { games } = this.#parts.chat.tables;
    const game = games.get(name.toLowerCase());
    if (game) return game;
    const guess = nearest(name, games.keys());
    const hint = guess ? `did you mean ${guess}?` : "/games lists those there are";
    throw new ChatError("usage", `There is no game "${printable(name)}": ${hint}`);
  }

  /** Resolves when the game has begun, or waits for others. */
  play(member: Member, { game, options, rival }: Wish): Promise<void> {
    this.#refuseBarred(member);
    const [seed = 0] = crypto.getRandomValues(new Uint32Array(1));
    return this.#act(member, { do: "play", game, options, rival, seed });
  }

  /** `typed`: the number of the table, if one was given. */
  join(member: Member, typed?: string): Promise<void> {
    this.#refuseBarred(member);
    const others = this.#here(member).filter((table) => seatOf(table, member.person) < 0);
    const asked = others.filter((table) => isAsked(table, member.person));
    const free = others.filter((table) => joinFault(table, member.person) === null);
    const likely = [asked, free, others].find(({ length }) => length > 0) ?? [];
    const { number: table } = this.#choose(likely, { typed, how: "/join-game", member });
    return this.#act(member, { do: "join", table });
  }

  watch(member: Member, typed?: string): Promise<void> {
    const others = this.#here(member).filter((table) => !this.#isAt(table, member));
    const { number: table } = this.#choose(others, { typed, how: "/watch", member });
    return this.#act(member, { do: "watch", table });
  }

  leave(member: Member, typed?: string): Promise<void> {
    const own = this.#here(member).filter((table) =>
      this.#isAt(table, member) || isAsked(table, member.person)
    );
    const { number: table } = this.#choose(own, { typed, how: "/leave-game", member });
    return this.#act(member, { do: "leave", table });
  }

  /** For the one who started it, and for who keeps order in the room. */
  end(member: Member, typed?: string): Promise<void> {
    const table = this.#choose(this.#here(member), { typed, how: "/end-game", member });
    const starter = table.seats[0]?.person;
    const mayEnd = (starter && isSame(starter, member.person)) ||
      atLeast(this.#parts.chat.rights.role(member), "op");
    if (mayEnd) return this.#act(member, { do: "end", table: table.number });
    const hint = `/leave-game ${table.number} is for you`;
    const why = `${starter?.name} started it, and may end it, as may this room's ops`;
    throw new ChatError("not-allowed", `${why}: ${hint}`);
  }

  /** Shows a table again to who plays or watches. */
  show(member: Member, typed?: string): void {
    const { chat, clock } = this.#parts;
    const own = this.#here(member).filter((table) => this.#isAt(table, member));
    const table = this.#choose(own, { typed, how: "/board", member });
    if (!own.includes(table)) {
      const hint = `/watch ${table.number} to see it`;
      throw new ChatError("refused", `You are not in ${titleOf(table)}: ${hint}`);
    }
    const seat = seatOf(table, member.person);
    const { format } = member.dialect;
    const glance = { at: clock.now(), seat: seat < 0 ? null : seat, text: [], format };
    chat.send(member, viewOf(table, this.find(table.game), glance));
  }

  /**
   * Whether a line is a move: it looks like one, and its writer plays in the room, or did when it was typed. All
   * else is talk.
   */
  isMove(member: Member, text: string): boolean {
    if (!MOVE.test(text)) return false;
    const { chat, clock } = this.#parts;
    const movedAt = this.#movedAt.get(member) ?? -Infinity;
    return movedAt + LATE_MOVE_MS > clock.now() ||
      chat.tables.book.playedBy(member.person, member.room).length > 0;
  }

  /** Resolves when the move is made. */
  move(member: Member, line: string): Promise<void> {
    const [, number, move = ""] = MOVE.exec(line) ?? [];
    const text = move.trim();
    if (text.length > MAX_MOVE) {
      throw new ChatError("usage", `A move has ${MAX_MOVE} characters at most: use fewer`);
    }
    const { chat, clock } = this.#parts;
    const own = chat.tables.book.playedBy(member.person, member.room);
    if (own.length === 0) {
      throw new ChatError("refused", "That was not said, as your game is over: see /games");
    }
    this.#movedAt.set(member, clock.now());
    const { number: table } = number === undefined
      ? this.#onlyOne(own, text)
      : this.#numbered(number, member);
    return this.#act(member, { do: "move", table, text });
  }

  /** What a client's seats are claimed by when it comes back on another connection. */
  seatMark({ person }: Member): string {
    return seatMark(person, this.#parts.chat.roster.residents.get(person.id)?.since ?? 0);
  }

  /** Seats that had this mark before the connection was lost are the client's, in the rooms it is in. */
  async reclaim({ id, person: by }: Member, mark: string): Promise<void> {
    const { bus, chat, clock } = this.#parts;
    for (const { name: room } of chat.roster.residents.get(id)?.rooms ?? []) {
      const isKnown = chat.tables.book.of(room).some(({ seats }) =>
        seats.some((seat) => seat.mark === mark)
      );
      if (!isKnown) continue;
      await bus.publish({ kind: "played", at: clock.now(), room, by, act: { do: "return", mark } });
    }
  }

  /**
   * Everybody is gone: games that nobody plays on another node are kept until they are back. Resolves, in `ms`
   * milliseconds at most, to how many are not.
   */
  async save(ms: number): Promise<number> {
    const { alarms, chat, clock, saved } = this.#parts;
    alarms.stop();
    const isLeft = ({ seats }: Table) => seats.every(({ left, away }) => left || away !== null);
    const tables = [...chat.tables.book.all()].filter(isLeft);
    return await atMost(saved.keep(tables), { clock, ms, late: tables.length });
  }

  #act(member: Member, act: TableAct): Promise<void> {
    const { bus, chat, clock } = this.#parts;
    const fact = { room: member.room, by: member.person, act };
    refuseIf(chat.tables.refusal(fact));
    return bus.publish({ kind: "played", at: clock.now(), ...fact });
  }

  #refuseBarred(member: Member): void {
    refuseIf(this.#parts.chat.rights.gamesFault(member));
  }

  #here({ room }: Member): readonly Table[] {
    return this.#parts.chat.tables.book.of(room);
  }

  #isAt(table: Table, { id, person }: Member): boolean {
    return seatOf(table, person) >= 0 || table.watchers.includes(id);
  }

  /** The table that is meant: by its number, or the only one there is. */
  #choose(
    tables: readonly Table[],
    { typed, how, member }: { typed: string | undefined; how: string; member: Member },
  ): Table {
    if (typed !== undefined) return this.#numbered(typed, member);
    const [only] = tables;
    if (only && tables.length === 1) return only;
    if (!only) throw new ChatError("refused", `No game here is one for ${how}: see /games`);
    throw new ChatError("usage", `Which one? Type ${how} ${only.number}, or another of /games`);
  }

  #numbered(typed: string, { room }: Member): Table {
    const table = this.#parts.chat.tables.book.of(room).find(({ number }) => `${number}` === typed);
    if (table) return table;
    const hint = "/games lists those there are";
    throw new ChatError("refused", `There is no game ${printable(typed)} in ${room}: ${hint}`);
  }

  #onlyOne(own: readonly Table[], text: string): Table {
    const [only] = own;
    if (only && own.length === 1) return only;
    const numbers = own.map(({ number }) => number).join(" and ");
    const how = `say which, as in !${only?.number}:${printable(text, 20)}`;
    throw new ChatError("usage", `You play ${numbers}: ${how}`);
  }
}
