// Who may use which command: every command of the table, and every form that has a rule of its own, typed
// by each role. A new command is not in ROWS yet, and fails the first test here.

import { assert, assertEquals } from "@std/assert";
import { commands } from "../../src/command/mod.ts";
import { type Role, ROLES } from "../../src/role.ts";
import type { Talker } from "../support/chat_room.ts";
import { OrderedRoom } from "../support/ordered_room.ts";

interface Row {
  /** Typed in #tea, where tom is a guest and ute a user. */
  readonly line: string;
  /** The least role that may. */
  readonly from: Role;
  /** What all others are answered. */
  readonly refusal?: string;
  /** Typed by an op before, so that the rule shows. */
  readonly before?: string;
}

const USERS = "is for registered users: type /register PASSWORD to keep your name";
const OPS = "is for this room's ops";
const OWNER = "is for this room's owner";
const ADMINS = "is for the server's admins";
const SERVER = "The whole server is for its admins: leave out the server";

const ROWS: readonly Row[] = [
  { line: "/help", from: "guest" },
  { line: "/nick zoe", from: "guest" },
  { line: "/who", from: "guest" },
  { line: "/who all", from: "admin", refusal: `/who all ${ADMINS}: /who #all is a room` },
  { line: "/rooms", from: "guest" },
  { line: "/join #jam", from: "guest" },
  { line: "/leave", from: "guest" },
  { line: "/topic", from: "guest" },
  { line: "/topic green", from: "guest" },
  {
    line: "/topic green",
    before: "/topic-lock on",
    from: "op",
    refusal: "The topic of #tea is for its ops to set",
  },
  { line: "/msg tom hi", from: "guest" },
  { line: "/reply hi", from: "guest" },
  { line: "/me waves", from: "guest" },
  { line: "/history", from: "guest" },
  { line: "/ignore tom", from: "guest" },
  { line: "/unignore tom", from: "guest" },
  { line: "/away", from: "guest" },
  { line: "/back", from: "guest" },
  { line: "/whois tom", from: "guest" },
  { line: "/set time on", from: "guest" },
  { line: "/mode text", from: "guest" },
  { line: "/motd", from: "guest" },
  { line: "/since 00:00", from: "guest" },
  { line: "/find tea", from: "guest" },
  { line: "/token", from: "guest" },
  // Refused for another reason than a role, or an account would be needed to try.
  { line: "/resume x", from: "guest" },
  { line: "/login", from: "guest" },
  { line: "/register", from: "guest" },
  { line: "/code", from: "user", refusal: `/code ${USERS}` },
  { line: "/logout", from: "user", refusal: `/logout ${USERS}` },
  { line: "/passwd", from: "user", refusal: `/passwd ${USERS}` },
  { line: "/unregister", from: "user", refusal: `/unregister ${USERS}` },
  { line: "/sessions", from: "user", refusal: `/sessions ${USERS}` },
  { line: "/memo ute hi", from: "user", refusal: `/memo ${USERS}` },
  { line: "/unread", from: "user", refusal: `/unread ${USERS}` },
  { line: "/forget", from: "user", refusal: `/forget ${USERS}` },
  { line: "/uptime", from: "guest" },
  { line: "/games", from: "guest" },
  { line: "/play number-guess", from: "guest" },
  { line: "/scores", from: "guest" },
  // Refused for another reason, as nothing is played.
  { line: "/join-game", from: "guest" },
  { line: "/leave-game", from: "guest" },
  { line: "/watch", from: "guest" },
  { line: "/board", from: "guest" },
  // Another's game is for ops to end; the refusal is tested with the games.
  { line: "/end-game", from: "guest" },
  { line: "/report tom spam", from: "guest" },
  { line: "/kick tom", from: "op", refusal: `/kick ${OPS}` },
  { line: "/mute tom 10m", from: "op", refusal: `/mute ${OPS}` },
  { line: "/unmute tom", before: "/mute tom", from: "op", refusal: `/unmute ${OPS}` },
  { line: "/mute tom games", from: "op", refusal: `/mute ${OPS}` },
  {
    line: "/unmute tom games",
    before: "/mute tom games",
    from: "op",
    refusal: `/unmute ${OPS}`,
  },
  { line: "/ban tom 10m", from: "op", refusal: `/ban ${OPS}` },
  { line: "/unban tom", before: "/ban tom", from: "op", refusal: `/unban ${OPS}` },
  { line: "/bans", from: "op", refusal: `/bans ${OPS}` },
  { line: "/slow 5", from: "op", refusal: `/slow ${OPS}` },
  { line: "/topic-lock on", from: "op", refusal: `/topic-lock ${OPS}` },
  { line: "/invite tim", from: "op", refusal: `/invite ${OPS}` },
  { line: "/op ute", from: "owner", refusal: `/op ${OWNER}` },
  { line: "/deop udo", from: "owner", refusal: `/deop ${OWNER}` },
  { line: "/private on", from: "owner", refusal: `/private ${OWNER}` },
  { line: "/transfer ute", from: "owner", refusal: `/transfer ${OWNER}` },
  { line: "/announce hello", from: "admin", refusal: `/announce ${ADMINS}` },
  { line: "/drain 60", from: "admin", refusal: `/drain ${ADMINS}` },
  { line: "/reports", from: "admin", refusal: `/reports ${ADMINS}` },
  { line: "/audit", from: "admin", refusal: `/audit ${ADMINS}` },
  { line: "/nodes", from: "admin", refusal: `/nodes ${ADMINS}` },
  // Within what ops may, the whole server is for admins.
  { line: "/bans server", from: "admin", refusal: SERVER },
  { line: "/ban tom server", from: "admin", refusal: SERVER },
  { line: "/ban tom 10m server spam", from: "admin", refusal: SERVER },
  { line: "/unban tom server", from: "admin", refusal: SERVER },
  { line: "/quit", from: "guest" },
];

/** Forms that a role below the command's own is refused with the command's refusal. */
const RULE_OF_COMMAND = new Map([["bans", OPS], ["ban", OPS], ["unban", OPS]]);

Deno.test("Every command has its role in the table of this test, and the other way round", () => {
  const named = new Set(ROWS.map(({ line }) => nameOf(line)));
  assertEquals([...named].sort(), commands.all.map(({ name }) => name).sort());
});

Deno.test("Each command is for its role and all above, and for nobody below", async (t) => {
  for (const row of ROWS) {
    await t.step(`${row.before ?? ""} ${row.line}`.trim(), async () => {
      for (const role of ROLES) {
        const { room, talker } = await roomFor(row);
        const before = room.settings();
        const answers = await talker(role).types(row.line);
        if (ROLES.indexOf(role) >= ROLES.indexOf(row.from)) {
          assert(!answers.some(isRefusal), `${role}: ${answers.join("\n")}`);
        } else {
          assertEquals(answers, [`* ${refusalFor(role, row)}`], role);
          assertEquals(room.settings(), before);
        }
      }
    });
  }
});

Deno.test("A role holds in its own room: an owner elsewhere is a user", async () => {
  const room = new OrderedRoom();
  const { olga, otto } = await room.staff();
  await room.user("nina", "#jam");
  assertEquals((await olga.types("/join #jam", "/slow 5")).at(-1), `* /slow ${OPS}`);
  assertEquals((await otto.types("/join #jam", "/kick nina")).at(-1), `* /kick ${OPS}`);
});

Deno.test("In a room that nobody owns, only admins keep order", async () => {
  const room = new OrderedRoom();
  const { rosa, olga } = await room.staff();
  const gina = await room.guest("gina", { place: "#free" });
  assertEquals(await gina.types("/kick gina"), [`* /kick ${OPS}`]);
  assertEquals((await olga.types("/join #free", "/kick gina")).at(-1), `* /kick ${OPS}`);
  assertEquals((await rosa.types("/join #free", "/kick gina")).at(-1), "* You kicked gina");
});

/** A new #tea for each try, with somebody of each role and people to act on. */
async function roomFor({ before }: Row) {
  const room = new OrderedRoom();
  const { olga, otto, uma, gus, rosa } = await room.staff();
  await room.guest("tom");
  await room.guest("tim", { place: "#lobby" });
  await room.user("ute");
  await room.user("udo");
  await olga.types("/op udo");
  const byRole: Record<Role, Talker> = {
    guest: gus,
    user: uma,
    op: otto,
    owner: olga,
    admin: rosa,
  };
  if (before !== undefined) await olga.types(before);
  for (const one of Object.values(byRole)) one.news();
  return { room, talker: (role: Role) => byRole[role] };
}

function nameOf(line: string): string {
  return line.slice(1).split(" ")[0] ?? "";
}

function refusalFor(role: Role, { line, refusal = "" }: Row): string {
  const name = nameOf(line);
  const ofCommand = RULE_OF_COMMAND.get(name);
  return ofCommand && (role === "guest" || role === "user") ? `/${name} ${ofCommand}` : refusal;
}

function isRefusal(answer: string): boolean {
  return / is for |for its (ops|admins)/.test(answer);
}
