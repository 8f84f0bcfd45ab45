// For who is new: who they are, and that the name can be theirs. Put away for good with one click.

import { useSignal } from "@preact/signals";
import { load, write } from "../memory.ts";
import { state } from "../store.ts";
import { dialog } from "./actions.ts";
import { Icon } from "./icon.tsx";

const KEY = "netchat.welcomed";

export function Welcome() {
  const isDone = useSignal(load(localStorage, KEY) !== "");
  const { me, link } = state.value;
  if (isDone.value || !me || me.registered || link.phase !== "online") return null;
  return (
    <section class="welcome" aria-label="Welcome">
      <p>
        You are here as <b>{me.name}</b>. Sign up to keep a name.
      </p>
      <button type="button" class="button" onClick={() => dialog.value = { what: "name" }}>
        Change name
      </button>
      <button
        type="button"
        class="button primary"
        onClick={() => dialog.value = { what: "sign-up" }}
      >
        Sign up
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label="Stay a guest, and do not show this again"
        onClick={() => {
          write(localStorage, KEY, "1");
          isDone.value = true;
        }}
      >
        <Icon name="close" />
      </button>
    </section>
  );
}
