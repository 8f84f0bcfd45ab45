// Addresses as people type them, for bans. Pure; what counts as one address is admission.ts's.

import { addressKey } from "./admission.ts";

/** The key of a typed IPv4 or IPv6 address, or of a network as shownAddress() shows it; null for all else. */
export function parseAddress(text: string): string | null {
  const v4 = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(text)?.[1];
  const typed = v4 === undefined ? `[${text.replace(/::\/64$/, "::")}]` : v4;
  if (v4 === undefined && !/^[0-9a-f:]{2,39}(\/64)?$/i.test(text)) return null;
  if (v4 !== undefined && v4.split(".").some((part) => Number(part) > 255)) return null;
  const host = URL.parse(`http://${typed}/`)?.hostname.replace(/^\[|\]$/g, "");
  if (host === undefined) return null;
  const address = v4 === undefined ? dotted(host) : v4.split(".").map(Number).join(".");
  return addressKey(address) ?? address;
}

/** A key as it is listed: IPv6 as the network that it is. */
export function shownAddress(key: string): string {
  return key.includes(":") && key !== "::1" ? `${key}::/64` : key;
}

/** An IPv4 address that came as IPv6 in its shortest form, with its dots; others as they are. */
export function dotted(host: string): string {
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(host) ?? [];
  if (high === undefined || low === undefined) return host;
  return [high, low].map((part) => parseInt(part, 16))
    .flatMap((part) => [part >> 8, part & 255]).join(".");
}
