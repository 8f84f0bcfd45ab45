// How a client gets in and speaks, by kind of server: bare lines, IRC or JSON. As data where possible: getting
// in is a list of steps, each a line to send and what the server's answer must contain.

import type { Wire } from "../figures.ts";

export interface Step {
  readonly send: string;
  /** Anything will do if this is empty. */
  readonly expect: string;
}

export interface Place {
  readonly id: number;
  /** "" for those who only connect. */
  readonly room: string;
}

export interface Speech {
  readonly room: string;
  readonly payload: string;
}

interface Language {
  enter(place: Place): readonly Step[];
  say(speech: Speech): string;
}

export const LANGUAGES: Readonly<Record<Wire, Language>> = {
  lines: {
    enter: ({ room }) => {
      const welcome = { send: "", expect: "" };
      if (room === "" || room === LOBBY) return [welcome];
      return [welcome, { send: `/join ${room}\n`, expect: `You are in ${room}` }];
    },
    say: ({ payload }) => `${payload}\n`,
  },
  irc: {
    enter: ({ id, room }) => {
      const register = { send: `NICK u${id}\r\nUSER u${id} 0 * :u\r\n`, expect: " 001 " };
      return room === "" ? [register] : [register, { send: `JOIN ${room}\r\n`, expect: " 366 " }];
    },
    say: ({ room, payload }) => `PRIVMSG ${room} :${payload}\r\n`,
  },
  websocket: {
    enter: ({ room }) => {
      const upgrade = { send: HANDSHAKE, expect: " 101 " };
      if (room === "") return [upgrade];
      const enter = { send: frame({ do: "enter" }), expect: `"room":"${LOBBY}"` };
      if (room === LOBBY) return [upgrade, enter];
      const join = { send: frame({ do: "join", args: [room] }), expect: `"room":"${room}"` };
      return [upgrade, enter, join];
    },
    say: ({ room, payload }) => frame({ do: "say", text: payload, room }),
  },
};

const HANDSHAKE = [
  "GET /ws HTTP/1.1",
  "Host: localhost",
  "Upgrade: websocket",
  "Connection: Upgrade",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: bmV0Y2hhdCBiZW5jaG1hcg==",
  "",
  "",
].join("\r\n");

/** A request as a frame (RFC 6455), whose mask of zeros changes nothing. One character a byte. */
function frame(request: unknown): string {
  const text = JSON.stringify(request);
  const length = text.length < 126
    ? String.fromCharCode(0x80 | text.length)
    : String.fromCharCode(0xfe, text.length >> 8, text.length & 0xff);
  return `\x81${length}\0\0\0\0${text}`;
}

/** What ends a line, or what comes nearest to one: every message has its text last, in an object. */
export function endOf(wire: Wire): number {
  return (wire === "websocket" ? "}" : "\n").charCodeAt(0);
}

/** Where those go who have one room for all; on servers of bare lines they are there already. */
export const LOBBY = "#lobby";

/** The room of a client, of so many. */
export function roomOf(id: number, rooms: number): string {
  return rooms === 1 ? LOBBY : `#r${id % rooms}`;
}
