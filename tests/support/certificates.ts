// Certificates for tests: made once in memory, so that a test costs no key of its own.

import { readCertificate } from "../../src/certificate.ts";
import { Certificates } from "../../src/certificates.ts";
import { systemClock as clock } from "../../src/clock.ts";
import { selfSigned } from "../../src/transport/self_signed.ts";
import { tryOut } from "../../src/transport/tls.ts";

/** Two certificates that are good, as PEM with their keys. */
export const [PEM, OTHER_PEM] = await Promise.all([selfSigned(Date.now()), selfSigned(Date.now())]);

/** The certificate in `pem` alone, as a client needs it to trust it. */
export function chainOf(pem: string): string {
  return readCertificate(pem, Date.now()).chain;
}

export function certificates(pem = PEM): Certificates {
  return new Certificates(pem, { clock, tryOut });
}
