// The front door: flags, and what is piped in, to settings; the settings to a run, and that to an exit code.
// What runs is run.ts; what is printed, announce.ts.

import { describeVersion, print, reasonOf } from "./announce.ts";
import { run } from "./run.ts";
import { parseCommandLine } from "./src/command_line.ts";
import type { Config } from "./src/config.ts";
import { parseConfigJson } from "./src/config_json.ts";
import { ChatError } from "./src/errors.ts";
import { readPiped } from "./src/ops/standard_input.ts";
import type { Piped } from "./src/piped.ts";
import { usage } from "./src/usage.ts";

/** Runs the program and resolves to its exit code. */
async function main(args: readonly string[]): Promise<number> {
  try {
    const commandLine = parseCommandLine(args);
    if (commandLine.action === "run") {
      const piped = await readPiped(commandLine.config);
      return await run(complete(commandLine.config, { args, piped }), piped);
    }
    print(commandLine.action === "help" ? usage() : describeVersion());
    return 0;
  } catch (error) {
    const { code, message } = error instanceof ChatError ? error : bugAtStart(error);
    console.error(`netchat: ${message}`);
    return code === "bad-setting" ? 2 : 1;
  }
}

/** The settings with those that were piped in; flags win. */
function complete(
  config: Config,
  { args, piped: { settings } }: { args: readonly string[]; piped: Piped },
): Config {
  if (settings === null) return config;
  const whole = parseCommandLine(args, parseConfigJson(settings));
  return whole.action === "run" ? whole.config : config;
}

function bugAtStart(error: unknown): ChatError {
  return new ChatError("bug", `Something broke on our side, please report it: ${reasonOf(error)}`);
}

if (import.meta.main) Deno.exit(await main(Deno.args));
