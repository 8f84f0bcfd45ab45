// A command that goes on running, and all it prints on its two outputs. For what a server prints to people;
// a server that logs JSON is easier to have as a ServerProcess.

import { within } from "../support/client.ts";
import type { KvPlace } from "../support/kv_place.ts";
import { type Build, launch, ROOT } from "../support/server_process.ts";

export class Running implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #printed = { stdout: "", stderr: "" };
  readonly #reading: Promise<unknown>;
  #ended = false;
  #watchers: (() => void)[] = [];

  constructor(program: string, args: readonly string[]) {
    this.#child = new Deno.Command(program, {
      args: [...args],
      cwd: ROOT,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#reading = Promise.all([this.#read("stdout"), this.#read("stderr")]);
    this.#reading.then(() => this.#ended = true).finally(() => this.#notify());
  }

  /** `place`: as for launch(). */
  static netchat(build: Build, flags: readonly string[], place?: KvPlace | null): Running {
    const { program, args } = launch(build, place);
    return new Running(program, [...args, ...flags]);
  }

  /** Resolves to the first line, on whichever output, in which `pattern` is found. */
  line(pattern: RegExp): Promise<string> {
    return within(this.#line(pattern), { what: String(pattern), soFar: () => this.#printed });
  }

  /** The port that the start line or the first log record tells. */
  async port(): Promise<number> {
    const line = await this.line(/sandbox/);
    return Number(/:(\d+) ·|"port":(\d+)/.exec(line)?.slice(1).join(""));
  }

  /** Ends it as an operator would, and tells all it printed. */
  stop(): Promise<{ code: number; stdout: string; stderr: string }> {
    this.#child.kill("SIGTERM");
    return this.ended();
  }

  /** Resolves once it has ended, and tells all it printed. */
  async ended(): Promise<{ code: number; stdout: string; stderr: string }> {
    const { code } = await this.#child.status;
    await this.#reading;
    return { code, ...this.#printed };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGTERM");
    } catch {
      // It has ended already.
    }
    await this.#child.status;
    await this.#reading;
  }

  async #line(pattern: RegExp): Promise<string> {
    for (;;) {
      const { stdout, stderr } = this.#printed;
      const lines = [...stdout.split("\n").slice(0, -1), ...stderr.split("\n").slice(0, -1)];
      const found = lines.find((line) => pattern.test(line));
      if (found !== undefined) return found;
      if (this.#ended) throw new Error(`It ended without ${pattern}: ${JSON.stringify(lines)}`);
      await new Promise<void>((resolve) => this.#watchers.push(resolve));
    }
  }

  async #read(output: "stdout" | "stderr"): Promise<void> {
    for await (const piece of this.#child[output].pipeThrough(new TextDecoderStream())) {
      this.#printed[output] += piece;
      this.#notify();
    }
  }

  #notify(): void {
    for (const resolve of this.#watchers.splice(0)) resolve();
  }
}
