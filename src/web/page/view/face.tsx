// Somebody's letter on their colour. For the eye alone: the name stands beside it.

import { hueOf, initialOf } from "../text/hue.ts";

export function Face({ name, small = false }: { name: string; small?: boolean }) {
  return (
    <span class={`face hue-face ${hueOf(name)}${small ? " small" : ""}`} aria-hidden="true">
      {initialOf(name)}
    </span>
  );
}
