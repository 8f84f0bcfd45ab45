// Somebody, and what one may do about them in this room. What is done goes to the server as the command it is.

import { isRoom } from "../state/place.ts";
import { allowed, roleIn } from "../state/standing.ts";
import { place, state } from "../store.ts";
import { turn, write } from "./actions.ts";
import { closeDialog, DialogView } from "./dialog.tsx";
import { Face } from "./face.tsx";

/** Commands that take a name and need no more. */
const ABOUT = [
  { name: "whois", text: "Who is this?" },
  { name: "ignore", text: "Hide what they write" },
  { name: "invite", text: "Invite to this room" },
  { name: "op", text: "Make an op" },
  { name: "deop", text: "Make an op no more" },
  { name: "mute", text: "Mute in this room" },
  { name: "kick", text: "Remove from this room" },
  { name: "ban", text: "Ban from this room" },
] as const;

const SEVERE: readonly string[] = ["mute", "kick", "ban"];

export function PersonDialog({ name }: { name: string }) {
  const shown = place.value;
  const { me, commands } = state.value;
  const member = shown?.members.get(name);
  const isMe = name === me?.name;
  const may = new Set(allowed(commands, roleIn(shown, me)).map((command) => command.name));
  const deeds = isMe ? [] : ABOUT.filter(({ name }) => may.has(name));
  function run(command: string): void {
    closeDialog();
    if (shown) {
      write(isRoom(shown.key) ? shown.key : state.value.server?.lobby ?? shown.key, [
        `/${command} ${name}`,
      ]);
    }
  }
  return (
    <DialogView title={name}>
      <div class="card">
        <Face name={name} />
        <div>
          <p>
            {member === undefined ? "Not in this room" : standing(member)}
            {isMe ? " · this is you" : ""}
          </p>
        </div>
      </div>
      {!isMe && (
        <button
          type="button"
          class="button primary"
          data-first
          onClick={() => {
            closeDialog();
            turn(`@${name}`);
          }}
        >
          Message privately
        </button>
      )}
      {deeds.length > 0 && (
        <ul class="choose">
          {deeds.map(({ name: command, text }) => (
            <li key={command}>
              <button
                type="button"
                class={SEVERE.includes(command) ? "alarm" : undefined}
                onClick={() => run(command)}
              >
                <span>{text}</span>
                <code class="tag">/{command}</code>
              </button>
            </li>
          ))}
        </ul>
      )}
    </DialogView>
  );
}

function standing({ registered, away }: { registered: boolean; away: boolean }): string {
  return `${registered ? "Signed in" : "A guest"}${away ? ", away" : ""}`;
}
