// Who is in the room: those who keep order first.

import { useEffect } from "preact/hooks";
import type { WireMember, WireRules } from "../../../protocol.ts";
import type { Place } from "../state/place.ts";
import { hueOf } from "../text/hue.ts";
import { ask, panels, showPerson } from "./actions.ts";
import { Face } from "./face.tsx";
import { Icon } from "./icon.tsx";
import { memo } from "./memo.ts";

/** Names that are drawn; a room may have thousands. */
const SHOWN = 300;

/**
 * How soon a list that is not right any more is asked for, in milliseconds. Each page takes its time by lot:
 * where many come at once, many are there to ask.
 */
const RENEW_MS = 1000;
const RENEW_LOT_MS = 9000;

export interface PeopleProps extends Pick<Place, "people" | "members" | "staleSince" | "rules"> {
  readonly room: string;
  /** The reader's name. */
  readonly me: string;
}

export const People = memo((props: PeopleProps) => <PeopleView {...props} />);

function PeopleView({ room, me, people, members, staleSince, rules }: PeopleProps) {
  useEffect(() => {
    if (staleSince === null) return;
    const ms = RENEW_MS + Math.random() * RENEW_LOT_MS;
    const timer = setTimeout(() => ask({ do: "who", args: [room] }).catch(() => {}), ms);
    return () => clearTimeout(timer);
  }, [room, staleSince]);
  const sorted = [...members.values()].sort((a, b) =>
    rank(rules, b) - rank(rules, a) || a.name.localeCompare(b.name)
  );
  return (
    <aside class="people" aria-label={`People in ${room}`}>
      <div class="bar">
        <h2>{people === 1 ? "1 person" : `${people} people`}</h2>
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
              <Person member={member} tag={member.name === me ? "you" : tagOf(member, rules)} />
            </li>
          ))}
        </ul>
        {people > Math.min(sorted.length, SHOWN) && (
          <p class="people-more">
            and {people - Math.min(sorted.length, SHOWN)} others{" "}
            <button
              type="button"
              class="link-button"
              onClick={() => ask({ do: "who", args: [room] }).catch(() => {})}
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

function tagOf({ name, registered }: WireMember, rules: WireRules | null): string {
  if (!registered || !rules) return "";
  return name === rules.owner ? "owner" : rules.ops.includes(name) ? "op" : "";
}

function rank(rules: WireRules | null, member: WireMember): number {
  if (!member.registered) return 0;
  return { owner: 3, op: 2 }[tagOf(member, rules)] ?? 1;
}
