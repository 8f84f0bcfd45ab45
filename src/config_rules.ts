// What settings have to do with each other. Each by itself is checked by setting.ts, from config.ts's table.

import type { Config } from "./config.ts";
import { bad } from "./setting.ts";

interface Rule {
  readonly broken: (config: Config, given: Partial<Config>) => boolean;
  /** What to do about it. */
  readonly words: string;
}

const RULES: readonly Rule[] = [
  {
    broken: ({ tlsStdin, tlsSelfSigned }) => tlsStdin && tlsSelfSigned,
    words: "--tls-stdin and --tls-self-signed give a certificate each: choose one",
  },
  {
    broken: (config, { tlsPort }) => tlsPort !== undefined && !hasCertificate(config),
    words: needsCertificate("--tls-port"),
  },
  {
    broken: (config) => config.webTls && !hasCertificate(config),
    words: needsCertificate("--web-tls"),
  },
  {
    broken: ({ webTls, noWeb }) => webTls && noWeb,
    words: "--web-tls is for the web port, and --no-web has none: choose one",
  },
];

function hasCertificate({ tlsStdin, tlsSelfSigned }: Config): boolean {
  return tlsStdin || tlsSelfSigned;
}

function needsCertificate(flag: string): string {
  return `${flag} needs a certificate: pipe one in with --tls-stdin, or try --tls-self-signed`;
}

/** Throws ChatError "bad-setting" if some do not go together. `given` are those that are no defaults. */
export function checkTogether(config: Config, given: Partial<Config>): void {
  const rule = RULES.find(({ broken }) => broken(config, given));
  if (rule) throw bad(rule.words);
}
