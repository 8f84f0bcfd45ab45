// The line under the box: what the command that is typed wants, or how to write.

import { type Help, shownArgument } from "../text/complete.ts";

export interface HintProps {
  readonly help: Help | null;
  /** Why it cannot be sent, or null. */
  readonly fault: string | null;
  readonly isEmpty: boolean;
}

export function HintView({ help, fault, isEmpty }: HintProps) {
  return (
    <div class="hint" id="write-hint">
      {fault !== null
        ? <span class="over">{fault}</span>
        : help
        ? <HelpView help={help} />
        : <span />}
      {!help && !isEmpty && (
        <span class="keys-hint">
          <kbd>Shift</kbd> <kbd>Enter</kbd> for another line
        </span>
      )}
      {isEmpty && (
        <span class="keys-hint">
          Type <kbd>/</kbd> for commands, <kbd>@</kbd> for people
        </span>
      )}
    </div>
  );
}

function HelpView({ help: { command, argument } }: { help: Help }) {
  return (
    <span>
      /{command.name} {command.args.map((arg, i) => (
        <span key={arg.name}>
          {i === argument ? <b>{shownArgument(arg)}</b> : shownArgument(arg)}
          {" "}
        </span>
      ))}
      — {command.summary}
    </span>
  );
}
