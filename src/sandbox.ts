// What this process may touch, asked of Deno itself, so that the start line tells the truth.

const NAMES = ["read", "write", "env", "run", "ffi", "sys"] as const;

/** "network only", or what else is permitted. Asks nobody. */
export function describeSandbox(): string {
  const open = NAMES.filter((name) => Deno.permissions.querySync({ name }).state === "granted");
  return open.length === 0 ? "network only" : `network, ${open.join(", ")}`;
}
