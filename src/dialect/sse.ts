// Server-sent events (HTML, 9.2): what json.ts says, as events that browsers and curl can follow. Lines carry
// their id, so that whoever loses the connection comes back with the last one.

import type { Dialect } from "../dialect.ts";
import type { ChatEvent } from "../event.ts";
import { json } from "./json.ts";

export const sse: Dialect = {
  ...json,
  render: (event) => event.kind === "past" ? event.lines.map(rendered).join("") : rendered(event),
  with: () => sse,
};

function rendered(event: ChatEvent): string {
  const id = event.kind === "said" || event.kind === "acted" ? `id: ${event.id}\n` : "";
  return `${id}data: ${json.render(event)}\n`; // which ends with a newline: together an empty line
}
