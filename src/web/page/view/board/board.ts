// What every board is given.

export interface BoardProps<View> {
  /** As docs/protocol.md describes it for this game. */
  readonly view: View;
  /** Whether the reader may move now. */
  readonly isOnTurn: boolean;
  /** By seat. */
  readonly names: readonly string[];
  /** The reader's, or null. */
  readonly seat: number | null;
  /** What is typed after the "!". */
  readonly onMove: (move: string) => void;
}
