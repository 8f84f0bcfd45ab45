// What this process may touch, asked of Deno itself, so that the start line tells the truth.

const NAMES = ["read", "write", "env", "run", "ffi", "sys"] as const;

/** "network only", or what else is permitted, be it for `file` alone. Asks nobody. */
export function describeSandbox(file = ""): string {
  const path = file === "" ? {} : { path: file };
  const open = NAMES.filter((name) =>
    Deno.permissions.querySync({ name, ...path } as Deno.PermissionDescriptor).state === "granted"
  );
  return open.length === 0 ? "network only" : `network, ${open.join(", ")}`;
}
