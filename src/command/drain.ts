// /drain: the server goes down in good order, in so many seconds.

import { type Command, word } from "../command.ts";
import { duration } from "../duration.ts";
import { ChatError } from "../errors.ts";
import { MAX_DRAIN_SECONDS } from "../limits.ts";
import { printable } from "../sanitize.ts";

export const drain: Command = {
  name: "drain",
  args: [word("SECONDS")],
  role: "admin",
  summary: "let nobody new in, and take the server down in so many seconds, or cancel that",
  details: "Everybody is told, and how to come back. /drain cancel lets newcomers in again.",
  async run({ audit, drain, member, now }, [when = ""]) {
    const seconds = when.toLowerCase() === "cancel" ? null : read(when);
    if (seconds === null && !drain.begun) {
      throw new ChatError("refused", "The server is not going down: there is nothing to cancel");
    }
    const what = seconds === null
      ? "called off that the server goes down"
      : `takes the server down in ${duration(seconds * 1000)}`;
    const act = seconds === null ? "drain cancelled" : "drain";
    drain.order({ by: member.name, seconds });
    await audit.record({ at: now, by: member.name, room: "", what }, { act });
  },
};

function read(seconds: string): number {
  const wanted = /^\d{1,6}$/.test(seconds) ? Number(seconds) : Infinity;
  if (wanted <= MAX_DRAIN_SECONDS) return wanted;
  const range = `a number of seconds from 0 to ${MAX_DRAIN_SECONDS}, or cancel`;
  throw new ChatError("usage", `/drain takes ${range}, not "${printable(seconds)}"`);
}
