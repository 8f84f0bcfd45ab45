// The forms with a password: signing up, logging in, changing it. Fields are named as password managers know
// them. What is typed here goes to the server in one request and is kept nowhere on the page.

import { state } from "../store.ts";
import { ask, dialog } from "./actions.ts";
import { AskForm, closeDialog, DialogView, Field } from "./dialog.tsx";

/** A form that can be exchanged for the other one. */
export interface FormProps {
  readonly onOther: () => void;
}

export function SignUp() {
  return (
    <DialogView title="Sign up">
      <SignUpForm onOther={() => dialog.value = { what: "log-in" }} />
    </DialogView>
  );
}

export function LogIn() {
  return (
    <DialogView title="Log in">
      <LogInForm onOther={() => dialog.value = { what: "sign-up" }} />
    </DialogView>
  );
}

export function SignUpForm({ onOther }: FormProps) {
  const { me } = state.value;
  return (
    <>
      <p>Your name is yours from then on, here and in a terminal.</p>
      <Unencrypted />
      <AskForm
        button="Sign up"
        aside={<Other text="I have an account" onClick={onOther} />}
        onSend={async ({ username = "", password = "" }) => {
          await signUp(username.trim(), password);
          closeDialog();
        }}
      >
        <Field
          label="Name"
          name="username"
          value={me?.name ?? ""}
          autocomplete="username"
          isFirst
        />
        <Field
          label="Password"
          name="password"
          type="password"
          autocomplete="new-password"
          hint="There is no way to get it back: let your browser keep it."
        />
      </AskForm>
    </>
  );
}

/** Who is in takes the name first, as the server keeps the one that is carried. */
async function signUp(name: string, password: string): Promise<void> {
  if (state.value.link.phase === "outside") {
    return await ask({ do: "register", args: [`${name} ${password}`] });
  }
  if (name !== state.value.me?.name) await ask({ do: "nick", args: [name] });
  await ask({ do: "register", args: [password] });
}

export function LogInForm({ onOther }: FormProps) {
  return (
    <>
      <Unencrypted />
      <AskForm
        button="Log in"
        aside={<Other text="I have no account" onClick={onOther} />}
        onSend={async ({ username = "", password = "" }) => {
          await ask({ do: "login", args: [username.trim(), password] });
          closeDialog();
        }}
      >
        <Field label="Name" name="username" autocomplete="username" isFirst />
        <Field label="Password" name="password" type="password" autocomplete="current-password" />
      </AskForm>
    </>
  );
}

export function ChangePassword() {
  return (
    <DialogView title="Change your password">
      <Unencrypted />
      <AskForm
        button="Change"
        onSend={async ({ old = "", fresh = "" }) => {
          await ask({ do: "passwd", args: [old, fresh] });
          closeDialog();
        }}
      >
        <input
          class="hidden"
          type="text"
          name="username"
          autocomplete="username"
          value={state.value.me?.name ?? ""}
          readOnly
          tabIndex={-1}
          aria-hidden="true"
        />
        <Field
          label="Your password"
          name="old"
          type="password"
          autocomplete="current-password"
          isFirst
        />
        <Field label="The new one" name="fresh" type="password" autocomplete="new-password" />
      </AskForm>
    </DialogView>
  );
}

function Other({ text, onClick }: { text: string; onClick: () => void }) {
  return <button type="button" class="link-button" onClick={onClick}>{text}</button>;
}

/** Shown where the password could be read on its way. */
function Unencrypted() {
  const isHere = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
  if (location.protocol === "https:" || isHere) return null;
  return (
    <p class="fault">
      This page came over a connection that is not encrypted: a password can be read on its way.
    </p>
  );
}
