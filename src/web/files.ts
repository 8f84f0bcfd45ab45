// The page's files as answers, made once: compressed, with a tag that says whether they have changed, and
// with the rules that the browser holds the page to. Knows nothing of rooms.

import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { type Answer, inWords, type WebRequest } from "../site.ts";

export interface Asset {
  /** Content-Type. */
  readonly type: string;
  readonly body: string;
  /** Whether the path never has another content. */
  readonly immutable: boolean;
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

/** A tenth more than the best there is, in a fortieth of its time: every start waits for it. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

type Coding = "br" | "gzip" | "identity";

class File {
  readonly #asset: Asset;
  readonly #tag: string;
  readonly #bodies: Readonly<Record<Coding, Uint8Array>>;

  constructor(asset: Asset) {
    const plain = Buffer.from(asset.body);
    this.#asset = asset;
    this.#tag = `"${createHash("sha256").update(plain).digest("base64url").slice(0, 22)}"`;
    this.#bodies = {
      identity: plain,
      gzip: gzipSync(plain),
      br: brotliCompressSync(plain, BROTLI),
    };
  }

  answer({ headers }: WebRequest): Answer {
    const { type, immutable } = this.#asset;
    const coding = codingFor(headers.get("accept-encoding") ?? "");
    const all = {
      ...SAFE,
      "content-type": type,
      "content-security-policy": policyFor(headers.get("host") ?? ""),
      "cache-control": immutable ? "public, max-age=31536000, immutable" : "no-cache",
      etag: this.#tag,
      vary: "Accept-Encoding",
    };
    const known = (headers.get("if-none-match") ?? "").replaceAll("W/", "");
    if (known.includes(this.#tag)) return { status: 304, headers: all, body: new Uint8Array(0) };
    const coded = coding === "identity" ? all : { ...all, "content-encoding": coding };
    return { status: 200, headers: coded, body: this.#bodies[coding] };
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
