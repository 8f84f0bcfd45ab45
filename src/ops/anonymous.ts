// What a log shows of addresses where it must not show whose they are: the network, without the host. Pure.

import { parseAddress } from "../address.ts";
import type { LogFields } from "../log.ts";

/** The same fields with every address cut, IPv4 to its first 24 bits and IPv6 to 48. Names stay as they are. */
export function withoutHosts(fields: LogFields = {}): LogFields {
  return Object.fromEntries(
    Object.entries(fields).map((
      [key, value],
    ) => [key, typeof value === "string" ? withoutHost(value) : value]),
  );
}

/** "192.0.2.77" as "192.0.2.0/24", "2001:db8:1:2::3" as "2001:db8:1::/48"; all else as it is. */
function withoutHost(text: string): string {
  if (!/^[0-9a-f.:]+(%\w+)?(\/\d+)?$/i.test(text) || !/[.:]/.test(text)) return text;
  const key = parseAddress(text.replace(/%\w+/, ""));
  if (key === null) return text;
  if (key === "::1") return "::/48";
  if (!key.includes(":")) return `${key.split(".").slice(0, 3).join(".")}.0/24`;
  return `${key.split(":").slice(0, 3).join(":")}::/48`;
}
