// Sees to it that a stray loss ends no process; stray_loss.ts has the reason. Where bugs are logged, that log
// passes over it as well.

import { isStrayLoss } from "../stray_loss.ts";

let listening = false;

export function ignoreStrayErrors(): void {
  if (listening) return;
  listening = true;
  addEventListener("error", (event) => {
    if (isStrayLoss(event.error)) event.preventDefault();
  });
}
