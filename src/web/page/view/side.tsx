// The rooms and private talks one is in, how the connection is, and who one is.

import { useEffect, useRef } from "preact/hooks";
import { listed, type State } from "../state/model.ts";
import type { Place } from "../state/place.ts";
import { state } from "../store.ts";
import { dialog, panels, turn } from "./actions.ts";
import { Face } from "./face.tsx";
import { Icon } from "./icon.tsx";

export function Side() {
  const { current } = state.value;
  const isOpen = panels.value.rooms;
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isOpen) first.current?.focus();
  }, [isOpen]);
  const talks = listed(state.value, "talks");
  return (
    <nav class={isOpen ? "side open" : "side"} aria-label="Rooms">
      <div class="bar">
        <div class="brand">
          <img src="icon.svg" alt="" />netchat
        </div>
        <Status />
        <button
          type="button"
          class="icon-button only-narrow"
          aria-label="Close the list of rooms"
          ref={first}
          onClick={() => panels.value = { ...panels.value, rooms: false }}
        >
          <Icon name="close" />
        </button>
      </div>
      <div class="lists">
        <div class="list-head">
          <h2>Rooms</h2>
          <button
            type="button"
            class="icon-button"
            aria-label="Find or open a room"
            title="Find or open a room"
            onClick={() => dialog.value = { what: "rooms" }}
          >
            <Icon name="plus" />
          </button>
        </div>
        <Places places={listed(state.value, "rooms")} current={current} />
        {talks.length > 0 && (
          <div class="list-head">
            <h2>Private</h2>
          </div>
        )}
        <Places places={talks} current={current} />
      </div>
      <Self me={state.value.me} />
    </nav>
  );
}

function Places({ places, current }: { places: readonly Place[]; current: string }) {
  return (
    <ul>
      {places.map((place) => (
        <li key={place.key}>
          <PlaceButton place={place} isCurrent={place.key === current} />
        </li>
      ))}
    </ul>
  );
}

function PlaceButton({ place, isCurrent }: { place: Place; isCurrent: boolean }) {
  const { key, unread, calls, rules } = place;
  return (
    <button
      type="button"
      class={unread > 0 ? "place unread" : "place"}
      aria-current={isCurrent ? "true" : undefined}
      onClick={() => turn(key)}
    >
      {key.startsWith("#")
        ? <span class="sign" aria-hidden="true">{rules?.private ? <Icon name="lock" /> : "#"}</span>
        : <Face name={key.slice(1)} small />}
      <span>{key.slice(1)}</span>
      {unread > 0 && <Count calls={calls} unread={unread} />}
    </button>
  );
}

function Count({ calls, unread }: { calls: number; unread: number }) {
  const number = calls > 0 ? calls : unread;
  const meaning = calls > 0 ? "for you" : "unread";
  return (
    <span class={calls > 0 ? "count call" : "count"}>
      {number > 99 ? "99+" : number}
      <span class="hidden">{` ${meaning}`}</span>
    </span>
  );
}

/** In the colour of its state, and in words. */
function Status() {
  const { phase } = state.value.link;
  const words = WORDS[phase];
  return (
    <div class="status" role="status">
      <span class={phase === "online" ? "dot" : "dot off"} aria-hidden="true" />
      <span class={phase === "online" ? "hidden" : undefined}>{words}</span>
    </div>
  );
}

const WORDS: Readonly<Record<State["link"]["phase"], string>> = {
  online: "Connected",
  connecting: "Connecting…",
  waiting: "Offline",
  ended: "Offline",
  outside: "Not in",
};

function Self({ me }: { me: State["me"] }) {
  return (
    <div class="me">
      {me && <Face name={me.name} />}
      <div class="me-name">
        <b>{me?.name ?? ""}</b>
        <small>{me ? standing(me) : ""}</small>
      </div>
      <button
        type="button"
        class="icon-button"
        aria-label="Settings and account"
        title="Settings and account"
        onClick={() => dialog.value = { what: "settings" }}
      >
        <Icon name="settings" />
      </button>
    </div>
  );
}

function standing({ registered, admin, away }: NonNullable<State["me"]>): string {
  if (away) return "away";
  return admin ? "admin" : registered ? "signed in" : "guest";
}
