// Port: what is known of the nodes that make one chat together. A node without others has no cluster.

/** A node as the others know it, a few seconds old. */
export interface NodeStatus {
  readonly name: string;
  readonly version: string;
  /** Connections. */
  readonly clients: number;
  /** Rooms with somebody of that node in them. */
  readonly rooms: number;
  /** From publishing something to reading it back, in milliseconds; the latest. */
  readonly lagMs: number;
  /** Lines that wait to be taken. */
  readonly waiting: number;
  /** When it started, in milliseconds since 1970. */
  readonly since: number;
}

export interface Cluster {
  /** All nodes, this one first. */
  nodes(): readonly NodeStatus[];
}
