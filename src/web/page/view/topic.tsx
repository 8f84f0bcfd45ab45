// A room's topic, to be changed.

import type { Place } from "../state/place.ts";
import { ask } from "./actions.ts";
import { AskForm, closeDialog, DialogView, Field } from "./dialog.tsx";

export function TopicDialog({ place: { key, topic } }: { place: Place }) {
  return (
    <DialogView title={`Topic of ${key}`}>
      <AskForm
        button="Set topic"
        onSend={async ({ topic: text = "" }) => {
          await ask({ do: "topic", args: [text.trim()], room: key });
          closeDialog();
        }}
      >
        <Field
          label="What is it about?"
          name="topic"
          value={topic}
          hint="Leave it empty to have none."
          isFirst
          isOptional
        />
      </AskForm>
    </DialogView>
  );
}
