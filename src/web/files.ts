// The page's files as answers: in the coding that the browser takes, with a tag that says whether they have
// changed, and with the rules that the browser holds the page to. Knows nothing of rooms.

import { type Answer, inWords, type WebRequest } from "../site.ts";

export interface Asset {
  /** Content-Type. */
  readonly type: string;
  /** Whether the path never has another content. */
  readonly immutable: boolean;
  /** ETag: another for another content. */
  readonly tag: string;
  readonly body: string;
  /** The same, compressed, in base64. */
  readonly gzip: string;
  readonly br: string;
}

/**
 * A page may load only what is here, run nothing that stands in it, be in no frame and send no form. A
 * WebSocket to where it comes from is named by the host, since "self" is not enough for old browsers.
 */
function policyFor(host: string): string {
  const socket = /^[\w.:[\]-]+$/.test(host) ? ` ws://${host} wss://${host}` : "";
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "manifest-src 'self'",
    `connect-src 'self'${socket}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join("; ");
}

/** Of all answers on this port. */
export const SAFE: Readonly<Record<string, string>> = {
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "x-frame-options": "DENY",
};

type Coding = "br" | "gzip" | "identity";

const encoder = new TextEncoder();

class File {
  readonly #asset: Asset;
  /** Those that somebody has asked for. */
  readonly #bodies: Partial<Record<Coding, Uint8Array>> = {};

  constructor(asset: Asset) {
    this.#asset = asset;
  }

  answer({ headers }: WebRequest): Answer {
    const { type, immutable, tag } = this.#asset;
    const coding = codingFor(headers.get("accept-encoding") ?? "");
    const all = {
      ...SAFE,
      "content-type": type,
      "content-security-policy": policyFor(headers.get("host") ?? ""),
      "cache-control": immutable ? "public, max-age=31536000, immutable" : "no-cache",
      etag: tag,
      vary: "Accept-Encoding",
    };
    const known = (headers.get("if-none-match") ?? "").replaceAll("W/", "");
    if (known.includes(tag)) return { status: 304, headers: all, body: new Uint8Array(0) };
    const coded = coding === "identity" ? all : { ...all, "content-encoding": coding };
    return { status: 200, headers: coded, body: this.#body(coding) };
  }

  #body(coding: Coding): Uint8Array {
    return this.#bodies[coding] ??= coding === "identity"
      ? encoder.encode(this.#asset.body)
      : Uint8Array.fromBase64(this.#asset[coding]);
  }
}

/** The smallest that is taken. Weights are not compared, but 0 means no. */
function codingFor(accepted: string): Coding {
  const taken = (coding: Coding) =>
    accepted.split(",").some((one) => {
      const [name = "", weight = ""] = one.trim().toLowerCase().split(/\s*;\s*/);
      return name === coding && !/^q=0(\.0*)?$/.test(weight);
    });
  return taken("br") ? "br" : taken("gzip") ? "gzip" : "identity";
}

export class Files {
  readonly #files: ReadonlyMap<string, File>;

  constructor(assets: Readonly<Record<string, Asset>>) {
    const entries = Object.entries(assets);
    this.#files = new Map(entries.map(([path, asset]) => [path, new File(asset)]));
  }

  /** undefined if there is no such file. */
  answer(path: string, visit: WebRequest): Answer | undefined {
    return this.#files.get(path)?.answer(visit);
  }
}

/** A word instead of a page. */
export function words(status: number, text: string, headers: Record<string, string> = {}): Answer {
  return inWords(status, text, { ...SAFE, ...headers });
}
