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
}

/** The flags that say what comes. */
export type Expected = Pick<Config, "configStdin" | "tlsStdin" | "opsTokenStdin">;

export const NOTHING_PIPED: Piped = { token: null, settings: null, pem: null };

/** Takes `text` apart. Throws ChatError "bad-setting" if something that is expected is not there. */
export function splitPiped(
  text: string,
  { configStdin, tlsStdin, opsTokenStdin }: Expected,
): Piped {
  const [first = ""] = text.split("\n", 1);
  const rest = opsTokenStdin ? text.slice(first.length) : text;
  const blocks = pemBlocks(rest).map(({ block }) => block);
  const others = withoutPem(rest).trim();
  if (configStdin && others === "") throw missing("--config-stdin", "cat netchat.json");
  if (tlsStdin && blocks.length === 0) {
    throw missing("--tls-stdin", "cat fullchain.pem privkey.pem");
  }
  return {
    token: opsTokenStdin ? first.trim() : null,
    settings: configStdin ? others : null,
    pem: tlsStdin ? blocks.join("\n") : null,
  };
}

function missing(flag: string, source: string): Error {
  return bad(`${flag}: nothing of it came on standard input, try ${source} | netchat ${flag}`);
}
