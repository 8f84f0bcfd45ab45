// Hashing that is right, but at once or when the test lets it go; that it takes long and is safe is tested
// with the real one. Counts the hashes.

import { scryptSync } from "node:crypto";
import type { Scrypt } from "../../src/password.ts";
import { promisesKept } from "./settle.ts";

export class HeldHashing {
  held = false;
  /** Hashes asked for. */
  count = 0;
  #waiting: (() => void)[] = [];

  readonly scrypt: Scrypt = async (password, { salt, length }) => {
    this.count++;
    if (this.held) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return scryptSync(password, salt, length, { N: 2, r: 1, p: 1 });
  };

  /** Hashes that wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Holds nothing from now on. */
  async open(): Promise<void> {
    this.held = false;
    for (const go of this.#waiting.splice(0)) go();
    await promisesKept();
  }
}
