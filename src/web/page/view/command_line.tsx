// Something to type in a terminal, with a button that copies it.

import { useState } from "preact/hooks";
import { Icon } from "./icon.tsx";

/** How a terminal comes to this chat; null if nobody told the port. */
export function terminalCommand(port = 0): string | null {
  return port === 0 ? null : `nc ${location.hostname || "localhost"} ${port}`;
}

export function CommandLine({ text }: { text: string }) {
  const [isCopied, setCopied] = useState(false);
  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  }
  return (
    <div class="command-line">
      <code>{text}</code>
      {"clipboard" in navigator && (
        <button
          type="button"
          class="icon-button"
          onClick={copy}
          aria-label={isCopied ? "Copied" : "Copy"}
        >
          <Icon name={isCopied ? "check" : "copy"} />
        </button>
      )}
    </div>
  );
}
