// Messages of a stream, as its readers and those who watch it have them. Nothing else of this folder knows how
// NATS writes down what it says of them.

import type { Msg } from "@nats-io/transport-node";

/** A message as a stream keeps it. */
export interface Message {
  readonly subject: string;
  /** Its number in the stream. */
  readonly seq: number;
  readonly bytes: Uint8Array;
  header(name: string): string;
}

/** A message that a stream has just stored, on its way to those who watch. */
export interface LiveMessage extends Message {
  /** The number of the message before it on its subject, 0 if it is the first that is still there. */
  readonly previous: number;
}

/** Of one that the stream hands on. */
export function toLiveMessage(message: Msg): LiveMessage {
  const header = (name: string) => message.headers?.get(name) ?? "";
  const seq = Number(header("Nats-Sequence"));
  const previous = Number(header("Nats-Last-Sequence"));
  return { subject: message.subject, seq, previous, bytes: message.data, header };
}

/** What a consumer is sent; in the subject for the reply stand the number and how many are to come. */
export function toStored(message: Msg): { stored: Message; left: number } {
  const words = (message.reply ?? "").split(".");
  const header = (name: string) => message.headers?.get(name) ?? "";
  const [seq = "", , , left = ""] = words.slice(-4);
  const stored = { subject: message.subject, seq: Number(seq), bytes: message.data, header };
  return { stored, left: Number(left) };
}
