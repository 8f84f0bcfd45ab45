// Somebody at a terminal, where the others are in browsers.

import { Client } from "../../support/client.ts";
import type { Site } from "./browser.ts";

/** A person in the lobby, by the name they were given. */
export async function nc({ server }: Site): Promise<{ client: Client; name: string }> {
  const client = Client.run("nc", ["127.0.0.1", `${server.port}`]);
  const name = await client.name();
  await client.line(/^\* You are in #lobby/);
  return { client, name };
}
