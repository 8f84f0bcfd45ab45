// The table of commands, in the order of /help. A new command is one file and one line here.

import { announce } from "./announce.ts";
import { audit } from "./audit.ts";
import { away } from "./away.ts";
import { back } from "./back.ts";
import { ban } from "./ban.ts";
import { bans } from "./bans.ts";
import { board } from "./board.ts";
import { code } from "./code.ts";
import { deop } from "./deop.ts";
import { drain } from "./drain.ts";
import { endGame } from "./end_game.ts";
import { find } from "./find.ts";
import { forget } from "./forget.ts";
import { games } from "./games.ts";
import { help } from "./help.ts";
import { history } from "./history.ts";
import { ignore } from "./ignore.ts";
import { invite } from "./invite.ts";
import { join } from "./join.ts";
import { joinGame } from "./join_game.ts";
import { kick } from "./kick.ts";
import { leave } from "./leave.ts";
import { leaveGame } from "./leave_game.ts";
import { login } from "./login.ts";
import { logout } from "./logout.ts";
import { me } from "./me.ts";
import { memo } from "./memo.ts";
import { mode } from "./mode.ts";
import { motd } from "./motd.ts";
import { msg } from "./msg.ts";
import { mute } from "./mute.ts";
import { nick } from "./nick.ts";
import { nodes } from "./nodes.ts";
import { op } from "./op.ts";
import { passwd } from "./passwd.ts";
import { play } from "./play.ts";
import { privateRoom } from "./private.ts";
import { quit } from "./quit.ts";
import { register } from "./register.ts";
import { reply } from "./reply.ts";
import { report } from "./report.ts";
import { reports } from "./reports.ts";
import { resume } from "./resume.ts";
import { rooms } from "./rooms.ts";
import { scores } from "./scores.ts";
import { sessions } from "./sessions.ts";
import { set } from "./set.ts";
import { since } from "./since.ts";
import { slow } from "./slow.ts";
import { token } from "./token.ts";
import { topic } from "./topic.ts";
import { topicLock } from "./topic_lock.ts";
import { transfer } from "./transfer.ts";
import { unban } from "./unban.ts";
import { unignore } from "./unignore.ts";
import { unmute } from "./unmute.ts";
import { unread } from "./unread.ts";
import { unregister } from "./unregister.ts";
import { uptime } from "./uptime.ts";
import { watch } from "./watch.ts";
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
  mode,
  motd,
  uptime,
  games,
  play,
  joinGame,
  leaveGame,
  watch,
  board,
  endGame,
  scores,
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
  drain,
  reports,
  audit,
  nodes,
  register,
  login,
  code,
  logout,
  passwd,
  unregister,
  sessions,
  token,
  resume,
  quit,
];

export const commands = new CommandTable(ALL);
