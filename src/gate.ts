// Port: who counts the connections, so that limits hold over all workers together.

export interface Gate {
  /** Counts a client in and gives null, or says in a line why it must stay out. */
  admit(address: string): string | null | Promise<string | null>;
  /** Counts out a client that was admitted. */
  leave(address: string): void;
}
