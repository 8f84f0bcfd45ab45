// What the server says, as a change of what the page knows. Pure. The same message twice does no harm, and
// one of an unknown type does nothing: newer servers may say more.

import type { ServerMessage, WireLine } from "../../../protocol.ts";
import { answer, answered, failed, isHidden, listed, notice, past } from "./answers.ts";
import { crowdChange, memberChange, settledPlace } from "./company.ts";
import { entered, exited } from "./entering.ts";
import { withListing } from "./games.ts";
import type { Of } from "./message.ts";
import { change, changeIfThere, myName, rekeyed, type State, watches } from "./model.ts";
import { withLine } from "./place.ts";
import { played } from "./play.ts";

/** `now` in milliseconds since 1970, for what the server does not date. */
export function receive(state: State, message: ServerMessage, now: number): State {
  switch (message.type) {
    case "hello":
      return { ...state, server: message.server, version: message.version, asked: [] };
    case "welcome":
      return message.motd === "" ? state : { ...state, motd: message.motd };
    case "you": {
      const { type: _, ...me } = message;
      return { ...state, me };
    }
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
      return changeIfThere(
        state,
        message.room,
        (place) => settledPlace(place, message, myName(state)),
      );
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
    case "table":
    case "game":
    case "challenge":
      return changeIfThere(state, message.room, (place) => played(place, message));
    case "games":
      return changeIfThere({ ...state, games: message.games }, message.room, (place) => ({
        ...place,
        tables: withListing(place.tables, message.tables),
      }));
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
      return isHidden(state, message.text)
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

/** A private talk stays with the person, and not with whoever takes the name. */
function renamed(state: State, message: Of<"renamed">): State {
  const { room, by, name } = message;
  const after = changeIfThere(state, room, (place) => memberChange(place, message, myName(state)));
  return by.name === myName(state) ? after : rekeyed(after, `@${by.name}`, `@${name}`);
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
