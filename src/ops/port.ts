// The operator's port: HTTP, on this machine alone unless told otherwise. Opens and closes it; what it answers
// is the router's business.

import { ChatError } from "../errors.ts";
import type { Router } from "./router.ts";

export interface OpsPort {
  readonly address: { readonly host: string; readonly port: number };
  /** Resolves when the answers under way are given. */
  close(): Promise<void>;
}

/** Throws ChatError "cannot-listen" if that fails: whoever asks for the port means to watch it. */
export function openOpsPort(
  { host, port }: { readonly host: string; readonly port: number },
  router: Router,
): OpsPort {
  try {
    const options = { hostname: host, port, onListen() {} };
    const server = Deno.serve(options, (request) => router.handle(request));
    return {
      address: { host: server.addr.hostname, port: server.addr.port },
      close: () => server.shutdown(),
    };
  } catch (error) {
    throw new ChatError("cannot-listen", whyNot(error, { host, port }));
  }
}

function whyNot(error: unknown, { host, port }: { host: string; port: number }): string {
  if (error instanceof Deno.errors.AddrInUse) {
    return `Port "${port}" is in use: choose another with --ops-port, or stop what uses it`;
  }
  return `Cannot listen on "${host}" port "${port}": choose others with --ops-host and --ops-port`;
}
