// The place that is shown: its bar, the band that tells of a lost connection, what was said, where one writes.

import { useEffect, useState } from "preact/hooks";
import { PROTOCOL_VERSION } from "../../../protocol.ts";
import { isRoom, type Place } from "../state/place.ts";
import { maySetTopic } from "../state/standing.ts";
import { me, place, state } from "../store.ts";
import { close, connect, dialog, lookForGames, panels } from "./actions.ts";
import { Composer } from "./composer.tsx";
import { Icon } from "./icon.tsx";
import { LogView } from "./log.tsx";
import { TablesView } from "./tables.tsx";
import { Welcome } from "./welcome.tsx";
import { Words } from "./words.tsx";

export function Room({ isInert }: { isInert: boolean }) {
  const shown = place.value;
  const isIn = shown !== undefined && isRoom(shown.key) && state.value.link.phase === "online";
  useEffect(() => {
    if (isIn) lookForGames(shown.key);
  }, [shown?.key, isIn]);
  return (
    <main class="room" id="room" inert={isInert} tabIndex={-1}>
      <Bar place={shown} />
      <Band />
      {shown && <TablesView tables={shown.tables} />}
      {shown ? <LogView key={shown.key} place={shown} /> : <div class="log" />}
      <Welcome />
      {shown && <Composer key={shown.key} place={shown} />}
    </main>
  );
}

function Bar({ place }: { place: Place | undefined }) {
  const key = place?.key ?? "netchat";
  return (
    <div class="bar">
      <button
        type="button"
        class="icon-button only-narrow"
        aria-label="Show the rooms"
        aria-expanded={panels.value.rooms}
        onClick={() => panels.value = { ...panels.value, rooms: true }}
      >
        <Icon name="menu" />
      </button>
      <div class="title">
        <h1>{key}</h1>
        {place && isRoom(key) && <Topic place={place} />}
      </div>
      {place && <Tools place={place} />}
    </div>
  );
}

function Topic({ place }: { place: Place }) {
  const { topic } = place;
  const text = topic === "" ? "Set a topic" : topic;
  if (!maySetTopic(place, me.value)) {
    return topic === "" ? null : (
      <p class="topic" title={topic}>
        <Words text={topic} me="" />
      </p>
    );
  }
  return (
    <button
      type="button"
      class="topic"
      title={topic === "" ? undefined : topic}
      aria-label={topic === "" ? undefined : `Topic: ${topic}. Change it`}
      onClick={() => dialog.value = { what: "topic" }}
    >
      {text}
    </button>
  );
}

function Tools({ place }: { place: Place }) {
  const { key } = place;
  const isLobby = key === state.value.server?.lobby;
  return (
    <>
      {isRoom(key) && (
        <button
          type="button"
          class="icon-button"
          aria-label="Play a game"
          title="Play a game"
          onClick={() => dialog.value = { what: "games" }}
        >
          <Icon name="dice" />
        </button>
      )}
      {isRoom(key) && (
        <button
          type="button"
          class="icon-button"
          aria-label={`People (${place.people})`}
          title="People"
          aria-pressed={panels.value.people}
          onClick={() => panels.value = { ...panels.value, people: !panels.value.people }}
        >
          <Icon name="people" />
        </button>
      )}
      {!isLobby && (
        <button
          type="button"
          class="icon-button"
          aria-label={isRoom(key) ? `Leave ${key}` : `Close the talk with ${key.slice(1)}`}
          title={isRoom(key) ? "Leave this room" : "Close this talk"}
          onClick={() => close(key)}
        >
          <Icon name="close" />
        </button>
      )}
    </>
  );
}

/** Says what is wrong with the connection, once it has been for a moment. */
function Band() {
  const { link, version } = state.value;
  if (version !== PROTOCOL_VERSION) {
    return (
      <div class="band" role="alert">
        <span>The server has been renewed since this page was loaded.</span>
        <button type="button" class="button" onClick={() => location.reload()}>
          Load it again
        </button>
      </div>
    );
  }
  if (link.phase === "waiting" && link.tries > 0) {
    return (
      <div class="band" role="status">
        <span class="dot off" aria-hidden="true" />
        <span>
          The connection was lost. What you write is sent when it is back.{" "}
          <Countdown until={link.until} />
        </span>
        <button type="button" class="button" onClick={connect}>Try now</button>
      </div>
    );
  }
  if (link.phase === "ended") {
    return (
      <div class="band" role="alert">
        <span>{link.why === "" ? "You left." : link.why}</span>
        <button type="button" class="button" onClick={connect}>Come back</button>
      </div>
    );
  }
  return null;
}

function Countdown({ until }: { until: number }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  return <span aria-hidden="true">{seconds > 1 ? `Next try in ${seconds} s.` : "Trying…"}</span>;
}
