// All commands that one may use here, as the server describes them, and the keys of the page.

import type { WireCommand } from "../../../protocol.ts";
import { allowed, roleIn } from "../state/standing.ts";
import { me, place, state } from "../store.ts";
import { shownArguments } from "../text/complete.ts";
import { DialogView } from "./dialog.tsx";

const SLASHES = "//text";

const KEYS: readonly (readonly [string, string])[] = [
  ["Enter", "Send"],
  ["Shift + Enter", "Another line"],
  ["Tab", "Take what is proposed"],
  ["Alt + ↑ / ↓", "The room before or after"],
  ["Ctrl + K", "Find a room"],
  ["Escape", "Close what is open"],
];

export function HelpDialog() {
  const commands = allowed(state.value.commands, roleIn(place.value, me.value));
  return (
    <DialogView title="Commands and keys" isWide isText>
      <p>
        Type a command as a message. <code>{SLASHES}</code> says “/text”.
      </p>
      <dl class="help">
        {commands.map((command) => <Entry key={command.name} command={command} />)}
      </dl>
      <h3>On the keyboard</h3>
      <dl class="keys">
        {KEYS.map(([keys, text]) => (
          <div key={keys}>
            <dt>
              {keys.split(" ").map((key) =>
                /^[+/]$/.test(key) ? ` ${key} ` : <kbd key={key}>{key}</kbd>
              )}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </DialogView>
  );
}

function Entry({ command }: { command: WireCommand }) {
  return (
    <div>
      <dt>
        <code>/{command.name} {shownArguments(command)}</code>
      </dt>
      <dd>{command.summary}</dd>
    </div>
  );
}
