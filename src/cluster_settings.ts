// What may stand behind the flags of a cluster, and what of it is no secret. Pure; opens no connection.

import { ChatError } from "./errors.ts";
import { printable } from "./sanitize.ts";

/** Where NATS is, and as whom to come. */
export interface NatsAddress {
  /** Without user and password. */
  readonly servers: readonly string[];
  readonly user?: string;
  readonly password?: string;
}

/** Flags of which one does not go with another. */
interface TogetherOrNot {
  readonly nats: string;
  readonly natsCredsStdin: boolean;
  readonly workers: number;
}

const URL_SHAPE =
  /^(nats|tls):\/\/(?:([^\s/@:]+)(?::([^\s/@]*))?@)?([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i;
const NAME = /^[A-Za-z0-9_-]{1,32}$/;

/** The value as it was given, if each part of it is a URL. Throws ChatError, without any password. */
export function parseNatsUrls(text: string): string {
  if (text !== "") natsAddress(text);
  return text;
}

export function natsAddress(text: string): NatsAddress {
  const urls = text.split(",").map((url) => URL_SHAPE.exec(url) ?? refuse(url));
  const servers = urls.map(([, scheme = "", , , host = "", port = ""]) => {
    return `${scheme.toLowerCase()}://${host}${port}`;
  });
  const [, , user, password] = urls.find(([, , user]) => user !== undefined) ?? [];
  return {
    servers,
    ...(user === undefined ? {} : { user: decode(user) }),
    ...(password === undefined ? {} : { password: decode(password) }),
  };
}

/** For --cluster and --node-name. */
export function parseClusterWord(text: string): string {
  if (text === "" || NAME.test(text)) return text;
  const rule = "1 to 32 letters, digits, - and _";
  throw new ChatError("bad-setting", `"${printable(text)}" cannot be used: take ${rule}`);
}

/** Throws ChatError "bad-setting" for flags that do not go together. */
export function refuseTogether({ nats, workers, natsCredsStdin }: TogetherOrNot): void {
  if (nats !== "" && workers > 1) {
    const instead = "start more processes instead, each with --nats";
    throw new ChatError("bad-setting", `--nats and --workers do not go together: ${instead}`);
  }
  if (nats === "" && natsCredsStdin) {
    throw new ChatError("bad-setting", "--nats-creds-stdin needs --nats: say where NATS is, too");
  }
}

/** A user or a password, in which "%" begins two digits. */
function decode(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    const rule = 'write "%" as %25, "@" as %40, "/" as %2F';
    throw new ChatError("bad-setting", `User or password for NATS cannot be read: ${rule}`);
  }
}

function refuse(url: string): never {
  const shown = printable(url.replace(/\/\/.*@/, "//…@"));
  const example = "nats://127.0.0.1:4222 or tls://user:password@nats.example.org";
  throw new ChatError("bad-setting", `"${shown}" is no address of NATS: use one like ${example}`);
}
