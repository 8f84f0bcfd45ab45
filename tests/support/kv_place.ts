// A Deno KV of a test's own: Deno chooses the default database by --location, so each place is a host name
// that nobody has. What was kept there is removed at the end.

import { createHash } from "node:crypto";

export class KvPlace implements AsyncDisposable {
  readonly #origin: string;

  constructor(origin = `http://${crypto.randomUUID()}.invalid`) {
    this.#origin = origin;
  }

  /** For `deno run --location`. */
  get location(): string {
    return `${this.#origin}/`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(await this.folder(), { recursive: true }).catch(ignoreAbsence);
  }

  /** Where Deno keeps what belongs to this location: it names the folder by the origin, without the slash. */
  async folder(): Promise<string> {
    const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] })
      .output();
    const { originStorage } = JSON.parse(new TextDecoder().decode(stdout));
    return `${originStorage}/${createHash("sha256").update(this.#origin).digest("hex")}`;
  }
}

function ignoreAbsence(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
