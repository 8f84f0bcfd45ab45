// What has to be known before the first client comes in: which names are registered, and what the lobby's rules
// and past are. A store that does not answer is asked again, for as long as the server wants to open.

import type { Accounts } from "./accounts.ts";
import type { Chat } from "./chat.ts";
import type { Clock } from "./clock.ts";
import { ACCEPT_RETRY_MAX_MS, ACCEPT_RETRY_MIN_MS } from "./limits.ts";
import type { Log } from "./log.ts";
import type { LoginCodes } from "./login_codes.ts";
import { nameKey } from "./name.ts";
import type { Resumes } from "./resumes.ts";

export interface OpeningParts {
  readonly accounts: Pick<Accounts, "keys">;
  readonly chat: Pick<Chat, "open">;
  readonly clock: Pick<Clock, "after">;
  readonly codes: Pick<LoginCodes, "clean">;
  readonly log: Log;
  readonly resumes: Pick<Resumes, "clean">;
}

export interface OpeningOptions {
  /** Names of accounts, with commas between them. */
  readonly admin: string;
  /** Whether the server wants to open no longer. */
  isOver(): boolean;
}

/** Resolves when clients may come in, or need not any more. Never rejects. */
export async function open(parts: OpeningParts, options: OpeningOptions): Promise<void> {
  await openChat(parts, options);
  const { codes, log, resumes } = parts;
  Promise.all([resumes.clean(), codes.clean()]).catch((error) => {
    log.warn("old tokens not dropped", { error: String(error) });
  });
}

async function openChat(parts: OpeningParts, { admin, isOver }: OpeningOptions): Promise<void> {
  const { accounts, chat, clock, log } = parts;
  for (let retry = ACCEPT_RETRY_MIN_MS; !isOver();) {
    try {
      const registered = await accounts.keys();
      await chat.open(registered);
      return warnOfAdmins(admin, { registered: new Set(registered), log });
    } catch { // which the accounts have logged
      await new Promise<void>((resolve) => void clock.after(retry, resolve));
      retry = Math.min(retry * 2, ACCEPT_RETRY_MAX_MS);
    }
  }
}

/** Whoever registers such a name first is an admin. */
function warnOfAdmins(
  admin: string,
  { registered, log }: { registered: ReadonlySet<string>; log: Log },
): void {
  const advice = "register it before others do";
  for (const name of admin.split(",").filter((name) => name !== "")) {
    if (!registered.has(nameKey(name))) log.warn("admin not registered", { name, advice });
  }
}
