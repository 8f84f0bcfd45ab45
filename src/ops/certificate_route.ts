// PUT /certificate: a new certificate without a restart, as PEM in the body. Those inside notice nothing.

import type { Certificate } from "../certificate.ts";
import { ChatError } from "../errors.ts";
import type { Log } from "../log.ts";
import { plain, type Route } from "./router.ts";

export interface CertificateParts {
  /** Throws ChatError "bad-setting" if it is no good; null if there is no TLS. */
  readonly renew: ((pem: string) => Certificate) | null;
  readonly log: Log;
}

export function certificateRoute({ renew, log }: CertificateParts): Route {
  return {
    method: "PUT",
    path: "/certificate",
    guarded: true,
    answer(pem) {
      if (renew === null) return plain(409, "There is no TLS here: start with --tls-stdin");
      try {
        const { fingerprint, notAfter } = renew(pem);
        const until = new Date(notAfter).toISOString();
        log.info("certificate replaced", { fingerprint, until });
        return plain(200, `New clients get the certificate ${fingerprint}, good until ${until}`);
      } catch (error) {
        if (error instanceof ChatError) return plain(422, error.message);
        throw error;
      }
    },
  };
}
