// How a client gets in and speaks, by kind of server: bare lines, or IRC. As data where possible: getting
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
};

/** Where those go who have one room for all; on servers of bare lines they are there already. */
export const LOBBY = "#lobby";

/** The room of a client, of so many. */
export function roomOf(id: number, rooms: number): string {
  return rooms === 1 ? LOBBY : `#r${id % rooms}`;
}
