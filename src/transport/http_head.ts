// The heads of HTTP/1: a request's as text read into parts, or refused in words, and an answer's as bytes.
// Pure. Bodies of requests are not read here: nothing on the web port takes one.

import { type Answer, inWords } from "../site.ts";

/** A head that is well-formed. */
export interface Head {
  readonly method: string;
  /** Path and query, as they came. */
  readonly target: string;
  readonly headers: Headers;
  /** Whether the connection may be used again after the answer. */
  readonly keepAlive: boolean;
}

/** A request that gets no better answer than this. */
export class HttpFault extends Error {
  readonly answer: Answer;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.answer = inWords(status, message, headers);
  }
}

/** Who takes us for a proxy names our host before the path: it is in Host as well. */
const REQUEST_LINE =
  /^([!#$%&'*+.^_`|~0-9A-Za-z-]+) (?:https?:\/\/[^/\s]+)?(\/[\x21-\x7e]*) HTTP\/1\.([01])$/;
/** A host and its port (RFC 3986, 3.2.2). */
const HOST = /^[\w.~!$&'()*+,;=%:[\]-]*$/;
const HEADER_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*?)[ \t]*$/;

/** `text` without the empty line at its end. Throws HttpFault for what is no head of a request. */
export function parseHead(text: string): Head {
  const [first = "", ...lines] = text.split(/\r?\n/);
  const [, method = "", target = "", minor] = REQUEST_LINE.exec(first) ?? [];
  if (method === "") throw bad("This port speaks HTTP/1.1: that was no request of it");
  const headers = parseHeaders(lines);
  if (minor === "1" && !headers.has("host")) throw bad("A request needs a Host header");
  if (minor === "0") headers.delete("upgrade"); // not theirs to ask for (RFC 9110, 7.8)
  const connection = listOf(headers, "connection");
  const wished = minor === "1" ? !connection.includes("close") : connection.includes("keep-alive");
  return { method, target, headers, keepAlive: wished && !hasBody(headers) };
}

/** The members of a header that is a list, in lower case. */
export function listOf(headers: Headers, name: string): string[] {
  const value = headers.get(name) ?? "";
  return value.split(",").map((word) => word.trim().toLowerCase()).filter((word) => word !== "");
}

function parseHeaders(lines: readonly string[]): Headers {
  const headers = new Headers();
  for (const line of lines) {
    const [, name = "", value = ""] = HEADER_LINE.exec(line) ?? [];
    if (name === "") throw bad("A header of that request is malformed");
    headers.append(name, value);
    if (name.toLowerCase() === "host" && !HOST.test(headers.get("host") ?? "")) {
      throw bad("A request has one Host, a name or an address with a port");
    }
  }
  return headers;
}

function hasBody(headers: Headers): boolean {
  return headers.has("transfer-encoding") || (headers.get("content-length") ?? "0") !== "0";
}

function bad(message: string): HttpFault {
  return new HttpFault(400, message);
}

/** Status and reason: those that are used here. */
const REASONS: Readonly<Record<number, string>> = {
  101: "Switching Protocols",
  200: "OK",
  304: "Not Modified",
  400: "Bad Request",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  426: "Upgrade Required",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

/** The head of an answer, with the empty line at its end. */
export function headOf(
  { status, headers }: Pick<Answer, "status" | "headers">,
  more: Readonly<Record<string, string>>,
): string {
  const lines = Object.entries({ ...headers, ...more }).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${REASONS[status] ?? ""}`, ...lines, "", ""].join("\r\n");
}
