// "Log in a terminal": a code that works once, so that no password has to cross an open wire.

import { useEffect, useState } from "preact/hooks";
import { dispatch, state } from "../store.ts";
import { ask } from "./actions.ts";
import { CommandLine, terminalCommand } from "./command_line.tsx";
import { DialogView } from "./dialog.tsx";

export function TerminalDialog() {
  const [fault, setFault] = useState("");
  const [now, setNow] = useState(Date.now());
  const { code } = state.value;
  const left = code === null ? 0 : Math.max(0, Math.ceil((code.until - now) / 1000));

  async function renew(): Promise<void> {
    setFault("");
    await ask({ do: "code" }).catch(({ message }: Error) => setFault(message));
  }

  useEffect(() => {
    renew();
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => {
      clearInterval(timer);
      dispatch({ type: "forget-code" });
    };
  }, []);

  return (
    <DialogView title="Log in a terminal">
      <p>A code instead of your password: it works once, for two minutes.</p>
      {fault !== "" && <p class="fault" role="alert">{fault}</p>}
      {code !== null && left > 0 && (
        <>
          <p class="one-time">
            <span class="hidden">{[...code.code].join(" ")}</span>
            <span aria-hidden="true">{code.code}</span>
          </p>
          <ol class="steps">
            <li>
              <div>
                In the terminal, connect:
                <CommandLine
                  text={terminalCommand(state.value.server?.chatPort) ?? "nc HOST PORT"}
                />
              </div>
            </li>
            <li>
              <div>
                There, type <code>/login {code.code}</code>
              </div>
            </li>
          </ol>
          <p role="timer">Good for {Math.floor(left / 60)}:{String(left % 60).padStart(2, "0")}</p>
        </>
      )}
      {code !== null && left === 0 && <p role="status">That code is too old.</p>}
      <div class="actions">
        <button type="button" class="button" onClick={renew}>Another code</button>
      </div>
    </DialogView>
  );
}
