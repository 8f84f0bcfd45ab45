// The load process: plays one scenario against one server, all clients in one thread, and prints what it
// found as a line of JSON. Started by load_process.ts with a job as its only argument.

import type { Figures, Job } from "../figures.ts";
import { churn } from "./churn.ts";
import { games } from "./games.ts";
import { idle, storm } from "./silence.ts";
import { slow } from "./slow.ts";
import { talk } from "./talk.ts";

const PLAYS = { talk, idle, storm, slow, churn, games };

function play(job: Job): Figures {
  const { play } = job.scenario;
  if (play === "start") throw new TypeError("Nobody is needed to see how a server starts");
  return PLAYS[play](job);
}

console.log(JSON.stringify(play(JSON.parse(Deno.args[0] ?? "") as Job)));
