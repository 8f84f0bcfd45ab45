// /nodes: the servers that make this one chat.

import type { NodeStatus } from "../cluster.ts";
import type { Command } from "../command.ts";
import { duration } from "../duration.ts";
import { LISTING_COST } from "../limits.ts";

export const nodes: Command = {
  name: "nodes",
  args: [],
  role: "admin",
  summary: "list the servers of this chat: clients, rooms, lag and version of each",
  cost: LISTING_COST,
  run({ cluster, now, reply }) {
    if (!cluster) return reply("This server is alone: --nats makes it one of several");
    const [own, ...others] = cluster.nodes();
    if (own) reply(`${describe(own, now)} (this one)`);
    others.sort((a, b) => a.name < b.name ? -1 : 1);
    for (const node of others) reply(describe(node, now));
  },
};

function describe(node: NodeStatus, now: number): string {
  const { name, clients, rooms, lagMs, waiting, version, since } = node;
  const queue = waiting > 0 ? `, ${waiting} lines waiting` : "";
  const up = duration(now - since);
  return `${name}: clients ${clients}, rooms ${rooms}, lag ${lagMs} ms${queue}, version ${version}, up ${up}`;
}
