// Gets the certificate that the settings ask for: piped in, or made here.

import { Certificates } from "./src/certificates.ts";
import { systemClock as clock } from "./src/clock.ts";
import type { Config } from "./src/config.ts";
import { selfSigned } from "./src/transport/self_signed.ts";
import { tryOut } from "./src/transport/tls.ts";

/** null without TLS. `piped` is the PEM from standard input. Rejects with ChatError "bad-setting". */
export async function certify(
  { tlsSelfSigned }: Pick<Config, "tlsSelfSigned">,
  piped: string | null,
): Promise<Certificates | null> {
  const pem = tlsSelfSigned ? await selfSigned(clock.now()) : piped;
  return pem === null ? null : withCertificate(pem);
}

/** Throws ChatError "bad-setting". */
export function withCertificate(pem: string): Certificates {
  return new Certificates(pem, { clock, tryOut });
}
