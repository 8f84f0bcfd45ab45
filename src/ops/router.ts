// What the ops port answers, as a table of routes, and every guard in one place: whether there is such a path
// and method, whether whoever asks may, whether the body is too long. What a route does is its own file.

import { ChatError } from "../errors.ts";
import { MAX_OPS_BODY_BYTES, OPS_BODY_MS } from "../limits.ts";
import type { Token } from "./token.ts";

export interface Route {
  readonly method: "GET" | "PUT";
  /** As in "/metrics". */
  readonly path: string;
  /** Whether it changes something, and wants the token. */
  readonly guarded?: true;
  /** `body` is what was sent, "" if nothing. Rejects with ChatError for what cannot be told or done now. */
  answer(body: string): Response | Promise<Response>;
}

export interface RouterOptions {
  readonly token: Token;
  /** Called when a route breaks: a bug, whose text nobody outside sees. */
  readonly onBug: (bug: unknown) => void;
}

export class Router {
  readonly #routes: readonly Route[];
  readonly #options: RouterOptions;

  constructor(routes: readonly Route[], options: RouterOptions) {
    this.#routes = routes;
    this.#options = options;
  }

  /** Never rejects. */
  async handle(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const there = this.#routes.filter(({ path }) => path === pathname);
    if (there.length === 0) return this.#noSuchPath();
    const method = request.method === "HEAD" ? "GET" : request.method;
    const route = there.find((route) => route.method === method);
    if (!route) return wrongMethod(there);
    if (route.guarded && !this.#options.token.opens(request.headers.get("authorization"))) {
      return unauthorized();
    }
    try {
      const body = await readBody(request);
      return body === null ? tooLong() : await route.answer(body);
    } catch (error) {
      if (error instanceof ChatError) return plain(503, error.message);
      this.#options.onBug(error);
      return plain(500, "Something broke on our side: the log says what");
    }
  }

  #noSuchPath(): Response {
    const paths = [...new Set(this.#routes.map(({ path }) => path))].join(", ");
    return plain(404, `There is nothing here: there are ${paths}`);
  }
}

/** One line of text. */
export function plain(status: number, line: string, headers: Record<string, string> = {}) {
  const type = { "content-type": "text/plain; charset=utf-8" };
  return new Response(`${line}\n`, { status, headers: { ...type, ...headers } });
}

function wrongMethod(routes: readonly Route[]): Response {
  const allow = routes.map(({ method }) => method).join(", ");
  return plain(405, `Only ${allow} works here`, { allow });
}

function unauthorized(): Response {
  const how = "send the token as Authorization: Bearer TOKEN";
  return plain(401, `The token is missing or wrong: ${how}`, { "www-authenticate": "Bearer" });
}

function tooLong(): Response {
  return plain(413, `That is too long, or took too long: ${MAX_OPS_BODY_BYTES} bytes at most`);
}

/** The whole body; null if it is too long, or not all there in time. */
async function readBody({ body }: Request): Promise<string | null> {
  if (body === null) return "";
  const decoder = new TextDecoder();
  const late = AbortSignal.timeout(OPS_BODY_MS);
  const reader = body.getReader();
  const stop = () => void reader.cancel().catch(() => {});
  late.addEventListener("abort", stop);
  let text = "";
  try {
    for (let size = 0;;) {
      const { done, value } = await reader.read();
      if (late.aborted) return null;
      if (done) return text + decoder.decode();
      size += value.length;
      if (size > MAX_OPS_BODY_BYTES) return null;
      text += decoder.decode(value, { stream: true });
    }
  } finally {
    late.removeEventListener("abort", stop);
    stop();
  }
}
