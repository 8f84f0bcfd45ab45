// Peer: as little as a relay on Deno can do. It reads, joins what one turn of the event loop brought, and hands
// the same bytes to all who said none of it, 128 writes a turn. No rooms, no history, no limits; nothing is
// checked. What netchat costs beyond this is netchat's own; what this costs beyond the C floor is the runtime's.
// Usage: deno run --allow-net deno.ts PORT

import { setImmediate } from "node:timers";

/** So many writes tokio, under Deno, begins in a turn of the event loop. */
const WRITES_PER_TURN = 128;
const READ_BYTES = 8192;

interface Client {
  readonly conn: Deno.TcpConn;
  /** What it has not been sent. */
  waiting: Uint8Array<ArrayBuffer>[];
  /** Whether a write is under way, or due. */
  busy: boolean;
}

interface Said {
  readonly by: Client;
  readonly text: string;
}

const encoder = new TextEncoder();
const clients = new Set<Client>();
let said: Said[] = [];
let due: Client[] = [];
let guests = 0;

async function serve(conn: Deno.TcpConn): Promise<void> {
  conn.setNoDelay(true);
  const name = `guest${++guests}`;
  const client: Client = { conn, waiting: [], busy: false };
  clients.add(client);
  give(client, encoder.encode(`Welcome ${name}\n`));
  try {
    await read(conn, (line) => say({ by: client, text: `${name}: ${line}\n` }));
  } catch {
    // Gone, as at the end of its input.
  }
  clients.delete(client);
  conn.close();
}

/** Until the end of input. */
async function read(conn: Deno.TcpConn, onLine: (line: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(READ_BYTES);
  let rest = "";
  for (let count = await conn.read(buffer); count !== null; count = await conn.read(buffer)) {
    const lines = (rest + decoder.decode(buffer.subarray(0, count), { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(onLine);
  }
}

function say(line: Said): void {
  if (said.length === 0) setImmediate(flush);
  said.push(line);
}

function flush(): void {
  const batch = said;
  said = [];
  const all = encoder.encode(batch.map(({ text }) => text).join(""));
  const speakers = new Set(batch.map(({ by }) => by));
  for (const client of clients) {
    give(client, speakers.has(client) ? withoutOwn(batch, client) : all);
  }
}

function withoutOwn(batch: readonly Said[], client: Client): Uint8Array<ArrayBuffer> {
  return encoder.encode(batch.filter(({ by }) => by !== client).map(({ text }) => text).join(""));
}

function give(client: Client, bytes: Uint8Array<ArrayBuffer>): void {
  if (bytes.length === 0) return;
  client.waiting.push(bytes);
  if (!client.busy) writeSoon(client);
}

function writeSoon(client: Client): void {
  client.busy = true;
  if (due.length === 0) setImmediate(writeSome);
  due.push(client);
}

function writeSome(): void {
  const now = due.slice(0, WRITES_PER_TURN);
  due = due.slice(WRITES_PER_TURN);
  if (due.length > 0) setImmediate(writeSome);
  for (const client of now) write(client, joined(client.waiting.splice(0)));
}

function write(client: Client, bytes: Uint8Array<ArrayBuffer>): void {
  client.conn.write(bytes).then((written) => {
    if (written < bytes.length) client.waiting.unshift(bytes.subarray(written));
    if (client.waiting.length > 0) writeSoon(client);
    else client.busy = false;
  }, () => clients.delete(client));
}

function joined(pieces: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const [first] = pieces;
  if (first && pieces.length === 1) return first;
  const whole = new Uint8Array(pieces.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

const port = Number(Deno.args[0]);
for await (const conn of Deno.listen({ hostname: "127.0.0.1", port, tcpBacklog: 4096 })) {
  serve(conn);
}
