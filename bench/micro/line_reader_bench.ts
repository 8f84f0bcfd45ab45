// Bytes to lines, through telnet, the length limit, UTF-8 and TextLineStream. One iteration reads a
// thousand lines: a millisecond is a microsecond a line. Run with: deno task bench:micro

import { LineReader } from "../../src/line_reader.ts";
import { taking } from "../../tests/support/taking.ts";

const LINES = 1000;
const LINE = "so it is a quarter past nine and nobody has seen the coffee, ok?";

/** A socket on which all of `bytes` has come already. */
class Received {
  #left: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#left = bytes;
  }

  read(buffer: Uint8Array): Promise<number | null> {
    const part = this.#left.subarray(0, buffer.length);
    buffer.set(part);
    this.#left = this.#left.subarray(part.length);
    return Promise.resolve(part.length === 0 ? null : part.length);
  }
}

function bench(name: string, line: string): void {
  const bytes = new TextEncoder().encode(line.repeat(LINES));
  Deno.bench(`LineReader: ${LINES} ${name}`, { group: "line reader" }, async () => {
    await new LineReader(new Received(bytes), 4096).each(taking(() => {}));
  });
}

bench("lines of ASCII", `${LINE}\n`);
bench("lines with accents", `${LINE.replaceAll("e", "é")}\n`);
bench("lines of telnet, CR LF", `${LINE}\r\n`);
