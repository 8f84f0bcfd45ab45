// The token that is given on standard input: its first line. What follows is for others.

import { ChatError } from "../errors.ts";
import { MAX_INPUT_BYTES } from "../limits.ts";

/** The first line of `stream`, without its end. Rejects with ChatError "bad-setting" if it is too long. */
export async function readFirstLine(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of stream) {
    text += decoder.decode(bytes, { stream: true });
    if (text.includes("\n")) break;
    if (text.length > MAX_INPUT_BYTES) {
      throw new ChatError("bad-setting", "Standard input has no end of line: send the token first");
    }
  }
  return text.replace(/\r?\n.*$/s, "");
}
