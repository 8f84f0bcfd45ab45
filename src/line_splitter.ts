// Text to lines, by one TextLineStream for all connections. Whoever splits asks for as many lines as they put
// in newlines, at once: what comes out in the order that it went in needs no more to find its owner. Knows no
// bytes, and no unfinished lines, which would become part of somebody else's.

import { TextLineStream } from "@std/streams/text-line-stream";

export class LineSplitter {
  readonly #stream = new TextLineStream();
  readonly #writer = this.#stream.writable.getWriter();
  readonly #reader = this.#stream.readable.getReader();
  /** What is said at the same time goes in as one chunk: each costs a stream several promises. */
  #text = "";

  /**
   * The lines of `text`, without their newlines, as the stream gives them: an object more for each line is a
   * tenth of what it costs. Throws TypeError if it does not end with a newline.
   */
  split(text: string): Promise<ReadableStreamReadResult<string>>[] {
    if (!text.endsWith("\n")) throw new TypeError("A text to be split must end with a newline");
    if (this.#text === "") queueMicrotask(this.#write);
    this.#text += text;
    const lines = [];
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
      lines.push(this.#reader.read());
    }
    return lines;
  }

  readonly #write = (): void => {
    this.#writer.write(this.#text);
    this.#text = "";
  };
}
