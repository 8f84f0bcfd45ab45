// What the server says, by its type.

import type { ServerMessage } from "../../../protocol.ts";

export type Of<T extends ServerMessage["type"]> = Extract<ServerMessage, { type: T }>;
