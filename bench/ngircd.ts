// ngircd as a peer: an IRC server in C. Its configuration says what a benchmark needs and nothing else:
// no look-ups, no limits on connections, no penalty for talking fast.

import type { Ready } from "./peers.ts";
import { versionOf } from "./tool.ts";

export async function prepareNgircd(folder: string): Promise<Ready | null> {
  const version = await versionOf("ngircd");
  if (version === null) return null;
  const command = (port: number) => {
    const file = `${folder}/ngircd.conf`;
    Deno.writeTextFileSync(file, ngircdConfig(port));
    return ["ngircd", "--nodaemon", "--config", file];
  };
  return { version, command };
}

function ngircdConfig(port: number): string {
  return `
[Global]
Name = bench.local
Info = Benchmark
Listen = 127.0.0.1
Ports = ${port}

[Limits]
MaxConnections = 0
MaxConnectionsIP = 0
MaxPenaltyTime = 0
PingTimeout = 3600

[Options]
DNS = no
Ident = no
PAM = no
`;
}
