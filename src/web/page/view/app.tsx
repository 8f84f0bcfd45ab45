// The whole page: rooms, the room, its people, and whatever dialog is open.

import { useEffect } from "preact/hooks";
import { announcement } from "../alerts.ts";
import { isRoom } from "../state/place.ts";
import { place, state } from "../store.ts";
import { panels } from "./actions.ts";
import { Dialogs } from "./dialogs.tsx";
import { Gate } from "./gate.tsx";
import { People } from "./people.tsx";
import { Room } from "./room.tsx";
import { Side } from "./side.tsx";

export function App() {
  const shown = place.value;
  const { rooms, people } = panels.value;
  const hasPeople = people && shown !== undefined && isRoom(shown.key);
  useEffect(() => {
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  if (state.value.link.phase === "outside") {
    return (
      <>
        <Gate />
        <Dialogs />
      </>
    );
  }
  return (
    <>
      <a class="skip" href="#write">Skip to the message box</a>
      <div class="app">
        <Side />
        <Room isInert={rooms} />
        {hasPeople && <People place={shown} />}
      </div>
      {(rooms || hasPeople) && <Veil isRooms={rooms} />}
      <div class="hidden" aria-live="polite" role="status">{announcement}</div>
      <Dialogs />
    </>
  );
}

/** Where a drawer lies over the room, a click beside it closes it. Keys have Escape and the drawer's button. */
function Veil({ isRooms }: { isRooms: boolean }) {
  return <div class={isRooms ? "veil for-rooms" : "veil"} onClick={closeDrawers} />;
}

function closeDrawers(): void {
  const isWide = matchMedia("(width >= 64rem)").matches;
  panels.value = { rooms: false, people: isWide && panels.value.people };
}

function onKey(event: KeyboardEvent): void {
  if (event.key === "Escape" && !event.defaultPrevented) closeDrawers();
}
