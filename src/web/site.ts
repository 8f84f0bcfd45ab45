// What is where on the web port: the page with its files, and public rooms as text, the latest lines or a
// stream of them. The WebSocket is the transport's own.

import type { Dialect } from "../dialect.ts";
import { LINES_READ, ROOMS_IN_LIST } from "../limits.ts";
import type { Following, Readers } from "../readers.ts";
import type { Room } from "../roster.ts";
import { printable } from "../sanitize.ts";
import type { Answer, Reader, Site, WebRequest } from "../site.ts";
import { type Asset, Files, SAFE, words } from "./files.ts";

export interface SiteParts {
  readonly assets: Readonly<Record<string, Asset>>;
  /** null: rooms are for those who come in. */
  readonly readers: Readers | null;
  readonly dialects: {
    /** For terminals. */
    readonly text: Dialect;
    /** For programs, as server-sent events. */
    readonly events: Dialect;
  };
}

const encoder = new TextEncoder();

/** The site of one server. */
export function makeSite({ assets, readers, dialects }: SiteParts): Site {
  const files = new Files(assets);
  return (visit) => {
    const { method, target } = visit;
    if (method !== "GET" && method !== "HEAD") {
      const text = `${
        printable(method)
      } does nothing here: a GET reads, and /ws is where one talks`;
      return words(405, text, { allow: "GET, HEAD" });
    }
    const path = decodePath(target);
    if (path === null) return words(400, "That path is no UTF-8, or its % signs are wrong");
    return files.answer(path, visit) ?? roomAnswer(path, { visit, readers, dialects }) ??
      words(404, `There is nothing at "${printable(path)}": the page is at /, rooms at /rooms`);
  };
}

interface Wanted extends Omit<SiteParts, "assets"> {
  readonly visit: WebRequest;
}

/** undefined for a path that is none of a room. */
function roomAnswer(path: string, wanted: Wanted): Answer | Promise<Answer> | undefined {
  const [, name, stream] = /^\/rooms(?:\/([^/]+)(\/stream)?)?\/?$/.exec(path) ?? [];
  if (!path.startsWith("/rooms")) return undefined;
  const { readers } = wanted;
  if (!readers) return words(404, "Rooms can be read by those who come in only: the page is at /");
  if (name === undefined) {
    return path.replace(/\/$/, "") === "/rooms" ? list(readers, wanted) : undefined;
  }
  return readRoom(name, { ...wanted, readers, live: stream !== undefined });
}

async function readRoom(
  name: string,
  { live, ...wanted }: Wanted & { readers: Readers; live: boolean },
): Promise<Answer> {
  const room = await wanted.readers.find(name);
  if (!room) {
    return words(
      404,
      `There is no room "${printable(name)}" to be read: /rooms lists those there are`,
    );
  }
  return live ? follow(room, wanted) : latest(room, wanted);
}

function list({ rooms }: Readers, { dialects: { text } }: Wanted): Answer {
  const listed = rooms.slice(0, ROOMS_IN_LIST)
    .map(({ name, heads, settings }) => ({ name, people: heads, settings }));
  return inText(
    text.render({ kind: "rooms", rooms: listed, others: rooms.length - listed.length }),
  );
}

function latest({ history }: Room, { dialects: { text } }: Wanted): Answer {
  return inText(text.render({ kind: "past", lines: history.slice(-LINES_READ), more: false }));
}

function inText(text: string): Answer {
  const body = encoder.encode(text);
  return { ...words(200, ""), body };
}

async function follow(
  room: Room,
  { visit, readers, dialects }: Wanted & { readers: Readers },
): Promise<Answer> {
  const { headers, address, method } = visit;
  const asEvents = (headers.get("accept") ?? "").includes("text/event-stream");
  const type = `${asEvents ? "text/event-stream" : "text/plain"}; charset=utf-8`;
  const all = {
    ...SAFE,
    "content-type": type,
    "cache-control": "no-store",
    "x-accel-buffering": "no",
  };
  if (method === "HEAD") return { status: 200, headers: all, body: new Uint8Array(0) };
  const refusal = await readers.admit(address);
  if (refusal !== null) return words(503, refusal, { "retry-after": "30" });
  const following: Following = {
    room,
    address,
    dialect: asEvents ? dialects.events : dialects.text,
    after: headers.get("last-event-id"),
    signOfLife: asEvents ? ":\n\n" : "",
  };
  return { status: 200, headers: all, body: (reader: Reader) => readers.follow(following, reader) };
}

function decodePath(target: string): string | null {
  try {
    return decodeURIComponent(target.replace(/\?.*$/s, ""));
  } catch {
    return null;
  }
}
