// Runs store_child.ts with the network permission and nothing else, as netchat runs, on the default database
// of a Deno folder of its own.

import { TextLineStream } from "@std/streams/text-line-stream";
import type { Found, Told } from "./store_child.ts";

const CHILD = new URL("./store_child.ts", import.meta.url);

export interface ChildEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A place for default databases; removed at the end. */
export class DenoFolder implements AsyncDisposable {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  static async make(): Promise<DenoFolder> {
    return new DenoFolder(await Deno.makeTempDir({ prefix: "netchat-store-" }));
  }

  /** Lets the child write until it has told `steps` things and then tells `did`, kills it, and returns all. */
  async writeUntilKilled(steps: number, did: Told["did"]): Promise<Told[]> {
    const child = this.#command("write", {}).spawn();
    const told: Told[] = [];
    let killed = false;
    const text = child.stdout.pipeThrough(new TextDecoderStream());
    for await (const line of text.pipeThrough(new TextLineStream())) {
      if (line === "") continue;
      told.push(JSON.parse(line));
      if (killed || told.length < steps || told.at(-1)?.did !== did) continue;
      killed = true;
      child.kill("SIGKILL");
    }
    const { signal } = await child.status;
    if (signal !== "SIGKILL") throw new Error(`The child ended by itself after ${told.length}`);
    return told;
  }

  /** What a new process finds in the store. */
  async read(): Promise<Found> {
    const { stdout, stderr } = await this.run();
    if (stdout === "") throw new Error(stderr);
    return JSON.parse(stdout);
  }

  /** Runs the reading child to its end. `env` is added to what this process has. */
  async run(env: Record<string, string> = {}): Promise<ChildEnd> {
    const { code, stdout, stderr } = await this.#command("read", env).output();
    const decoder = new TextDecoder();
    return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  }

  #command(mode: "read" | "write", env: Record<string, string>): Deno.Command {
    return new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--allow-net", "--no-prompt", "--frozen", CHILD.href, mode],
      env: { DENO_DIR: this.#path, NO_COLOR: "1", ...env },
      stdin: "null",
      stdout: "piped",
      stderr: mode === "write" ? "inherit" : "piped",
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.#path, { recursive: true });
  }
}
