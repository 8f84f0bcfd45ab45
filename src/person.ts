// Somebody, as facts and events name them. Types only; what a client of this node is beside that is member.ts.

/** Somebody, as events name them. The id is unique over all nodes and never reused; the name is not. */
export interface Person {
  readonly id: string;
  readonly name: string;
  /** The id of the account that is logged in; guests have none. */
  readonly account?: string;
}

/** Somebody who comes, and from where. */
export interface Arrivee {
  readonly by: Person;
  /** As the transport gives it; for bans and for admins. */
  readonly address: string;
}
