// Beginning a game in the room that is shown.

import { useEffect, useState } from "preact/hooks";
import type { Place } from "../state/place.ts";
import { state } from "../store.ts";
import { ask } from "./actions.ts";
import { AskForm, closeDialog, DialogView, Field } from "./dialog.tsx";

export function GamesDialog({ place: { key } }: { place: Place }) {
  const { games } = state.value;
  const [chosen, setChosen] = useState("");
  useEffect(() => {
    ask({ do: "games", room: key }).catch(() => {}); // those of before are shown until then
  }, []);
  const game = chosen || games[0]?.name || "";
  return (
    <DialogView title="Play a game">
      <AskForm
        button="Begin"
        onSend={async ({ options = "" }) => {
          const args = options.trim() === "" ? [game] : [game, options.trim()];
          await ask({ do: "play", args, room: key });
          closeDialog();
        }}
      >
        <fieldset class="field">
          <legend class="label">Game</legend>
          <div class="picks">
            {games.map(({ name, summary }) => (
              <label key={name}>
                <input
                  type="radio"
                  name="game"
                  value={name}
                  checked={name === game}
                  onChange={() => setChosen(name)}
                />
                <span>
                  {name}
                  <small>{summary}</small>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
        <Field
          label="How"
          name="options"
          hint={`${HINTS[game] ?? "Options, if you like"}; or @name, to ask somebody`}
          isOptional
        />
      </AskForm>
    </DialogView>
  );
}

/** What may stand behind the name of a game. */
const HINTS: Readonly<Record<string, string>> = {
  "hangman": "easy, normal or hard; versus; or word, and the word that the others guess",
  "number-guess": "The highest number, such as 1000",
};
