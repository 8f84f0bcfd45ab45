// What a telnet client and we agree on: whether its lines are edited here, how wide its window is, what its
// terminal can do. Bytes in and out; who reads and writes them is connection.ts.

import { ECHO, IAC, SB, SE, SEND, SUPPRESS_GO_AHEAD, TERMINAL_TYPE } from "./codes.ts";
import { Options } from "./options.ts";
import { type Command, Parser } from "./parser.ts";

/** Terminals that know no escape codes, as TERM calls them. */
const DUMB = /^(?:dumb|unknown|network)$/i;

/** With both, clients send each key and leave it to us to show it. */
const EDITING = [ECHO, SUPPRESS_GO_AHEAD];

/** What is told by the way. */
export interface Listener {
  columns: (columns: number) => void;
  areYouThere: () => void;
}

export class Negotiation {
  readonly #listener: Listener;
  readonly #parser = new Parser();
  readonly #options = new Options((bytes) => this.#answers.push(...bytes));
  #answers: number[] = [];
  #started = false;
  #offered = true;
  #dumb = false;
  #askedForType = false;

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  /** Whether the client lets us edit its lines. */
  get edits(): boolean {
    return EDITING.every((option) => this.#options.isOn("ours", option));
  }

  /** Bytes that wait to be sent. */
  get waiting(): number {
    return this.#answers.length;
  }

  /** What is to be sent, once. */
  take(): Uint8Array {
    const answers = Uint8Array.from(this.#answers);
    this.#answers = [];
    return answers;
  }

  /** Asks for all that is wanted; once. */
  start(): void {
    if (!this.#started) this.#options.start();
    this.#started = true;
  }

  /** Offers to edit lines, or takes the offer back. */
  offer(on: boolean): void {
    this.#offered = on;
    const wanted = on && !this.#dumb;
    for (const option of EDITING) this.#options.want("ours", { option, on: wanted });
  }

  /** The text in `bytes`, which it may rewrite. */
  filter(bytes: Uint8Array): Uint8Array {
    return this.#parser.filter(bytes, (command) => this.#hear(command));
  }

  #hear(command: Command): void {
    switch (command.kind) {
      case "option":
        this.#options.hear(command.side, command);
        if (this.#options.isOn("theirs", TERMINAL_TYPE)) this.#askForType();
        return;
      case "window size":
        return this.#listener.columns(command.columns);
      case "terminal type":
        this.#dumb = DUMB.test(command.name);
        return this.offer(this.#offered);
      case "are you there":
        return this.#listener.areYouThere();
    }
  }

  #askForType(): void {
    if (this.#askedForType) return;
    this.#askedForType = true;
    this.#answers.push(IAC, SB, TERMINAL_TYPE, SEND, IAC, SE);
  }
}
