// Short ways into a chat of fakes with accounts: register, log in again, and what it is told on the way.

import type { ChatRoom, Talker } from "./chat_room.ts";

export const PASSWORD = "correct horse";

/** What one is told, once, on a connection that is not encrypted. */
export const WARNING = /^\* Careful: a password can be read on its way/;

/** A client that has registered this name, and what it saw on the way is old news. */
export async function registered(room: ChatRoom, name: string): Promise<Talker> {
  const talker = await room.connect(name);
  const seen = await talker.types(`/register ${PASSWORD}`);
  const last = seen.at(-1);
  if (!last?.startsWith(`* ${name} is yours now`)) throw new Error(`Not registered: ${last}`);
  return talker;
}

/** One more client, logged in as `name`; a guest until then. */
export async function another(room: ChatRoom, name: string): Promise<Talker> {
  const talker = await room.connect();
  const seen = await talker.types(`/login ${name} ${PASSWORD}`);
  const last = seen.at(-1);
  if (!last?.startsWith(`* You are logged in as ${name}`)) throw new Error(`Not in: ${last}`);
  return talker;
}
