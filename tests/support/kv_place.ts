// A Deno KV of a test's own: Deno chooses the default database by --location, so each place is a host name
// that nobody has. What was kept there is removed at the end.

export class KvPlace implements AsyncDisposable {
  /** For `deno run --location`. */
  readonly location = `http://${crypto.randomUUID()}.invalid/`;

  async [Symbol.asyncDispose](): Promise<void> {
    const folder = await this.#folder();
    await Deno.remove(folder, { recursive: true }).catch(ignoreAbsence);
  }

  /** Where Deno keeps what belongs to this location. */
  async #folder(): Promise<string> {
    const args = ["info", "--json", "--location", this.location];
    const { stdout } = await new Deno.Command(Deno.execPath(), { args }).output();
    return JSON.parse(new TextDecoder().decode(stdout)).originStorage;
  }
}

function ignoreAbsence(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
