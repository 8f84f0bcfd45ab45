// For who is not let in as a guest: why, and the way in.

import { useSignal } from "@preact/signals";
import type { Link } from "../state/model.ts";
import { state } from "../store.ts";
import { connect } from "./actions.ts";
import { LogInForm, SignUpForm } from "./sign_in.tsx";

export function Gate() {
  const isNew = useSignal(false);
  const { link } = state.value;
  return (
    <main class="gate">
      <div class="brand">
        <img src="icon.svg" alt="" />netchat
      </div>
      <h1>{isNew.value ? "Sign up" : "Log in"}</h1>
      <Why link={link} />
      {link.phase === "ended"
        ? <button type="button" class="button primary" onClick={connect}>Try again</button>
        : isNew.value
        ? <SignUpForm onOther={() => isNew.value = false} />
        : <LogInForm onOther={() => isNew.value = true} />}
    </main>
  );
}

function Why({ link }: { link: Link }) {
  const why = link.phase === "outside" || link.phase === "ended" ? link.why : "";
  return why === ""
    ? <p>This chat is for people with an account.</p>
    : <p class="fault" role="alert">{why}</p>;
}
