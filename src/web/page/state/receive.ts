// What the server says, as a change of what the page knows. Pure. The same message twice does no harm, and
// one of an unknown type does nothing: newer servers may say more.

import type { ServerMessage, WireLine } from "../../../protocol.ts";
import { crowdChange, enteredPlace, memberChange, settledPlace } from "./company.ts";
import {
  answerPlace,
  change,
  changeIfThere,
  myName,
  rekeyed,
  type State,
  watches,
  without,
} from "./model.ts";
import type { Notice } from "./log.ts";
import {
  isRoom,
  type Pending,
  type Place,
  withLine,
  withNotice,
  withoutPending,
  withPast,
} from "./place.ts";

/** `now` in milliseconds since 1970, for what the server does not date. */
export function receive(state: State, message: ServerMessage, now: number): State {
  switch (message.type) {
    case "hello":
      return { ...state, server: message.server, asked: [] };
    case "welcome":
      return message.motd === "" ? state : { ...state, motd: message.motd };
    case "you":
      return known(state, message, now);
    case "entered":
      return entered(state, message, now);
    case "exited":
      return exited(state, message, now);
    case "said":
    case "acted":
      return said(state, message.room, message);
    case "renamed":
      return renamed(state, message);
    case "joined":
    case "left":
    case "kicked":
    case "away":
      return changeIfThere(
        state,
        message.room,
        (place) => memberChange(place, message, myName(state)),
      );
    case "settled":
      return changeIfThere(state, message.room, (place) => settledPlace(place, message));
    case "crowd":
      return changeIfThere(state, message.room, (place) => crowdChange(place, message));
    case "members":
      return listed(state, message, now);
    case "told":
      return told(state, message.by.name, { ...message, type: "said", room: "" });
    case "sent": {
      const by = { name: myName(state), registered: state.me?.registered ?? false };
      return told(state, message.to.name, { ...message, type: "said", room: "", by });
    }
    case "past":
      return past(state, message, now);
    case "announced":
      return notice(state, {
        at: message.at,
        tone: "announcement",
        lines: [`${message.by.name}: ${message.text}`],
      });
    case "rooms":
      return { ...state, directory: message.rooms };
    case "commands":
      return { ...state, commands: message.commands };
    case "token":
      return answer({ ...state, token: message.token }, now, [`Your token: ${message.token}`]);
    case "code":
      return { ...state, code: { code: message.code, until: now + message.ms } };
    case "notice":
      return isQuiet(state)
        ? state
        : notice(state, { at: now, tone: "info", lines: [message.text] });
    case "done":
      return answered(state, Number(message.ref));
    case "failed":
      return failed(state, message, now);
    default:
      return state;
  }
}

type Of<T extends ServerMessage["type"]> = Extract<ServerMessage, { type: T }>;

/** Who typed the command that renamed them is told by its answer. */
function known(state: State, { type: _, ...me }: Of<"you">, now: number): State {
  const after = { ...state, me };
  const isNews = state.me !== null && state.me.name !== me.name && isQuiet(state);
  return isNews
    ? notice(after, { at: now, tone: "info", lines: [`You are now ${me.name}`] })
    : after;
}

/** A private talk stays with the person, and not with whoever takes the name. */
function renamed(state: State, message: Of<"renamed">): State {
  const { room, by, name } = message;
  const after = changeIfThere(state, room, (place) => memberChange(place, message, myName(state)));
  return by.name === myName(state) ? after : rekeyed(after, `@${by.name}`, `@${name}`);
}

function entered(state: State, message: Of<"entered">, now: number): State {
  const { room, recent, gap } = message;
  const isNew = !state.places.has(room);
  const wanted = state.current === "" || (isNew && state.asked[0]?.what === "command");
  const there = wanted ? { ...state, current: room } : state;
  const after = change(there, room, (place) => {
    const known = enteredPlace(place, message);
    const isTorn = gap && place.log.lines > 0;
    const log = isTorn ? withNotice(known, { at: now, tone: "gap", lines: [GAP] }) : known;
    const full = withPast(log, recent, { me: myName(state), attentive: watches(there, room) });
    return isTorn ? full : sendAgain(full);
  });
  return after;
}

const GAP = "More was said while you were away than this room keeps: some lines are missing here.";

/** What was sent and is not among the lines since did not arrive. */
function sendAgain(place: Place): Place {
  const again = (one: Pending) =>
    one.stage === "doubtful" ? { ...one, stage: "waiting" as const } : one;
  return { ...place, pending: place.pending.map(again) };
}

function exited(state: State, { room, by, text }: Of<"exited">, now: number): State {
  const after = without(state, room);
  if (by === null) return after;
  const why = text === "" ? "" : `: ${text}`;
  const lines = [`${by.name} removed you from ${room}${why}`];
  return notice({ ...after, asked: [] }, { at: now, tone: "refusal", lines });
}

function said(state: State, key: string, line: WireLine): State {
  const reading = { me: myName(state), attentive: watches(state, key) };
  return changeIfThere(state, key, (place) => withLine(place, line, reading));
}

/** A private line opens the talk that it belongs to. */
function told(state: State, name: string, line: WireLine): State {
  const key = `@${name}`;
  const reading = { me: myName(state), attentive: watches(state, key) };
  return change(state, key, (place) => withLine(place, line, reading));
}

function listed(state: State, { room, people, members }: Of<"members">, now: number): State {
  const known = new Map(members.map((member) => [member.name, member]));
  const after = changeIfThere(state, room, (place) => ({ ...place, people, members: known }));
  const names = members.map(({ name }) => name).sort((a, b) => a.localeCompare(b));
  if (people > names.length) names.push(`and ${people - names.length} others`);
  return answer(after, now, [`In ${room}: ${names.join(", ")}`]);
}

/** Shows what a command was typed for; what the page asked for itself is no news. */
function answer(state: State, now: number, lines: readonly string[]): State {
  return state.asked[0]?.what === "command"
    ? notice(state, { at: now, tone: "info", lines })
    : state;
}

/** Older lines that the page asked for go before what is there; those of a command are shown as its answer. */
function past(state: State, { lines, more }: Of<"past">, now: number): State {
  const [first] = state.asked;
  if (first?.what === "command") {
    const texts = lines.map(({ by, text, type, at, room }) =>
      `${new Date(at).toLocaleString([], { dateStyle: "short", timeStyle: "short" })}  ` +
      `${room === first.place ? "" : `${room} `}${
        type === "acted" ? `** ${by.name}` : `${by.name}:`
      } ${text}`
    );
    return texts.length === 0 ? state : notice(state, { at: now, tone: "info", lines: texts });
  }
  const reading = { me: myName(state), attentive: true };
  const rooms = new Set(lines.map(({ room }) => room));
  if (first?.what === "history") rooms.add(first.place);
  let after = state;
  for (const room of rooms) {
    const own = lines.filter((line) => line.room === room);
    after = changeIfThere(after, room, (place) => ({
      ...withPast(place, own, reading),
      older: first?.what !== "history" ? place.older : more && own.length > 0 ? "more" : "none",
    }));
  }
  return after;
}

function failed(state: State, { ref, text }: Of<"failed">, now: number): State {
  const request = state.asked.find((asked) => asked.ref === ref);
  const after = answered(state, Number(ref));
  if (!request || request.what === "quiet") return after;
  if (request.what === "history") {
    return changeIfThere(after, request.place, (place) => ({ ...place, older: "none" }));
  }
  const pending = state.places.get(request.place)?.pending.find((one) => one.ref === ref);
  const returned = pending
    ? new Map(after.returned).set(request.place, pending.text)
    : after.returned;
  return changeIfThere(
    { ...after, returned },
    request.place,
    (place) => withNotice(place, { at: now, tone: "refusal", lines: [text] }),
  );
}

/** The request is done with, and so is what it said: that has come back by now. */
function answered(state: State, ref: number): State {
  const request = state.asked.find((asked) => asked.ref === ref);
  if (!request) return state;
  const asked = state.asked.filter((other) => other !== request);
  return changeIfThere(
    { ...state, asked },
    request.place,
    (place: Place) => withoutPending(place, ref),
  );
}

function isQuiet({ asked }: State): boolean {
  return asked[0]?.what === "quiet";
}

function notice(state: State, what: Pick<Notice, "at" | "tone" | "lines">): State {
  const key = answerPlace(state);
  return isRoom(key) || state.places.has(key)
    ? changeIfThere(state, key, (place) => withNotice(place, what))
    : state;
}
