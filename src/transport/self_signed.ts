// A certificate of our own, made in memory: encrypts, but vouches for nobody. Who wants to be sure compares its
// fingerprint. The library is large, and loaded only where it is asked for.

const DAY_MS = 86_400_000;
/** Longer than a process lives; some clients refuse more than 398 days. */
const VALID_DAYS = 397;
/** For clients whose clock is slow. */
const SLOW_CLOCK_DAYS = 1;

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** Makes a key and its certificate, as PEM. `now` in milliseconds since 1970. */
export async function selfSigned(now: number): Promise<string> {
  await import("reflect-metadata"); // which the next one needs, and does not bring
  const x509 = await import("@peculiar/x509");
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=netchat",
    notBefore: new Date(now - SLOW_CLOCK_DAYS * DAY_MS),
    notAfter: new Date(now + VALID_DAYS * DAY_MS),
    keys: keys as CryptoKeyPair,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.SubjectAlternativeNameExtension([
        { type: "dns", value: "localhost" },
        { type: "ip", value: "127.0.0.1" },
        { type: "ip", value: "::1" },
      ]),
    ],
  });
  const key = await crypto.subtle.exportKey("pkcs8", (keys as CryptoKeyPair).privateKey);
  return `${certificate.toString("pem")}\n${x509.PemConverter.encode(key, "PRIVATE KEY")}\n`;
}
