// What an operator pipes in, taken apart: a token on the first line, settings as JSON, a certificate as PEM, in
// one stream and each only if a flag says so. There is no file permission, so this is how secrets come in.

import type { Config } from "./config.ts";
import { pemBlocks, withoutPem } from "./pem.ts";
import { bad } from "./setting.ts";

export interface Piped {
  readonly token: string | null;
  /** JSON. */
  readonly settings: string | null;
  /** Blocks of PEM, a line each between them. */
  readonly pem: string | null;
  /** Credentials for NATS, as its own tools write them. */
  readonly creds: string | null;
}

/** The flags that say what comes. */
export type Expected = Pick<
  Config,
  "configStdin" | "tlsStdin" | "opsTokenStdin" | "natsCredsStdin"
>;

export const NOTHING_PIPED: Piped = { token: null, settings: null, pem: null, creds: null };

/** What NATS's tools write looks like PEM, but for dashes too many. */
const CREDS = /-----BEGIN (NATS USER JWT|USER NKEY SEED)-----.*?-{5,6}END \1-{5,6}/gs;

/** Takes `text` apart. Throws ChatError "bad-setting" if something that is expected is not there. */
export function splitPiped(
  text: string,
  { configStdin, tlsStdin, opsTokenStdin, natsCredsStdin }: Expected,
): Piped {
  const [first = ""] = text.split("\n", 1);
  const all = opsTokenStdin ? text.slice(first.length) : text;
  const creds = all.match(CREDS) ?? [];
  const rest = natsCredsStdin ? all.replaceAll(CREDS, "") : all;
  const blocks = pemBlocks(rest).map(({ block }) => block);
  const others = withoutPem(rest).trim();
  if (configStdin && others === "") throw missing("--config-stdin", "cat netchat.json");
  if (tlsStdin && blocks.length === 0) {
    throw missing("--tls-stdin", "cat fullchain.pem privkey.pem");
  }
  if (natsCredsStdin && creds.length < 2) throw missing("--nats-creds-stdin", "cat user.creds");
  return {
    token: opsTokenStdin ? first.trim() : null,
    settings: configStdin ? others : null,
    pem: tlsStdin ? blocks.join("\n") : null,
    creds: natsCredsStdin ? creds.join("\n\n") + "\n" : null,
  };
}

function missing(flag: string, source: string): Error {
  return bad(`${flag}: nothing of it came on standard input, try ${source} | netchat ${flag}`);
}
