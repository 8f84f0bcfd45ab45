// A file of the page as the server hands it out: compressed for every browser there is, and with a tag that
// changes with its content. Done once, when the page is built, so that no start waits for it.

import { createHash } from "node:crypto";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Asset } from "../../src/web/files.ts";

/** `body`: text. */
export function pack({ body, ...rest }: Pick<Asset, "type" | "immutable" | "body">): Asset {
  const hash = createHash("sha256").update(body).digest("base64url");
  return {
    ...rest,
    tag: `"${hash.slice(0, 22)}"`,
    body,
    gzip: gzipSync(body, { level: 9 }).toString("base64"),
    br: brotliCompressSync(body).toString("base64"),
  };
}
