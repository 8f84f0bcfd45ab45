// A program on a real terminal: tmux draws it, in control mode, where it tells of each output. So a test
// presses keys and waits for what the screen shows, and for no time.

import { TextLineStream } from "@std/streams/text-line-stream";
import { within } from "./client.ts";

export interface TmuxOptions {
  readonly columns?: number;
  readonly rows?: number;
}

const encoder = new TextEncoder();

export class TmuxTerminal implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  /** Where its socket is. */
  readonly #folder: string;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #reading: Promise<void>;
  /** Who waits for the answers to what was asked, in that order; the first is that of the start. */
  readonly #answers: ((lines: string[]) => void)[] = [() => {}];
  #outputs = 0;
  #ended = false;
  #watchers: (() => void)[] = [];
  #screen: string[] = [];
  /** All that the program wrote, as tmux tells it. */
  written = "";

  private constructor(child: Deno.ChildProcess, folder: string) {
    this.#child = child;
    this.#folder = folder;
    this.#input = child.stdin.getWriter();
    this.#reading = this.#read();
  }

  static async start(
    command: string,
    { columns = 60, rows = 16 }: TmuxOptions = {},
  ): Promise<TmuxTerminal> {
    const folder = await Deno.makeTempDir({ prefix: "netchat-tmux-" });
    const server = ["-u", "-f", "/dev/null", "-S", `${folder}/socket`, "-C"];
    const size = ["-x", `${columns}`, "-y", `${rows}`];
    const child = new Deno.Command("tmux", {
      args: [...server, "new-session", ...size, command],
      env: { TERM: "xterm", LC_ALL: "C.UTF-8" },
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const terminal = new TmuxTerminal(child, folder);
    await terminal.resize(columns, rows);
    return terminal;
  }

  /** Types text as it is. */
  async type(text: string): Promise<void> {
    await this.#ask(`send-keys -l -- '${text.replaceAll("'", `'"'"'`)}'`);
  }

  /** Presses keys, as tmux calls them: Up, Enter, C-u. */
  async press(...keys: string[]): Promise<void> {
    await this.#ask(`send-keys ${keys.join(" ")}`);
  }

  async resize(columns: number, rows = 16): Promise<void> {
    await this.#ask(`refresh-client -C ${columns}x${rows}`);
  }

  /** Resolves to the screen once `test` accepts it: its lines, without empty ones at the end. */
  shows(test: (lines: readonly string[]) => boolean): Promise<string[]> {
    const soFar = () => this.#screen;
    return within(this.#shows(test), { what: "The screen that the test waits for", soFar });
  }

  /** Resolves once the row of the cursor, which is the last, is this one. */
  row(row: string): Promise<string[]> {
    return this.shows((lines) => lines.at(-1) === row);
  }

  /** Resolves when the program has ended. */
  ended(): Promise<void> {
    return within(this.#reading, { what: "The end", soFar: () => this.#screen });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#ended) await this.#input.write(encoder.encode("kill-server\n")).catch(() => {});
    await this.#reading;
    await this.#input.close().catch(() => {});
    await this.#child.status;
    await Deno.remove(this.#folder, { recursive: true });
  }

  async #shows(test: (lines: readonly string[]) => boolean): Promise<string[]> {
    for (;;) {
      const outputs = this.#outputs;
      this.#screen = trimmed(await this.#ask("capture-pane -p"));
      if (test(this.#screen)) return this.#screen;
      if (this.#ended) throw new Error(`It ended too early: ${JSON.stringify(this.#screen)}`);
      if (outputs === this.#outputs) await this.#more();
    }
  }

  async #ask(command: string): Promise<string[]> {
    const answer = new Promise<string[]>((resolve) => this.#answers.push(resolve));
    await this.#input.write(encoder.encode(`${command}\n`));
    return await answer;
  }

  #more(): Promise<void> {
    return new Promise((resolve) => this.#watchers.push(resolve));
  }

  async #read(): Promise<void> {
    let answer: string[] | null = null;
    const text = this.#child.stdout.pipeThrough(new TextDecoderStream());
    for await (const line of text.pipeThrough(new TextLineStream())) {
      if (answer !== null && !/^%(end|error) /.test(line)) answer.push(line);
      else if (line.startsWith("%begin ")) answer = [];
      else if (answer !== null) {
        this.#answers.shift()?.(answer);
        answer = null;
      } else if (line.startsWith("%output ")) this.#output(line);
    }
    this.#ended = true;
    for (const resolve of this.#answers.splice(0)) resolve([]);
    this.#notify();
  }

  #output(line: string): void {
    this.#outputs++;
    this.written += line.replace(/^%output \S+ /, "");
    this.#notify();
  }

  #notify(): void {
    for (const resolve of this.#watchers.splice(0)) resolve();
  }
}

function trimmed(lines: readonly string[]): string[] {
  const last = lines.findLastIndex((line) => line !== "");
  return lines.slice(0, last + 1);
}
