// Commands for which the page has something better than a line of text: those with a password, which has a
// field of its own, those that show what the page shows anyway, and settings. All others go to the server as
// they were typed.

import { isForTerminals } from "../state/standing.ts";
import { type Dialog, dialog, open, panels } from "./actions.ts";

const DIALOGS: Readonly<Record<string, Exclude<Dialog["what"], "person">>> = {
  "/login": "log-in",
  "/register": "sign-up",
  "/passwd": "password",
  "/help": "help",
  "/rooms": "rooms",
  "/code": "terminal",
  "/games": "games",
  "/play": "games",
};

/** Whether the page has dealt with it. */
export function runHere(line: string, turn: (key: string) => void): boolean {
  const what = DIALOGS[line.trim().toLowerCase()];
  if (what !== undefined) {
    dialog.value = { what };
    return true;
  }
  const [, name, rest = ""] = /^\/(\S+)\s*(.*)$/.exec(line) ?? [];
  if (isForTerminals(name?.toLowerCase() ?? "")) {
    dialog.value = { what: "settings" };
    return true;
  }
  switch (name?.toLowerCase()) {
    case "who":
      if (rest !== "") return false;
      panels.value = { ...panels.value, people: true };
      return true;
    case "join":
      if (rest === "" || /\s/.test(rest)) return false;
      open(rest.startsWith("#") ? rest : `#${rest}`);
      return true;
    case "msg": {
      const only = /^(\S+)\s*$/.exec(rest)?.[1];
      if (only) turn(`@${only}`);
      return only !== undefined;
    }
    default:
      return false;
  }
}
