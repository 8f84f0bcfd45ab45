// A dialog as the browser has it: it keeps the focus inside, Escape closes it, and the focus goes back to where
// it was. And the form that most of them are: it asks something of the server and shows why it was refused.

import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { dialog } from "./actions.ts";
import { Icon } from "./icon.tsx";

export interface DialogProps {
  readonly title: string;
  readonly isWide?: boolean;
  /** Whether it is there to be read, with nothing in it that keys could reach. */
  readonly isText?: boolean;
  readonly children: ComponentChildren;
}

export function closeDialog(): void {
  dialog.value = null;
}

export function DialogView({ title, isWide = false, isText = false, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    const shown = element.current;
    shown?.showModal();
    shown?.querySelector<HTMLElement>("[data-first]")?.focus();
    return () => {
      shown?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      class={isWide ? "wide" : undefined}
      aria-labelledby={id}
      onClose={({ currentTarget }) => currentTarget.isConnected && closeDialog()}
      onClick={({ target }) => target === element.current && closeDialog()}
    >
      <div class="dialog-head">
        <h2 id={id}>{title}</h2>
        <button type="button" class="icon-button" aria-label="Close" onClick={closeDialog}>
          <Icon name="close" />
        </button>
      </div>
      <div class="dialog-body" {...(isText ? { tabIndex: 0 } : {})}>{children}</div>
    </dialog>
  );
}

export interface AskFormProps {
  readonly children: ComponentChildren;
  readonly button: string;
  /** What is done with the fields' values; rejects with an Error whose message is shown. */
  readonly onSend: (fields: Readonly<Record<string, string>>) => Promise<void>;
  /** Beside the button. */
  readonly aside?: ComponentChildren;
}

export function AskForm({ children, button, onSend, aside }: AskFormProps) {
  const [fault, setFault] = useState("");
  const [isBusy, setBusy] = useState(false);
  async function submit(event: SubmitEvent & { currentTarget: HTMLFormElement }): Promise<void> {
    event.preventDefault();
    const fields = Object.fromEntries(
      [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)]),
    );
    setBusy(true);
    setFault("");
    try {
      await onSend(fields);
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <form class="fields" onSubmit={submit}>
      {children}
      {fault !== "" && <p class="fault" role="alert">{fault}</p>}
      <div class={aside ? "actions apart" : "actions"}>
        {aside}
        <button type="submit" class="button primary" disabled={isBusy}>{button}</button>
      </div>
    </form>
  );
}

export interface FieldProps {
  readonly label: string;
  readonly name: string;
  readonly value?: string;
  readonly type?: "text" | "password";
  readonly autocomplete?: string;
  readonly hint?: string;
  readonly isFirst?: boolean;
  readonly isOptional?: boolean;
}

export function Field(
  {
    label,
    name,
    value = "",
    type = "text",
    autocomplete = "off",
    hint,
    isFirst,
    isOptional = false,
  }: FieldProps,
) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        name={name}
        {...(type === "password" ? { type: "password" as const } : { type: "text" as const })}
        defaultValue={value}
        autocomplete={autocomplete}
        autocapitalize="none"
        spellcheck={false}
        required={!isOptional}
        {...(hint ? { "aria-describedby": `${id}-hint` } : {})}
        data-first={isFirst}
      />
      {hint && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  );
}
