// The list that the box proposes. Keys stay in the box, which names the chosen one to screen readers.

import { useEffect, useRef } from "preact/hooks";
import type { Proposal } from "../text/complete.ts";
import { hueOf } from "../text/hue.ts";
import { Face } from "./face.tsx";

export interface ProposalListProps {
  readonly list: readonly Proposal[];
  readonly chosen: number;
  readonly onTake: (proposal: Proposal) => void;
}

export function ProposalList({ list, chosen, onTake }: ProposalListProps) {
  const box = useRef<HTMLUListElement>(null);
  useEffect(() => {
    box.current?.children[chosen]?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <ul class="proposals" id="proposals" role="listbox" aria-label="Proposals" ref={box}>
      {list.map((proposal, i) => (
        <li
          key={proposal.label}
          id={`proposal-${i}`}
          class="proposal"
          role="option"
          aria-selected={i === chosen}
          onMouseDown={(event) => {
            event.preventDefault(); // the box keeps the focus
            onTake(proposal);
          }}
        >
          {proposal.kind === "name" && <Face name={proposal.label} small />}
          <b class={proposal.kind === "name" ? `hue ${hueOf(proposal.label)}` : undefined}>
            {proposal.label}
          </b>
          {proposal.more !== "" && <span class="more">{proposal.more}</span>}
        </li>
      ))}
    </ul>
  );
}
