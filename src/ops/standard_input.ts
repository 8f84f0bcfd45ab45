// Standard input, read to its end before anything else happens, and only if a flag says that something comes.

import { MAX_PIPED_BYTES } from "../limits.ts";
import { type Expected, NOTHING_PIPED, type Piped, splitPiped } from "../piped.ts";
import { bad } from "../setting.ts";
import { checkToken } from "./token.ts";

/** The flags that say that something comes, each with its name. */
const FLAGS = {
  configStdin: "--config-stdin",
  tlsStdin: "--tls-stdin",
  opsTokenStdin: "--ops-token-stdin",
  natsCredsStdin: "--nats-creds-stdin",
} as const satisfies Record<keyof Expected, string>;

/** Rejects with ChatError "bad-setting" if it is too long, no text, or not what is expected. */
export async function readPiped(expected: Expected): Promise<Piped> {
  const keys = Object.keys(FLAGS) as (keyof Expected)[];
  const flag = keys.find((key) => expected[key]);
  if (flag === undefined) return NOTHING_PIPED;
  if (Deno.stdin.isTerminal()) {
    throw bad(`${FLAGS[flag]} reads what is piped in: there is a terminal, and no pipe`);
  }
  const piped = splitPiped(await readText(Deno.stdin.readable), expected);
  if (piped.token !== null) checkToken(piped.token);
  return piped;
}

/** All of it, as UTF-8. */
export async function readText(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let [text, size] = ["", 0];
  try {
    for await (const bytes of stream) {
      size += bytes.length;
      if (size > MAX_PIPED_BYTES) break;
      text += decoder.decode(bytes, { stream: true });
    }
    text += decoder.decode();
  } catch {
    throw bad("Standard input is no text in UTF-8: give settings as JSON, a certificate as PEM");
  }
  if (size <= MAX_PIPED_BYTES) return text;
  throw bad(`Standard input is too long: netchat takes at most ${MAX_PIPED_BYTES} bytes of it`);
}
