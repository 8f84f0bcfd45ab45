// Networks of addresses, and who really comes through a proxy. Pure arithmetic on text.

/** The addresses that begin with these bits. */
export interface Network {
  /** Of an IPv6 address; those of IPv4 are mapped into it. */
  readonly address: bigint;
  /** How many of the 128 bits count. */
  readonly bits: number;
}

const V6_BITS = 128;
const V4_BITS = 32;
const V4_MAPPED = 0xffffn << 32n;

/** "10.0.0.0/8", "::1" or the like; null for anything else. */
export function parseNetwork(text: string): Network | null {
  const [, start = "", length] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const address = parseAddress(start);
  if (address === null) return null;
  const width = start.includes(":") ? V6_BITS : V4_BITS;
  const bits = length === undefined ? width : Number(length);
  return bits > width ? null : { address, bits: bits + V6_BITS - width };
}

/** Whether `address` is in one of these; false for what is no address. */
export function isWithin(address: string, networks: readonly Network[]): boolean {
  const number = parseAddress(address);
  if (number === null) return false;
  return networks.some(({ address: start, bits }) => {
    const ignored = BigInt(V6_BITS - bits);
    return number >> ignored === start >> ignored;
  });
}

/**
 * Who comes, where `address` is that of the connection and `forwarded` its X-Forwarded-For: of those that stand
 * there the last which is no trusted proxy, since only trusted ones added what is right of it.
 */
export function originOf(
  { address, forwarded }: { address: string; forwarded: string | null },
  trusted: readonly Network[],
): string {
  let origin = address;
  for (const hop of (forwarded ?? "").split(",").map((hop) => hop.trim()).reverse()) {
    if (!isWithin(origin, trusted) || parseAddress(hop) === null) return origin;
    origin = hop;
  }
  return origin;
}

/** Who comes by a connection, and whether nobody on the way can read it. */
export interface Comer {
  readonly address: string;
  readonly encrypted: boolean;
}

/** Who really comes: as the connection has it, or as a trusted proxy says in the headers of a request. */
export function comerOf(
  headers: Headers,
  { address, encrypted }: Comer,
  trusted: readonly Network[],
): Comer {
  if (!isWithin(address, trusted)) return { address, encrypted };
  const forwarded = headers.get("x-forwarded-for");
  const secure = headers.get("x-forwarded-proto")?.trim().toLowerCase() === "https";
  return { address: originOf({ address, forwarded }, trusted), encrypted: encrypted || secure };
}

/** As a number of 128 bits; null for what is no address. */
function parseAddress(text: string): bigint | null {
  const bare = text.replace(/%.*$/, "").toLowerCase();
  const [, head = "", v4] = /^(.*?)(\d+\.\d+\.\d+\.\d+)?$/.exec(bare) ?? [];
  const low = v4 === undefined ? null : parseV4(v4);
  if (v4 === undefined) return parseV6(bare);
  if (low === null) return null;
  if (head === "") return V4_MAPPED | low;
  const hex = [low >> 16n, low & 0xffffn].map((group) => group.toString(16)).join(":");
  return parseV6(`${head}${hex}`);
}

function parseV4(text: string): bigint | null {
  const bytes = text.split(".");
  if (!bytes.every((byte) => /^(0|[1-9]\d{0,2})$/.test(byte) && Number(byte) < 256)) return null;
  return bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

function parseV6(text: string): bigint | null {
  const halves = text.split("::").map((half) => half === "" ? [] : half.split(":"));
  const [head = [], tail] = halves;
  if (halves.length > 2) return null;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...tail ?? []];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return null;
  return groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}
