// Port: a connection that edits lines for its client, as telnet does, shows them while they are typed. So it
// is told what to expect, and may look up what a line means here. It only looks: all that is typed comes up
// the one way, as lines.

/** What the next line is. */
export type Expected =
  | "text"
  /** Text that may be a password by mistake: it is shown, but not kept. */
  | "doubtful"
  /** A password: it is not shown. */
  | "secret"
  /** Written by a program: it is not edited. */
  | "json";

/** What a line means, as far as whoever shows it needs to know. */
export interface LineGuide {
  /** Where in a line a secret begins, or its length. */
  secretFrom(line: string): number;
  /** Whether the line holds a secret, be it by a slip. */
  isSecret(line: string): boolean;
  /** What the last word of `before`, which may be empty, can become: as it is to stand there. */
  complete(before: string): readonly string[];
}

export interface Editing {
  /** Once, at the start. */
  begin(guide: LineGuide): void;
  /** Whenever a line has been dealt with. */
  expect(next: Expected): void;
}

/** Knows no secrets and no words. */
export const NO_GUIDE: LineGuide = {
  secretFrom: (line) => line.length,
  isSecret: () => false,
  complete: () => [],
};
