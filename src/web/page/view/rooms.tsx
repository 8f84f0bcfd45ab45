// Finding a room, or opening a new one.

import { useEffect, useState } from "preact/hooks";
import type { WireRoom } from "../../../protocol.ts";
import { state } from "../store.ts";
import { ask, open } from "./actions.ts";
import { closeDialog, DialogView } from "./dialog.tsx";

export function RoomsDialog() {
  const [typed, setTyped] = useState("");
  useEffect(() => {
    ask({ do: "rooms" }).catch(() => {}); // the list of before is shown until then
  }, []);
  const wanted = wantedOf(typed);
  const rooms = state.value.directory.filter(({ room, topic }) =>
    room.includes(wanted) || topic.toLowerCase().includes(wanted)
  );
  const isNew = wanted !== "" && !state.value.directory.some(({ room }) => room === `#${wanted}`);
  function go(room: string): void {
    closeDialog();
    open(room);
  }
  return (
    <DialogView title="Rooms" isWide>
      <form
        class="search"
        onSubmit={(event) => {
          event.preventDefault();
          const name = wantedOf(new FormData(event.currentTarget).get("room"));
          if (name !== "") go(`#${name}`);
        }}
      >
        <input
          type="text"
          name="room"
          aria-label="Find a room, or name a new one"
          placeholder="Find a room, or name a new one"
          autocomplete="off"
          data-first
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        />
      </form>
      <ul class="choose">
        {isNew && (
          <li>
            <button type="button" onClick={() => go(`#${wanted}`)}>
              <b>#{wanted}</b>
              <span class="tag">new</span>
              <small>Open this room. Whoever knows its name can join.</small>
            </button>
          </li>
        )}
        {rooms.map((room) => (
          <li key={room.room}>
            <Choice room={room} onTake={go} />
          </li>
        ))}
      </ul>
    </DialogView>
  );
}

function wantedOf(typed: FormDataEntryValue | null): string {
  return String(typed ?? "").trim().replace(/^#/, "").toLowerCase();
}

function Choice(
  { room: { room, people, topic }, onTake }: { room: WireRoom; onTake: (room: string) => void },
) {
  return (
    <button type="button" onClick={() => onTake(room)}>
      <b>{room}</b>
      <span class="tag">{people === 1 ? "1 person" : `${people} people`}</span>
      {topic !== "" && <small>{topic}</small>}
    </button>
  );
}
