// Opens the operator's port: which routes there are, and who has the token. Loaded only if there is to be one.

import { type CertificateParts, certificateRoute } from "./src/ops/certificate_route.ts";
import { openOpsPort } from "./src/ops/port.ts";
import { Router } from "./src/ops/router.ts";
import { type RouteParts, routes } from "./src/ops/routes.ts";
import { Token } from "./src/ops/token.ts";
import type { Address } from "./src/transport.ts";

export interface Ops {
  readonly address: Address;
  /** To be shown to the operator, once and nowhere else; null if they gave it, or nothing asks for it. */
  readonly token: string | null;
}

export interface OpsParts extends RouteParts, CertificateParts {
  /** The token that was piped in. */
  readonly given: string | null;
}

/** Throws ChatError "cannot-listen", or "bad-setting" for the token. */
export function openOps(place: Address, { given, ...parts }: OpsParts): Ops {
  const token = given ?? Token.random();
  const onBug = (bug: unknown) => parts.log.error("bug", { error: describe(bug) });
  const table = [...routes(parts), certificateRoute(parts)];
  const router = new Router(table, { token: new Token(token), onBug });
  const { address } = openOpsPort(place, router);
  const isShown = given === null && table.some(({ guarded }) => guarded);
  return { address, token: isShown ? token : null };
}

function describe(bug: unknown): string {
  return bug instanceof Error ? bug.stack ?? bug.message : String(bug);
}
