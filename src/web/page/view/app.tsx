// The whole page: rooms, the room, its people, and whatever dialog is open.

import { useEffect } from "preact/hooks";
import { announcement } from "../alerts.ts";
import { listed, myName, type State } from "../state/model.ts";
import { isRoom } from "../state/place.ts";
import { place, state } from "../store.ts";
import { dialog, isWide, panels, turn } from "./actions.ts";
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
  if (isOutside(state.value)) {
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
        <Room isInert={rooms || (hasPeople && !isWide())} />
        {hasPeople && (
          <People
            room={shown.key}
            me={myName(state.value)}
            people={shown.people}
            members={shown.members}
            staleSince={shown.staleSince}
            rules={shown.rules}
          />
        )}
      </div>
      {(rooms || hasPeople) && <Veil isRooms={rooms} />}
      <div class="hidden" aria-live="polite" role="status">{announcement}</div>
      <Dialogs />
    </>
  );
}

/** Not let in, or sent away from the door. */
function isOutside({ link, me }: State): boolean {
  return link.phase === "outside" || (link.phase === "ended" && me === null);
}

/** Where a drawer lies over the room, a click beside it closes it. Keys have Escape and the drawer's button. */
function Veil({ isRooms }: { isRooms: boolean }) {
  return <div class={isRooms ? "veil for-rooms" : "veil"} onClick={closeDrawers} />;
}

function closeDrawers(): void {
  panels.value = { rooms: false, people: isWide() && panels.value.people };
}

function onKey(event: KeyboardEvent): void {
  const { key, altKey, ctrlKey, metaKey, defaultPrevented } = event;
  if (dialog.value !== null || defaultPrevented) return;
  if (key === "Escape") closeDrawers();
  else if (altKey && (key === "ArrowUp" || key === "ArrowDown")) step(key === "ArrowUp" ? -1 : 1);
  else if ((ctrlKey || metaKey) && key === "k") dialog.value = { what: "rooms" };
  else return;
  if (key !== "Escape") event.preventDefault();
}

/** To the place before or after in the list. */
function step(by: number): void {
  const places = [...listed(state.value, "rooms"), ...listed(state.value, "talks")];
  const at = places.findIndex(({ key }) => key === state.value.current);
  const to = places[(at + by + places.length) % places.length];
  if (to) turn(to.key);
}
