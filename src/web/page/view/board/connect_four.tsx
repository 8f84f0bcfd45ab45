// Connect four: seven columns, each a button. The keys 1 to 7 do the same while the board has the focus.

import type { BoardProps } from "./board.ts";

export interface ConnectFourView {
  readonly rows: number;
  /** Each from the bottom: whose piece. */
  readonly columns: readonly (readonly number[])[];
  /** Column and row of the piece that came last. */
  readonly last: readonly [number, number] | null;
  /** The cells that won. */
  readonly line: readonly (readonly [number, number])[];
  readonly turn: number | null;
}

export function ConnectFour({ view, isOnTurn, names, onMove }: BoardProps<ConnectFourView>) {
  const { columns, rows } = view;
  function onKeyDown({ key }: KeyboardEvent): void {
    const column = columns[Number(key) - 1];
    if (isOnTurn && column && column.length < rows) onMove(key);
  }
  return (
    <div class="four" role="group" aria-label="Connect four" onKeyDown={onKeyDown}>
      {columns.map((pieces, i) => (
        <button
          key={i}
          type="button"
          disabled={!isOnTurn || pieces.length === rows}
          aria-label={`Column ${i + 1}: ${described(pieces, names)}`}
          onClick={() => onMove(String(i + 1))}
        >
          {Array.from(
            { length: rows },
            (_, row) => <Cell key={row} view={view} column={i} row={rows - 1 - row} />,
          )}
          <span class="number" data-number={i + 1} aria-hidden="true" />
        </button>
      ))}
    </div>
  );
}

function Cell({ view, column, row }: { view: ConnectFourView; column: number; row: number }) {
  const seat = view.columns[column]?.[row];
  const isAt = ([c, r]: readonly [number, number]) => c === column && r === row;
  const classes = [
    "cell",
    seat === undefined ? "" : `seat-${seat}`,
    view.line.some(isAt) ? "won" : "",
    view.last && isAt(view.last) ? "last" : "",
  ];
  return <span class={classes.filter(Boolean).join(" ")} aria-hidden="true" />;
}

/** "empty", or whose pieces stand there from the bottom. */
function described(pieces: readonly number[], names: readonly string[]): string {
  return pieces.map((seat) => names[seat] ?? `seat ${seat}`).join(", ") || "empty";
}
