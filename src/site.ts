// Port: what those get who come to the web port for a page or a text, and not to chat. How requests and
// answers travel is the transport's business; nothing here takes a request's body.

export interface WebRequest {
  readonly method: string;
  /** Path and query as they came, from the slash on. */
  readonly target: string;
  readonly headers: Headers;
  /** Where it comes from, without a port. */
  readonly address: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The whole of it, or what writes it for as long as it likes; then the connection ends with it. */
  readonly body: Uint8Array | ((reader: Reader) => Promise<void>);
}

/** Who reads an answer that has no end yet. */
export interface Reader {
  /** As of a connection. */
  write(bytes: Uint8Array): Promise<number>;
  /** Aborted when nobody reads any more. */
  readonly gone: AbortSignal;
}

/** Rejects only for bugs. */
export type Site = (visit: WebRequest) => Answer | Promise<Answer>;

const encoder = new TextEncoder();

/** A few words as an answer. */
export function inWords(
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const plain = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
  return { status, headers: { ...plain, ...headers }, body: encoder.encode(`${text}\n`) };
}
