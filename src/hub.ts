// Fan-out. Rooms are channels in the manner of BroadcastChannel: post to one, subscribe to one, and the
// sender does not hear itself. What a channel is posted during one turn of the event loop reaches each
// subscriber as one piece of bytes. Knows no sockets, no commands, and of a chat only its events.

import { Batch } from "./batch.ts";
import type { Dialect } from "./dialect.ts";
import type { ChatEvent, RoomEvent } from "./event.ts";
import type { Person } from "./person.ts";
import type { Piece } from "./piece.ts";
import type { AtTurnEnd } from "./turn.ts";

/** All the hub needs to know of a receiver. */
export interface Subscriber {
  readonly id: string;
  readonly name: string;
  readonly dialect: Dialect;
  /** Whether it has told us to hide anybody; `hides` is asked only then. */
  readonly picky: boolean;
  hides(by: Person): boolean;
  /** Whether it wants to hear itself; not if not given. */
  readonly echo?: boolean;
  /** Takes the piece at once; must not throw, wait or change it. */
  deliver(piece: Piece): void;
  /** Its dialect broke, so it has missed something: must end its connection, not at once, and not throw. */
  fail(bug: unknown): void;
}

const encoder = new TextEncoder();

/** One room's subscribers and what they have not been given yet. */
class Channel {
  readonly subscribers = new Map<string, Subscriber>();
  pending: RoomEvent[] = [];
  /** Who has already had the first n pending events, or came after them. */
  readonly ahead = new Map<Subscriber, number>();
}

export class Hub {
  readonly #channels = new Map<string, Channel>();
  readonly #dirty = new Set<Channel>();
  readonly #atTurnEnd: AtTurnEnd;
  #deliveries = 0;

  constructor(atTurnEnd: AtTurnEnd) {
    this.#atTurnEnd = atTurnEnd;
  }

  /** Events handed out so far, once for each receiver; what some of them hide is counted too. */
  get deliveries(): number {
    return this.#deliveries;
  }

  /** Those that somebody is subscribed to. */
  get rooms(): Iterable<string> {
    return this.#channels.keys();
  }

  /** Hands `event` to everyone who is subscribed to `room` now, but for the one it is by, unless that wants it. */
  post(room: string, event: RoomEvent): void {
    const channel = this.#channels.get(room);
    if (!channel) return;
    channel.pending.push(event);
    if (this.#dirty.size === 0) this.#atTurnEnd(this.#flush);
    this.#dirty.add(channel);
  }

  /** `subscriber` hears what is posted from now on, and nothing of before. */
  subscribe(room: string, subscriber: Subscriber): void {
    let channel = this.#channels.get(room);
    if (!channel) this.#channels.set(room, channel = new Channel());
    channel.subscribers.set(subscriber.id, subscriber);
    if (channel.pending.length > 0) channel.ahead.set(subscriber, channel.pending.length);
  }

  /** `subscriber` still gets what was posted so far, and nothing after. */
  unsubscribe(room: string, subscriber: Subscriber): void {
    const channel = this.#channels.get(room);
    if (!channel?.subscribers.has(subscriber.id)) return;
    catchUp(channel, subscriber);
    channel.ahead.delete(subscriber);
    channel.subscribers.delete(subscriber.id);
    if (channel.subscribers.size === 0) this.#channels.delete(room);
  }

  /** Hands `event` to one receiver, after all that its rooms were posted before. */
  tell(subscriber: Subscriber, event: ChatEvent): void {
    this.#catchUp(subscriber);
    this.#deliveries++;
    try {
      const text = subscriber.dialect.render(event, subscriber);
      if (text !== "") subscriber.deliver(text);
    } catch (bug) {
      subscriber.fail(bug);
    }
  }

  /** Hands `event` to several at once, rendered once for all who read the same dialect. */
  tellAll(subscribers: readonly Subscriber[], event: ChatEvent): void {
    const shared = new Map<Dialect, Uint8Array>();
    for (const subscriber of subscribers) {
      const { dialect } = subscriber;
      if (dialect.personal) this.tell(subscriber, event);
      else this.#tellShared(subscriber, { event, shared });
    }
  }

  #tellShared(
    subscriber: Subscriber,
    { event, shared }: { event: ChatEvent; shared: Map<Dialect, Uint8Array> },
  ): void {
    this.#catchUp(subscriber);
    this.#deliveries++;
    const { dialect } = subscriber;
    try {
      const bytes = shared.get(dialect) ?? encoder.encode(dialect.render(event));
      shared.set(dialect, bytes);
      subscriber.deliver(bytes);
    } catch (bug) {
      subscriber.fail(bug);
    }
  }

  /** What its rooms were posted before comes first. */
  #catchUp(subscriber: Subscriber): void {
    for (const channel of this.#dirty) {
      if (channel.subscribers.get(subscriber.id) === subscriber) catchUp(channel, subscriber);
    }
  }

  readonly #flush = (): void => {
    const dirty = [...this.#dirty];
    this.#dirty.clear();
    for (const channel of dirty) this.#deliveries += flush(channel);
  };
}

/**
 * Gives every subscriber the pending events in as few pieces of memory as can be. Returns how many deliveries
 * that makes, which costs a multiplication and not a step for each.
 */
function flush(channel: Channel): number {
  const events = channel.pending;
  const own = ownEvents(events);
  const batches = new Batches(events);
  for (const subscriber of channel.subscribers.values()) {
    const special = subscriber.picky || subscriber.dialect.personal ||
      channel.ahead.has(subscriber);
    try {
      if (special) {
        deliverOwn(subscriber, { events, batches, from: channel.ahead.get(subscriber) ?? 0 });
      } else {
        const cut = subscriber.echo ? undefined : own.get(subscriber.id);
        deliverShared(subscriber, batches.of(subscriber.dialect), cut);
      }
    } catch (bug) {
      subscriber.fail(bug);
    }
  }
  channel.pending = [];
  channel.ahead.clear();
  let deliveries = events.length * channel.subscribers.size;
  for (const [id, mine] of own) {
    const speaker = channel.subscribers.get(id);
    if (speaker && !speaker.echo) deliveries -= mine.length;
  }
  return deliveries;
}

/** The indexes of each speaker's events, ascending. */
function ownEvents(events: readonly RoomEvent[]): Map<string, number[]> {
  const own = new Map<string, number[]>();
  events.forEach((event, index) => {
    if (!("by" in event)) return;
    const indexes = own.get(event.by.id);
    if (indexes) indexes.push(index);
    else own.set(event.by.id, [index]);
  });
  return own;
}

/** The way of most: the very same bytes, or for a speaker those without their own lines. */
function deliverShared(subscriber: Subscriber, batch: Batch, own: number[] | undefined): void {
  const bytes = own ? batch.without(own) : batch.bytes;
  if (bytes.length > 0) subscriber.deliver(bytes);
}

/** Gives one subscriber the pending events now, before their turn ends. */
function catchUp(channel: Channel, subscriber: Subscriber): void {
  const events = channel.pending;
  const from = channel.ahead.get(subscriber) ?? 0;
  if (from === events.length) return;
  channel.ahead.set(subscriber, events.length);
  try {
    deliverOwn(subscriber, { events, batches: new Batches(events), from });
  } catch (bug) {
    subscriber.fail(bug);
  }
}

interface Portion {
  readonly events: readonly RoomEvent[];
  readonly batches: Batches;
  /** Index of the first event this receiver has not had. */
  readonly from: number;
}

/** The way of a receiver for whom the shared bytes will not do. */
function deliverOwn(subscriber: Subscriber, { events, batches, from }: Portion): void {
  if (from === events.length) return;
  const sees = (index: number) => {
    const event = events[index];
    return index >= from && event !== undefined && visible(event, subscriber);
  };
  const bytes = subscriber.dialect.personal
    ? encoder.encode(
      events.filter((_, index) => sees(index))
        .map((event) => subscriber.dialect.render(event, subscriber)).join(""),
    )
    : batches.of(subscriber.dialect).cut(sees);
  if (bytes.length > 0) subscriber.deliver(bytes);
}

function visible(event: RoomEvent, subscriber: Subscriber): boolean {
  if (!("by" in event)) return true;
  if (event.by.id === subscriber.id) return subscriber.echo === true;
  return !(subscriber.picky && subscriber.hides(event.by));
}

/** The same events, rendered at most once for each dialect. */
class Batches {
  readonly #events: readonly RoomEvent[];
  readonly #byDialect = new Map<Dialect, Batch>();
  #lastDialect: Dialect | undefined;
  #last: Batch | undefined;

  constructor(events: readonly RoomEvent[]) {
    this.#events = events;
  }

  of(dialect: Dialect): Batch {
    if (this.#last && dialect === this.#lastDialect) return this.#last;
    let batch = this.#byDialect.get(dialect);
    if (!batch) this.#byDialect.set(dialect, batch = new Batch(this.#events, dialect));
    this.#lastDialect = dialect;
    return this.#last = batch;
  }
}
