// Who is in the room: those who keep order first.

import type { WireMember } from "../../../protocol.ts";
import type { Place } from "../state/place.ts";
import { state } from "../store.ts";
import { hueOf } from "../text/hue.ts";
import { ask, panels, showPerson } from "./actions.ts";
import { Face } from "./face.tsx";
import { Icon } from "./icon.tsx";

/** Names that are drawn; a room may have thousands. */
const SHOWN = 300;

export function People({ place }: { place: Place }) {
  const { people, members, rules, key } = place;
  const sorted = [...members.values()].sort((a, b) =>
    rank(place, b) - rank(place, a) || a.name.localeCompare(b.name)
  );
  return (
    <aside class="people" aria-label={`People in ${key}`}>
      <div class="bar">
        <div class="title">
          <h2>{people === 1 ? "1 person" : `${people} people`}</h2>
        </div>
        <button
          type="button"
          class="icon-button"
          aria-label="Close the list of people"
          onClick={() => panels.value = { ...panels.value, people: false }}
        >
          <Icon name="close" />
        </button>
      </div>
      <div class="lists">
        <ul>
          {sorted.slice(0, SHOWN).map((member) => (
            <li key={member.name}>
              <Person member={member} tag={tagOf(member, rules?.owner ?? null, rules?.ops ?? [])} />
            </li>
          ))}
        </ul>
        {people > Math.min(sorted.length, SHOWN) && (
          <p class="people-more">
            and {people - Math.min(sorted.length, SHOWN)} others{" "}
            <button
              type="button"
              class="link-button"
              onClick={() => ask({ do: "who", args: [key] })}
            >
              Look again
            </button>
          </p>
        )}
      </div>
    </aside>
  );
}

function Person({ member, tag }: { member: WireMember; tag: string }) {
  const { name, away } = member;
  return (
    <button
      type="button"
      class={away ? "person away" : "person"}
      onClick={() => showPerson(name)}
    >
      <Face name={name} small />
      <span class={`hue ${hueOf(name)}`}>{name}</span>
      {(tag !== "" || away) && <span class="tag">{away ? "away" : tag}</span>}
    </button>
  );
}

function tagOf(
  { name, registered }: WireMember,
  owner: string | null,
  ops: readonly string[],
): string {
  if (name === state.value.me?.name) return "you";
  if (!registered) return "";
  return name === owner ? "owner" : ops.includes(name) ? "op" : "";
}

function rank({ rules }: Place, { name, registered }: WireMember): number {
  if (!registered) return 0;
  return rules?.owner === name ? 3 : rules?.ops.includes(name) ? 2 : 1;
}
