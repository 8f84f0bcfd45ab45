// The certificate in use, and its replacement while the server runs: whoever listens asks for the current one
// with each new client, so that those inside notice nothing. Where a new one comes from is not known here.

import { type Certificate, readCertificate } from "./certificate.ts";
import type { Clock } from "./clock.ts";

export interface CertificatesOptions {
  readonly clock: Pick<Clock, "now">;
  /** Throws a ChatError if no server can be opened with it: not all that is well-formed can be used. */
  readonly tryOut: (certificate: Certificate) => void;
}

export class Certificates {
  readonly #options: CertificatesOptions;
  #current: Certificate;

  /** Throws ChatError "bad-setting" if nothing can be done with `pem`. */
  constructor(pem: string, options: CertificatesOptions) {
    this.#options = options;
    this.#current = this.#read(pem);
  }

  get current(): Certificate {
    return this.#current;
  }

  /** As it was given: for other event loops of this process. */
  get pem(): string {
    return this.#current.chain + this.#current.key;
  }

  /** From now on, new clients get this one. Throws ChatError "bad-setting", and changes nothing then. */
  replace(pem: string): Certificate {
    return this.#current = this.#read(pem);
  }

  #read(pem: string): Certificate {
    const certificate = readCertificate(pem, this.#options.clock.now());
    this.#options.tryOut(certificate);
    return certificate;
  }
}
