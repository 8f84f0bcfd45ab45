// A guest's name.

import { state } from "../store.ts";
import { ask } from "./actions.ts";
import { AskForm, closeDialog, DialogView, Field } from "./dialog.tsx";

export function NameDialog() {
  return (
    <DialogView title="Your name">
      <AskForm
        button="Change name"
        onSend={async ({ nickname = "" }) => {
          await ask({ do: "nick", args: [nickname.trim()] });
          closeDialog();
        }}
      >
        <Field
          label="Name"
          name="nickname"
          value={state.value.me?.name ?? ""}
          autocomplete="nickname"
          hint="Up to 24 letters and digits, without spaces."
          isFirst
        />
      </AskForm>
    </DialogView>
  );
}
