// A real netchat process on a free port, from source or from the compiled binary, and its log.

import { TextLineStream } from "@std/streams/text-line-stream";

export type Build = "source" | "binary";

const ROOT = new URL("../../", import.meta.url);
const BINARY = new URL(Deno.build.os === "windows" ? "netchat.exe" : "netchat", ROOT);

/** The command that starts netchat: the program and its first arguments. */
export function launch(build: Build): { program: string; args: string[] } {
  if (build === "binary") return { program: fromUrl(BINARY), args: [] };
  const args = ["run", "--allow-net", "--no-prompt", "--frozen", fromUrl(new URL("main.ts", ROOT))];
  return { program: Deno.execPath(), args };
}

/** Whether there is a binary to test: `deno task compile` makes it. */
export function binaryExists(): boolean {
  try {
    return Deno.statSync(BINARY).isFile;
  } catch {
    return false;
  }
}

export class ServerProcess implements AsyncDisposable {
  readonly port: number;
  readonly pid: number;
  readonly #child: Deno.ChildProcess;
  readonly #log: LogReader;

  private constructor(child: Deno.ChildProcess, log: LogReader, port: number) {
    this.#child = child;
    this.#log = log;
    this.port = port;
    this.pid = child.pid;
  }

  /** Starts netchat with `flags` on a free port of 127.0.0.1, and waits until it listens. */
  static async start(build: Build, flags: readonly string[] = []): Promise<ServerProcess> {
    const { program, args } = launch(build);
    const fixed = ["--port", "0", "--host", "127.0.0.1", "--log", "json"];
    const child = new Deno.Command(program, {
      args: [...args, ...fixed, ...flags],
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const log = new LogReader(child.stderr);
    const listening = await log.until("listening");
    return new ServerProcess(child, log, (listening.chat as { port: number }).port);
  }

  /** Log records so far, as parsed from JSON. */
  get log(): readonly Record<string, unknown>[] {
    return this.#log.records;
  }

  /** Resolves to the first log record of that event, past or to come, that `test` accepts. */
  logged(event: string, test?: (record: Record<string, unknown>) => boolean) {
    return this.#log.until(event, test);
  }

  /** Sends a signal to the process. */
  signal(signal: Deno.Signal): void {
    this.#child.kill(signal);
  }

  /** Resolves to the exit status. */
  async exited(): Promise<Deno.CommandStatus> {
    const status = await this.#child.status;
    await this.#log.done;
    return status;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
    await this.exited();
  }
}

/** Reads a JSON log as it is written. */
class LogReader {
  readonly records: Record<string, unknown>[] = [];
  readonly done: Promise<void>;
  #watchers: (() => void)[] = [];
  #ended = false;

  constructor(stderr: ReadableStream<Uint8Array>) {
    this.done = this.#read(stderr);
  }

  async until(
    event: string,
    test: (record: Record<string, unknown>) => boolean = () => true,
  ): Promise<Record<string, unknown>> {
    for (let next = 0;; next++) {
      while (next >= this.records.length) await this.#more(event);
      const record = this.records[next];
      if (record?.event === event && test(record)) return record;
    }
  }

  #more(event: string): Promise<void> {
    if (this.#ended) {
      throw new Error(
        `The server ended without logging "${event}": ${JSON.stringify(this.records)}`,
      );
    }
    return new Promise((resolve) => this.#watchers.push(resolve));
  }

  async #read(stderr: ReadableStream<Uint8Array<ArrayBuffer>> | ReadableStream): Promise<void> {
    const lines = stderr.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream());
    for await (const line of lines) {
      this.records.push(line.startsWith("{") ? JSON.parse(line) : { event: "raw", line });
      this.#notify();
    }
    this.#ended = true;
    this.#notify();
  }

  #notify(): void {
    for (const resolve of this.#watchers.splice(0)) resolve();
  }
}

function fromUrl(url: URL): string {
  return decodeURIComponent(url.pathname);
}
