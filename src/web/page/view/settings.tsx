// The account and what the reader likes.

import type { ComponentChildren } from "preact";
import { ring } from "../alerts.ts";
import { set, type Settings, settings } from "../settings.ts";
import { state } from "../store.ts";
import { ask, type Dialog, dialog } from "./actions.ts";
import { closeDialog, DialogView } from "./dialog.tsx";

export function SettingsDialog() {
  const { sound, notify } = settings.value;
  return (
    <DialogView title="Settings">
      <Account />
      <Choices
        legend="Theme"
        name="theme"
        values={[["system", "As the system"], ["light", "Light"], ["dark", "Dark"]]}
        value={settings.value.theme}
        onTake={(theme: Settings["theme"]) => set({ theme })}
      />
      <Choices
        legend="Times"
        name="times"
        values={[["system", "As the system"], ["24", "14:03"], ["12", "2:03 PM"]]}
        value={settings.value.times}
        onTake={(times: Settings["times"]) => set({ times })}
      />
      <div>
        <Switch
          isOn={sound}
          onTake={(sound) => {
            set({ sound });
            if (sound) ring();
          }}
        >
          Sound<small>When somebody calls you by name or writes to you alone</small>
        </Switch>
        <Switch isOn={notify} onTake={askToNotify}>
          Notifications<small>The same, while you look at something else</small>
        </Switch>
      </div>
      <div class="actions">
        <Open what="help" text="Commands and keys" />
      </div>
    </DialogView>
  );
}

function Account() {
  const { me } = state.value;
  if (!me) return null;
  return (
    <div class="field">
      <span class="label">{me.registered ? `Signed in as ${me.name}` : `${me.name}, a guest`}</span>
      <div class="actions start">
        {me.registered
          ? (
            <>
              <Open what="terminal" text="Log in a terminal" />
              <Open what="password" text="Change password" />
              <button
                type="button"
                class="button"
                onClick={() => {
                  closeDialog();
                  ask({ do: "logout" }).catch(() => {});
                }}
              >
                Log out
              </button>
            </>
          )
          : (
            <>
              <Open what="name" text="Change name" />
              <Open what="log-in" text="Log in" />
              <Open what="sign-up" text="Sign up" isPrimary />
            </>
          )}
      </div>
    </div>
  );
}

type Plain = Exclude<Dialog["what"], "person">;

function Open(
  { what, text, isPrimary = false }: { what: Plain; text: string; isPrimary?: boolean },
) {
  return (
    <button
      type="button"
      class={isPrimary ? "button primary" : "button"}
      onClick={() => dialog.value = { what }}
    >
      {text}
    </button>
  );
}

interface ChoicesProps<T extends string> {
  readonly legend: string;
  readonly name: string;
  readonly values: readonly (readonly [T, string])[];
  readonly value: T;
  readonly onTake: (value: T) => void;
}

function Choices<T extends string>({ legend, name, values, value, onTake }: ChoicesProps<T>) {
  return (
    <fieldset class="field">
      <legend class="label">{legend}</legend>
      <div class="choices">
        {values.map(([key, text]) => (
          <label key={key}>
            <input
              type="radio"
              name={name}
              value={key}
              checked={key === value}
              onChange={() => onTake(key)}
            />
            {text}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface SwitchProps {
  readonly isOn: boolean;
  readonly onTake: (isOn: boolean) => void;
  readonly children: ComponentChildren;
}

function Switch({ isOn, onTake, children }: SwitchProps) {
  return (
    <label class="switch">
      <span>{children}</span>
      <input
        type="checkbox"
        role="switch"
        checked={isOn}
        onChange={({ currentTarget }) => onTake(currentTarget.checked)}
      />
    </label>
  );
}

/** The browser asks the reader; without a yes it stays off. */
async function askToNotify(isOn: boolean): Promise<void> {
  if (!isOn || !("Notification" in globalThis)) return set({ notify: false });
  set({ notify: true });
  if (await Notification.requestPermission() !== "granted") set({ notify: false });
}
