// The table of commands, in the order of /help. A new command is one file and one line here.

import { announce } from "./announce.ts";
import { audit } from "./audit.ts";
import { away } from "./away.ts";
import { back } from "./back.ts";
import { ban } from "./ban.ts";
import { bans } from "./bans.ts";
import { deop } from "./deop.ts";
import { help } from "./help.ts";
import { history } from "./history.ts";
import { ignore } from "./ignore.ts";
import { invite } from "./invite.ts";
import { join } from "./join.ts";
import { kick } from "./kick.ts";
import { leave } from "./leave.ts";
import { me } from "./me.ts";
import { motd } from "./motd.ts";
import { msg } from "./msg.ts";
import { mute } from "./mute.ts";
import { nick } from "./nick.ts";
import { op } from "./op.ts";
import { privateRoom } from "./private.ts";
import { quit } from "./quit.ts";
import { reply } from "./reply.ts";
import { report } from "./report.ts";
import { reports } from "./reports.ts";
import { rooms } from "./rooms.ts";
import { set } from "./set.ts";
import { slow } from "./slow.ts";
import { topic } from "./topic.ts";
import { topicLock } from "./topic_lock.ts";
import { transfer } from "./transfer.ts";
import { unban } from "./unban.ts";
import { unignore } from "./unignore.ts";
import { unmute } from "./unmute.ts";
import { uptime } from "./uptime.ts";
import { who } from "./who.ts";
import { whois } from "./whois.ts";
import { type Command, CommandTable } from "../command.ts";

const ALL: readonly Command[] = [
  help,
  nick,
  who,
  rooms,
  join,
  leave,
  topic,
  msg,
  reply,
  me,
  history,
  ignore,
  unignore,
  away,
  back,
  whois,
  set,
  motd,
  uptime,
  report,
  kick,
  mute,
  unmute,
  ban,
  unban,
  bans,
  slow,
  topicLock,
  invite,
  op,
  deop,
  privateRoom,
  transfer,
  announce,
  reports,
  audit,
  quit,
];

export const commands = new CommandTable(ALL);
