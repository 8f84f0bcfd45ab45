// Transcripts in the documentation, played on a chat of fakes: what is typed comes from the text, what is
// seen from the chat. Made from both again, the transcript must be the same.

import type { ChatRoom, Talker } from "./chat_room.ts";

/** "anna> hello": anna types that. All other lines are what is seen. */
const TYPED = /^(\S+)> (.*)$/;

/** Whether somebody types in it. */
export function isTranscript(lines: readonly string[]): boolean {
  return lines.some((line) => TYPED.test(line));
}

/**
 * Plays `lines` and resolves to the transcript as it came out: after each line what its writer sees, then
 * what the others do, each behind their "(name)". Whoever types first comes in first, under that name.
 */
export async function play(room: ChatRoom, lines: readonly string[]): Promise<string[]> {
  const talkers = new Map<string, Talker>();
  const out: string[] = [];
  const secrets = new Map<string, string>();
  for (const name of writers(lines)) talkers.set(name, await room.connect(name));
  for (const talker of talkers.values()) talker.news();
  for (const line of lines) {
    const [, name = "", text = ""] = TYPED.exec(line) ?? [];
    const writer = talkers.get(name);
    if (!writer) continue;
    out.push(line);
    out.push(...hide(secrets, await writer.types(reveal(secrets, text))));
    for (const [other, talker] of talkers) {
      if (talker !== writer) {
        out.push(...hide(secrets, talker.news()).map((line) => `(${other}) ${line}`));
      }
    }
  }
  return out;
}

function writers(lines: readonly string[]): Set<string> {
  return new Set(lines.map((line) => TYPED.exec(line)?.[1]).filter((name) => name !== undefined));
}

/** What is random: the transcript calls the first token TOKEN1, and the first code CODE1. */
const RANDOM: readonly [kind: string, pattern: RegExp][] = [
  ["TOKEN", /[0-9a-f]{32}/g],
  ["CODE", /(?<=\/login )\d{6}/g],
];

function hide(secrets: Map<string, string>, lines: readonly string[]): string[] {
  return lines.map((line) =>
    RANDOM.reduce(
      (text, [kind, pattern]) =>
        text.replace(pattern, (secret) => nameOf(secret, { kind, secrets })),
      line,
    )
  );
}

function nameOf(
  secret: string,
  { kind, secrets }: { kind: string; secrets: Map<string, string> },
): string {
  const known = [...secrets].find(([, value]) => value === secret)?.[0];
  if (known !== undefined) return known;
  const count = [...secrets.keys()].filter((name) => name.startsWith(kind)).length;
  const name = `${kind}${count + 1}`;
  secrets.set(name, secret);
  return name;
}

function reveal(secrets: ReadonlyMap<string, string>, text: string): string {
  return text.replace(/(?:TOKEN|CODE)\d/g, (name) => secrets.get(name) ?? name);
}
