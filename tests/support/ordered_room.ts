// A chat with people of every role: accounts are registered and logged in without a password being typed,
// by a command that only tests have. Guests have an address of their own.

import { type Command, CommandTable, word } from "../../src/command.ts";
import { commands } from "../../src/command/mod.ts";
import { ChatRoom, type ChatRoomOptions, type Talker } from "./chat_room.ts";

const be: Command = {
  name: "be",
  args: [word("NAME")],
  summary: "log in",
  async run({ chat, accounts, member }, [name = ""]) {
    const account = await accounts.find(name);
    if (account) await chat.names.identify(member, account);
  },
};

export class OrderedRoom extends ChatRoom {
  #guests = 0;

  constructor(options: ChatRoomOptions = {}) {
    const table = new CommandTable([...commands.all, be]);
    super({ commands: table, admins: ["rosa", "ruth"], ...options });
  }

  /** An account that nobody is on with. */
  async account(name: string): Promise<void> {
    const known = await this.accounts.find(name);
    if (!known) await this.accounts.register({ name, password: "correct horse" });
  }

  /** Somebody who is logged in, in `place`. */
  async user(name: string, place = "#tea"): Promise<Talker> {
    await this.account(name);
    const talker = await this.connect(name);
    await talker.types(`/be ${name}`);
    return await this.#goTo(talker, place);
  }

  /** Somebody who is not, from an address that nobody else has. */
  async guest(
    name: string,
    { place = "#tea", address }: { place?: string; address?: string } = {},
  ): Promise<Talker> {
    const talker = await this.connect(name, address ?? `198.51.100.${++this.#guests}`);
    return await this.#goTo(talker, place);
  }

  async #goTo(talker: Talker, place: string): Promise<Talker> {
    if (place !== this.chat.lobby) await talker.types(`/join ${place}`);
    talker.news();
    return talker;
  }

  /** Olga's room #tea: olga owns it, otto is an op, uma a user, gus a guest, rosa an admin. */
  async staff() {
    const olga = await this.user("olga");
    const otto = await this.user("otto");
    await olga.types("/op otto");
    const uma = await this.user("uma");
    const gus = await this.guest("gus");
    const rosa = await this.user("rosa");
    const all = { olga, otto, uma, gus, rosa };
    for (const talker of Object.values(all)) talker.news();
    return all;
  }

  /** What the room's rules are. */
  settings(room = "#tea") {
    return room === "" ? this.chat.roster.server : this.chat.roster.rooms.get(room)?.settings;
  }

  /** What the audit has, without times. */
  async deeds(): Promise<string[]> {
    const latest = await this.parts.audit.latest(1000);
    return latest.map(({ by, room, what }) => `${by} ${room}: ${what}`);
  }
}

export const MINUTE = 60_000;
