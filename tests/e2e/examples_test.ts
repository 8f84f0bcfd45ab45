// The bots in examples/, against a real server: what docs/protocol.md promises is enough to write one.

import { assertMatch } from "@std/assert";
import { Client } from "../support/client.ts";
import { ROOT, toPath } from "../support/server_process.ts";
import { scenario, shared } from "./scenario.ts";

const server = shared([]);

function example(name: string): string {
  return toPath(new URL(`examples/${name}`, ROOT));
}

scenario("examples/dice_bot.ts rolls dice for people", async (build) => {
  const { port } = await server(build);
  const args = ["run", "--allow-net", example("dice_bot.ts"), "127.0.0.1", `${port}`, "#dice"];
  await using bot = Client.run(Deno.execPath(), args);
  await bot.line(/ rolls dice in #dice$/);
  await using ann = await Client.connect(port);
  const name = await ann.name();
  await ann.say("/join dice\n!roll 3");
  assertMatch(await ann.line(/rolls/), new RegExp(`^\\S+: ${name} rolls [1-6], [1-6], [1-6]$`));
});

scenario({
  name: "examples/echo_bot.sh says again what it is told, with bash, nc and jq",
  needs: ["bash", "nc", "jq"],
}, async (build) => {
  const { port } = await server(build);
  await using ann = await Client.connect(port);
  await ann.name();
  await using _bot = Client.run("bash", [example("echo_bot.sh"), "127.0.0.1", `${port}`]);
  await ann.line(/ joined$/);
  await ann.say('!echo "quoted" \\ and $HOME');
  await ann.line(/^\S+: "quoted" \\ and \$HOME$/);
});
