// The table of commands, in the order of /help. A new command is one file and one line here.

import { away } from "./away.ts";
import { back } from "./back.ts";
import { find } from "./find.ts";
import { forget } from "./forget.ts";
import { help } from "./help.ts";
import { history } from "./history.ts";
import { ignore } from "./ignore.ts";
import { join } from "./join.ts";
import { leave } from "./leave.ts";
import { me } from "./me.ts";
import { memo } from "./memo.ts";
import { motd } from "./motd.ts";
import { msg } from "./msg.ts";
import { nick } from "./nick.ts";
import { quit } from "./quit.ts";
import { reply } from "./reply.ts";
import { rooms } from "./rooms.ts";
import { set } from "./set.ts";
import { since } from "./since.ts";
import { topic } from "./topic.ts";
import { unignore } from "./unignore.ts";
import { unread } from "./unread.ts";
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
  memo,
  me,
  history,
  since,
  unread,
  find,
  forget,
  ignore,
  unignore,
  away,
  back,
  whois,
  set,
  motd,
  uptime,
  quit,
];

export const commands = new CommandTable(ALL);
