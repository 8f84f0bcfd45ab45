// Where a room begins: what one sees above its first line, or in place of any.

import { isRoom, type Place } from "../state/place.ts";
import { state } from "../store.ts";
import { CommandLine, terminalCommand } from "./command_line.tsx";

export function Begin({ place }: { place: Place }) {
  const { key, log, rules } = place;
  if (!isRoom(key)) return <BeginTalk name={key.slice(1)} />;
  const isLobby = key === state.value.server?.lobby;
  const keeps = state.value.server?.history ?? 0;
  const isWhole = log.lines < keeps;
  return (
    <div class="begin">
      <div class="sign-big" aria-hidden="true">#</div>
      <h2>{isLobby ? `Welcome to ${key}` : `This is ${key}`}</h2>
      <p>{words(isLobby, isWhole, rules?.private ?? false)}</p>
      {isLobby && state.value.motd !== "" && <p>{state.value.motd}</p>}
      <Terminal />
    </div>
  );
}

function Terminal() {
  const command = terminalCommand(state.value.server?.chatPort);
  if (command === null) return null;
  return (
    <>
      <p>People in a terminal are in the same rooms:</p>
      <CommandLine text={command} />
    </>
  );
}

function words(isLobby: boolean, isWhole: boolean, isPrivate: boolean): string {
  if (!isWhole) return "Rooms keep their last lines. What was said before these is gone.";
  return isLobby
    ? "Everybody comes in here. Say hello, or open another room."
    : `Nothing was said before this. ${
      isPrivate ? "Only who is invited can join." : "Anybody can join."
    }`;
}

function BeginTalk({ name }: { name: string }) {
  return (
    <div class="begin">
      <div class="sign-big" aria-hidden="true">@</div>
      <h2>You and {name}</h2>
      <p>
        Only the two of you see these lines. They are kept on this page alone, and nowhere on the
        server.
      </p>
    </div>
  );
}
