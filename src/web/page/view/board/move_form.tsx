// A move that is typed.

import { useId } from "preact/hooks";

export interface MoveFormProps {
  readonly label: string;
  readonly onMove: (move: string) => void;
  readonly isNumber?: boolean;
}

export function MoveForm({ label, onMove, isNumber = false }: MoveFormProps) {
  const id = useId();
  return (
    <form
      class="move"
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        const move = String(new FormData(form).get("move") ?? "").trim();
        if (move !== "") onMove(move);
        form.reset();
      }}
    >
      <label class="hidden" for={id}>{label}</label>
      <input
        id={id}
        type="text"
        name="move"
        placeholder={label}
        autocomplete="off"
        spellcheck={false}
        inputmode={isNumber ? "numeric" : "text"}
      />
      <button type="submit" class="button">Guess</button>
    </form>
  );
}
