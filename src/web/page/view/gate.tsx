// For who is not let in as a guest: why, and the way in.

import { useSignal } from "@preact/signals";
import { state } from "../store.ts";
import { LogInForm, SignUpForm } from "./sign_in.tsx";

export function Gate() {
  const isNew = useSignal(false);
  const { link } = state.value;
  const why = link.phase === "outside" ? link.why : "";
  return (
    <main class="gate">
      <div class="brand">
        <img src="icon.svg" alt="" />netchat
      </div>
      <h1>{isNew.value ? "Sign up" : "Log in"}</h1>
      {why === "" ? <p>This chat is for people with an account.</p> : <p class="fault">{why}</p>}
      {isNew.value ? <SignUpForm /> : <LogInForm />}
    </main>
  );
}
