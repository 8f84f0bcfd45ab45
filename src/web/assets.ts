// The page, by path. A stand-in until there is one.

export interface Asset {
  /** Content-Type. */
  readonly type: string;
  readonly body: string;
  /** Whether the path never has another content. */
  readonly immutable: boolean;
}

export const assets: Readonly<Record<string, Asset>> = {
  "/": {
    type: "text/html; charset=utf-8",
    body: "<!doctype html><html lang=en><title>netchat</title><p>The page is not here yet.",
    immutable: false,
  },
};
