// Messages as the server sends them, and a page that has entered the lobby, for tests.

import type { ServerMessage, WireLine } from "../../../../src/protocol.ts";
import { START, type State } from "../../../../src/web/page/state/model.ts";
import { receive } from "../../../../src/web/page/state/receive.ts";

export type Of<T extends ServerMessage["type"]> = Extract<ServerMessage, { type: T }>;

export function person(name: string, registered = false) {
  return { name, registered };
}

export function said(id: string, text: string, more: Partial<WireLine> = {}): WireLine {
  return {
    type: "said",
    id,
    at: Number(id) * 1000,
    room: "#lobby",
    by: person("bob"),
    text,
    ...more,
  };
}

export const HELLO: Of<"hello"> = {
  type: "hello",
  version: 1,
  name: "",
  room: "",
  server: { lobby: "#lobby", maxLine: 4096, history: 100, requireLogin: false, chatPort: 5000 },
};

export function entered(more: Partial<Of<"entered">> = {}): Of<"entered"> {
  return {
    type: "entered",
    room: "#lobby",
    topic: "",
    company: { names: ["bob"], others: 0 },
    recent: [],
    gap: false,
    people: 2,
    members: [{ ...person("anna"), away: false }, { ...person("bob"), away: false }],
    rules: { owner: null, ops: [], topicLocked: false, slow: 0, private: false },
    role: "guest",
    ...more,
  };
}

/** All of `messages`, one after the other. */
export function after(state: State, ...messages: ServerMessage[]): State {
  return messages.reduce((state, message) => receive(state, message, 5_000_000), state);
}

/** "anna", in the lobby with bob. */
export function inLobby(...recent: WireLine[]): State {
  return after(
    START,
    HELLO,
    { type: "welcome", name: "anna", motd: "" },
    { type: "you", name: "anna", registered: false, away: false, admin: false },
    entered({ recent }),
  );
}

/** What a place shows, a string for each line or event. */
export function shown(state: State, key = "#lobby"): string[] {
  const blocks = state.places.get(key)?.log.chunks.flatMap(({ blocks }) => blocks) ?? [];
  return blocks.flatMap((block) => {
    switch (block.kind) {
      case "talk":
        return block.entries.map(({ text }) => `${block.by.name}: ${text}`);
      case "act":
        return [`${block.by.name} ${block.entry.text}`];
      case "news":
        return block.items.map(({ text }) => `* ${text}`);
      case "notice":
        return block.lines.map((line) => `! ${line}`);
    }
  });
}
