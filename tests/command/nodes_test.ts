// /nodes as admins see it: alone, and one of several.

import { assertEquals } from "@std/assert";
import type { NodeStatus } from "../../src/cluster.ts";
import { registered } from "../support/accounts.ts";
import { ChatRoom } from "../support/chat_room.ts";

async function asAdmin(room: ChatRoom): Promise<string[]> {
  const admin = await registered(room, "anna");
  return await admin.types("/nodes");
}

Deno.test("/nodes of a server that is alone says so", async () => {
  const answer = await asAdmin(new ChatRoom({ admins: ["anna"] }));
  assertEquals(answer, ["* This server is alone: --nats makes it one of several"]);
});

Deno.test("/nodes shows this server first and the others by name", async () => {
  const since = new Date(2026, 0, 1, 14, 2).getTime();
  const status = (name: string, more: Partial<NodeStatus> = {}): NodeStatus => {
    return { name, version: "1.0.0", clients: 2, rooms: 1, lagMs: 3, waiting: 0, since, ...more };
  };
  const nodes = () => [status("b"), status("c", { waiting: 7 }), status("a")];
  const answer = await asAdmin(new ChatRoom({ admins: ["anna"], cluster: { nodes } }));
  assertEquals(answer, [
    "* b: clients 2, rooms 1, lag 3 ms, version 1.0.0, up 1 minute (this one)",
    "* a: clients 2, rooms 1, lag 3 ms, version 1.0.0, up 1 minute",
    "* c: clients 2, rooms 1, lag 3 ms, 7 lines waiting, version 1.0.0, up 1 minute",
  ]);
});
