// Telnet's options by the Q method (RFC 1143): whatever the other end says, and however fast we change our
// mind, no negotiation goes round in circles. Says bytes through a function; knows no connection.

import {
  BINARY,
  DO,
  DONT,
  ECHO,
  IAC,
  SUPPRESS_GO_AHEAD,
  TERMINAL_TYPE,
  WILL,
  WINDOW_SIZE,
  WONT,
} from "./codes.ts";
import type { Side } from "./parser.ts";

/** "want no, then yes": a "no" is under way, and we have changed our mind since. */
export type State =
  | "no"
  | "yes"
  | "want no"
  | "want no, then yes"
  | "want yes"
  | "want yes, then no";

type Event = "hear yes" | "hear no" | "want yes" | "want no";

/** The state that follows, and what we say then, if anything. */
type Step = readonly [next: State, say?: boolean];

/** RFC 1143, section 7. Hearing yes in state "no" is a request: it is granted here, or refused below. */
const STEPS: Readonly<Record<State, Readonly<Record<Event, Step>>>> = {
  "no": {
    "hear yes": ["yes", true],
    "hear no": ["no"],
    "want yes": ["want yes", true],
    "want no": ["no"],
  },
  "yes": {
    "hear yes": ["yes"],
    "hear no": ["no", false],
    "want yes": ["yes"],
    "want no": ["want no", false],
  },
  "want no": {
    "hear yes": ["no"], // they answered our "no" with a "yes", which is wrong
    "hear no": ["no"],
    "want yes": ["want no, then yes"],
    "want no": ["want no"],
  },
  "want no, then yes": {
    "hear yes": ["yes"],
    "hear no": ["want yes", true],
    "want yes": ["want no, then yes"],
    "want no": ["want no"],
  },
  "want yes": {
    "hear yes": ["yes"],
    "hear no": ["no"],
    "want yes": ["want yes"],
    "want no": ["want yes, then no"],
  },
  "want yes, then no": {
    "hear yes": ["want no", false],
    "hear no": ["no"],
    "want yes": ["want yes"],
    "want no": ["want yes, then no"],
  },
};

/** What we ask for at the start. All other options are refused. */
const WANTED: Readonly<Record<Side, readonly number[]>> = {
  ours: [ECHO, SUPPRESS_GO_AHEAD, BINARY],
  theirs: [SUPPRESS_GO_AHEAD, BINARY, WINDOW_SIZE, TERMINAL_TYPE],
};

/** How yes and no are said, by whose option it is. */
const VERBS: Readonly<Record<Side, { readonly yes: number; readonly no: number }>> = {
  ours: { yes: WILL, no: WONT },
  theirs: { yes: DO, no: DONT },
};

interface Option {
  state: State;
  wanted: boolean;
}

export class Options {
  readonly #options: Readonly<Record<Side, ReadonlyMap<number, Option>>>;
  readonly #say: (bytes: readonly number[]) => void;

  /** `say` takes what is to be sent: at most three bytes for each thing heard. */
  constructor(say: (bytes: readonly number[]) => void) {
    this.#say = say;
    this.#options = { ours: unasked("ours"), theirs: unasked("theirs") };
  }

  /** Asks for all that is wanted. */
  start(): void {
    for (const side of ["ours", "theirs"] as const) {
      for (const option of WANTED[side]) this.want(side, { option, on: true });
    }
  }

  /** Whether both ends have agreed on it. */
  isOn(side: Side, option: number): boolean {
    return this.#options[side].get(option)?.state === "yes";
  }

  hear(side: Side, { option, on }: { option: number; on: boolean }): void {
    const known = this.#options[side].get(option);
    const refused = known ? known.state === "no" && !known.wanted : true;
    if (known && !refused) this.#step(known, { side, option, event: on ? "hear yes" : "hear no" });
    else if (on) this.#tell(side, { option, on: false });
  }

  want(side: Side, { option, on }: { option: number; on: boolean }): void {
    const known = this.#options[side].get(option);
    if (!known) return;
    known.wanted = on;
    this.#step(known, { side, option, event: on ? "want yes" : "want no" });
  }

  #step(known: Option, how: { side: Side; option: number; event: Event }): void {
    const [next, on] = STEPS[known.state][how.event];
    known.state = next;
    if (on !== undefined) this.#tell(how.side, { option: how.option, on });
  }

  #tell(side: Side, { option, on }: { option: number; on: boolean }): void {
    this.#say([IAC, on ? VERBS[side].yes : VERBS[side].no, option]);
  }
}

function unasked(side: Side): Map<number, Option> {
  return new Map(WANTED[side].map((option) => [option, { state: "no", wanted: true }]));
}
