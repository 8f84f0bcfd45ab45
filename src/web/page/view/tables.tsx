// The games of the room that is shown: boards of those one plays or watches, and one line for each other.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { isOnTurn, type Sight, type Table } from "../state/games.ts";
import type { Place } from "../state/place.ts";
import { ask, leaveTable } from "./actions.ts";
import { boardOf } from "./board/mod.tsx";
import { Icon } from "./icon.tsx";
import { memo } from "./memo.ts";
import { TimeLeft } from "./time_left.tsx";

export const TablesView = memo(({ tables }: Pick<Place, "tables">) => {
  if (tables.size === 0) return null;
  return (
    <section class="tables" aria-label="Games">
      {[...tables.values()].map((table) => (
        table.sight
          ? <Board key={table.table} table={table} sight={table.sight} />
          : <Other key={table.table} table={table} />
      ))}
    </section>
  );
});

/** Runs a command about a table in its room; what is refused is shown beside it. */
function useDeeds({ room, table }: Table) {
  const [fault, setFault] = useState("");
  async function request(what: Promise<void>): Promise<void> {
    setFault("");
    await what.catch(({ message }: Error) => setFault(message));
  }
  return {
    fault,
    run: (command: string) => request(ask({ do: command, args: [String(table)], room })),
    move: (move: string) => request(ask({ do: "say", text: `!${table}:${move}`, room })),
  };
}

function Board({ table, sight }: { table: Table; sight: Sight }) {
  const { phase, game, players, joinable } = table;
  const { fault, run, move } = useDeeds(table);
  const BoardView = boardOf(game);
  const plays = sight.seat !== null;
  async function leave(): Promise<void> {
    if (phase !== "over") await run("leave-game");
    leaveTable(table);
  }
  return (
    <article class="table" aria-label={titleOf(table)}>
      <header>
        <h2>{game}</h2>
        <Players table={table} sight={sight} />
        {phase === "running" && <TimeLeft due={sight.due} />}
        {!plays && joinable && (
          <button
            type="button"
            class="button"
            onClick={() => run("join-game")}
          >
            Join
          </button>
        )}
        <button
          type="button"
          class="icon-button"
          aria-label={phase === "over" ? `Put ${titleOf(table)} away` : `Leave ${titleOf(table)}`}
          title={phase === "over" ? "Put away" : plays ? "Leave the game" : "Stop watching"}
          onClick={leave}
        >
          <Icon name="close" />
        </button>
      </header>
      {sight.view !== null && (
        <BoardView
          view={sight.view}
          isOnTurn={isOnTurn(table)}
          names={players.map(({ name }) => name)}
          seat={sight.seat}
          onMove={move}
        />
      )}
      {fault !== "" && <p class="fault" role="alert">{fault}</p>}
      <p class="happened">{sight.lines.at(-1) ?? ""}</p>
    </article>
  );
}

function Players({ table: { players }, sight }: { table: Table; sight: Sight }) {
  return (
    <ul class="players">
      {players.map(({ name, state }, seat) => (
        <li
          key={seat}
          class={`seat seat-of-${seat}${sight.turn.includes(seat) ? " on-turn" : ""}`}
        >
          {name}
          {sight.turn.includes(seat) && <span class="hidden">, on turn</span>}
          {state !== "here" && <span class="tag">{` ${state}`}</span>}
        </li>
      ))}
    </ul>
  );
}

function Other({ table }: { table: Table }) {
  const { asked, players, phase, joinable } = table;
  const { fault, run } = useDeeds(table);
  const names = players.map(({ name }) => name).join(", ");
  async function decline(): Promise<void> {
    await run("leave-game");
    leaveTable(table);
  }
  return (
    <article class="table other" aria-label={titleOf(table)}>
      <p>
        <b>{titleOf(table)}</b> {asked
          ? (
            <>
              · {asked.by.name} asks you to play <TimeLeft due={asked.due} />
            </>
          )
          : `· ${names}${phase === "open" ? " · waits for players" : ""}`}
      </p>
      {(asked || joinable) && (
        <Deed onClick={() => run("join-game")} isPrimary>{asked ? "Play" : "Join"}</Deed>
      )}
      {asked
        ? <Deed onClick={decline}>No, thanks</Deed>
        : <Deed onClick={() => run("watch")}>Watch</Deed>}
      {fault !== "" && <p class="fault" role="alert">{fault}</p>}
    </article>
  );
}

interface DeedProps {
  readonly onClick: () => void;
  readonly isPrimary?: boolean;
  readonly children: ComponentChildren;
}

function Deed({ onClick, isPrimary = false, children }: DeedProps) {
  return (
    <button type="button" class={isPrimary ? "button primary" : "button"} onClick={onClick}>
      {children}
    </button>
  );
}

function titleOf({ game, table, mode }: Table): string {
  return `${game} (${table})${mode === "" ? "" : `, ${mode}`}`;
}
