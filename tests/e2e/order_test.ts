// Keeping order, as people with nc meet it: a room's owner, also after a restart, a ban and its end.

import { assertEquals } from "@std/assert";
import { Client } from "../support/client.ts";
import { InProcess } from "../support/in_process.ts";
import { KvPlace } from "../support/kv_place.ts";
import { ServerProcess } from "../support/server_process.ts";
import { withPrograms } from "./scenario.ts";

const MINUTE = 60_000;
const PASSWORD = "correct horse";

function nc(port: number): Client {
  return Client.run("nc", ["127.0.0.1", `${port}`]);
}

/** Somebody with nc who has just registered this name, in the lobby. */
async function registered(port: number, name: string): Promise<Client> {
  const client = nc(port);
  await client.name();
  await client.say(`/nick ${name}\n/register ${PASSWORD}`);
  await client.line(new RegExp(`^\\* ${name} is yours now`));
  return client;
}

withPrograms({
  name:
    "Who is banned is told why and for how long, cannot come back, and can when the time is over",
  needs: ["nc"],
}, async () => {
  await using server = await InProcess.start();
  await using anna = await registered(server.port, "anna");
  await using bob = await registered(server.port, "bob");
  await anna.say("/join tea");
  await anna.line("* You are in #tea alone");
  await bob.say("/join tea");
  await anna.line("* bob joined");
  await anna.say("/ban bob 10m too loud");
  await bob.line("* anna kicked you out of #tea: banned for 10 minutes (too loud)");
  await bob.line(/^\* You are in #lobby/);
  server.clock.forward(4 * MINUTE);
  await bob.say("/join tea");
  await bob.line(/^\* You are banned from #tea by anna for [56] minutes.*: too loud$/);
  await bob.say("/logout\n/nick rob\n/login bob correct horse\n/join tea");
  await bob.line(/^\* You are logged in as bob/);
  await bob.line(/^\* You are banned from #tea/);
  server.clock.forward(7 * MINUTE);
  await bob.say("/join tea");
  await bob.line("* You are in #tea with anna");
  await bob.say("sorry");
  await anna.line("bob: sorry");
});

withPrograms({
  name: "A room's owner, its ops, its topic and its bans are there after a restart",
  needs: ["nc"],
}, async () => {
  await using place = new KvPlace();
  {
    await using server = await ServerProcess.start("source", [], { place });
    await using anna = await registered(server.port, "anna");
    await using _bob = await registered(server.port, "bob");
    await anna.say("/join tea\n/topic herbal\n/ban bob 1h spam\n/topic-lock on");
    await anna.line(/^\* You locked the topic/);
    server.signal("SIGKILL"); // what was acknowledged is kept
    await server.exited();
  }
  await using server = await ServerProcess.start("source", [], { place });
  await using bob = nc(server.port);
  await bob.name();
  await bob.say("/join tea\n/topic mine");
  await bob.line("* Topic: herbal");
  await bob.line("* The topic of #tea is for its ops to set");
  await bob.say(`/login bob ${PASSWORD}`);
  await bob.line(/^\* You are logged in as bob/);
  await bob.say("/leave\n/join tea");
  await bob.line(/^\* You are banned from #tea by anna for (1 hour|59 minutes).*: spam$/);
  await using anna = nc(server.port);
  await anna.say(`/login anna ${PASSWORD}\n/join tea\n/unban bob\n/op bob`);
  await anna.line(/^\* You made bob an op/);
  await bob.say("/join tea\n/slow 5");
  await bob.line(/^\* You slowed this room down/);
});

Deno.test("A server in the test's own process is drained like any other", async () => {
  let client: Client;
  {
    await using server = await InProcess.start();
    client = await Client.connect(server.port);
    await client.name();
  }
  assertEquals((await client.ended()).includes("* Server is going down\n"), true);
  await client.close();
});
