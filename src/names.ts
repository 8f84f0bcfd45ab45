// The name that a client is known by, and the account that goes with it: rename, reserve, log in and out. Each
// claims what it needs and publishes what has changed; whether a password is right is accounts.ts.

import type { Bus } from "./bus.ts";
import type { Clock } from "./clock.ts";
import type { Delivery } from "./delivery.ts";
import { ChatError, refuseIf } from "./errors.ts";
import type { GuestNames } from "./guest_names.ts";
import type { Hub } from "./hub.ts";
import type { Member } from "./member.ts";
import { nameKey, parseName } from "./name.ts";
import { NameDesk } from "./name_desk.ts";
import type { Ousted } from "./node_fact.ts";
import type { Rights } from "./rights.ts";
import type { Holder } from "./room_settings.ts";
import type { Roster } from "./roster.ts";

export interface NamesParts {
  readonly bus: Pick<Bus, "claim" | "publish" | "release">;
  readonly clock: Pick<Clock, "now">;
  readonly delivery: Pick<Delivery, "knows" | "member">;
  readonly guests: Pick<GuestNames, "give" | "take">;
  readonly hub: Pick<Hub, "tell">;
  readonly rights: Pick<Rights, "doorFault">;
  readonly roster: Pick<Roster, "isRegistered" | "named">;
}

export class Names {
  readonly #parts: NamesParts;
  readonly #desk: NameDesk;

  constructor(parts: NamesParts) {
    this.#parts = parts;
    this.#desk = new NameDesk(parts);
  }

  /** Takes a random free one for a guest. */
  forGuest({ id }: Member): Promise<string> {
    return this.#desk.forGuest(id);
  }

  /** Throws ChatError "bad-name" or "name-taken". */
  async rename(member: Member, wanted: string): Promise<void> {
    const name = parseName(wanted);
    refuseIf(name === member.name ? `You are "${name}" already` : null);
    const own = `You are logged in as ${member.name}, which is your name: /logout first`;
    refuseIf(member.person.account === undefined ? null : own);
    await this.claim(member, name);
    await this.#become(member, { name });
  }

  /** Keeps a name for a client that is about to register it. Throws ChatError "name-taken". */
  async reserve(member: Member, name: string): Promise<void> {
    const wanted = parseName(name);
    member.reserved = nameKey(wanted); // from now on, as the client may leave meanwhile
    if (await this.#desk.claim(wanted, member.id)) return;
    member.reserved = "";
    throw new ChatError("name-taken", `The name "${wanted}" is taken: choose another`);
  }

  /** Gives it back, unless the client is here and carries it. */
  dropReserved(member: Member): void {
    const { id, reserved } = member;
    member.reserved = "";
    if (member.gone || reserved !== nameKey(member.name)) this.#parts.bus.release(reserved, id);
  }

  /** The client has logged in: it carries the account's name from now on. Rejects if that is banned. */
  async identify(member: Member, account: Holder): Promise<void> {
    const fault = this.#parts.rights.doorFault({ id: member.id, ...account }, member.address);
    if (fault !== null) this.#parts.bus.release(nameKey(account.name), member.id);
    refuseIf(fault);
    await this.#become(member, account);
  }

  /** The client has logged out: it gets a guest's name. */
  async disown(member: Member): Promise<void> {
    await this.#become(member, { name: await this.forGuest(member) });
  }

  /** The name went to somebody else while this node was cut off. */
  oust({ id, key }: Ousted): void {
    const member = this.#parts.delivery.member(id);
    if (!member || nameKey(member.name) !== key || member.person.account !== undefined) return;
    const taken = `The name "${member.name}" was taken while the link was lost`;
    const tell = () => {
      const text = `${taken}: you are ${member.name} now`;
      this.#parts.hub.tell(member, { kind: "notice", text });
    };
    this.disown(member).then(tell, (error) => member.fail(error));
  }

  /** Takes a name for a guest. Throws ChatError "name-taken". */
  async claim(member: Member, name: string): Promise<void> {
    if (await this.#desk.claim(name, member.id)) return;
    if (!this.#parts.roster.isRegistered(nameKey(name))) {
      throw new ChatError("name-taken", `The name "${name}" is taken: choose another`);
    }
    const hint = `type /login ${name} PASSWORD if it is yours, or choose another`;
    throw new ChatError("name-taken", `The name "${name}" is registered: ${hint}`);
  }

  /** Another name or account, whose name is claimed already if it needs that. */
  async #become(member: Member, who: { name: string; account?: string }): Promise<void> {
    const { bus, clock } = this.#parts;
    const old = nameKey(member.name);
    if (this.#parts.delivery.knows(member)) {
      await bus.publish({ kind: "renamed", at: clock.now(), by: member.person, ...who });
    }
    for (const unused of [old, nameKey(who.name)]) { // the new one, if they departed before
      if (unused !== nameKey(member.name)) bus.release(unused, member.id);
    }
    if (member.person.name !== who.name) this.#parts.guests.give(who.name);
  }
}
