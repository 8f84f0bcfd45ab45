// Where one writes: sends on Enter, keeps a draft for each place, proposes commands, names, rooms and emoji.
// A message of several lines goes out as that many lines, one after the other, as a terminal would send them.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { draftOf, keepDraft } from "../memory.ts";
import { isRoom, type Place } from "../state/place.ts";
import { excessOf, linesOf } from "../state/requests.ts";
import { dispatch, state } from "../store.ts";
import { helpFor, type Proposal, type Proposals, propose } from "../text/complete.ts";
import { turn, write } from "./actions.ts";
import { runHere } from "./commands_here.ts";
import { HintView } from "./hint.tsx";
import { Icon } from "./icon.tsx";
import { ProposalList } from "./proposals.tsx";
import { surroundings } from "./surroundings.ts";

/** The key code of a key that an input method has taken: Safari says so where it no longer composes. */
const COMPOSING = 229;

const CLOSED: Proposals = { from: 0, list: [] };

/** Lines of one message: more of them at once would bury a room, and take long to send. */
const MOST_LINES = 50;

export function Composer({ place }: { place: Place }) {
  const box = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(() => draftOf(place.key));
  const [proposals, setProposals] = useState(CLOSED);
  /** What is in the box right now: who types fast is ahead of what is drawn. */
  const live = useRef({ text, proposals });
  const [chosen, setChosen] = useState(0);
  const returned = state.value.returned.get(place.key);
  const isOpen = proposals.list.length > 0;
  const help = helpFor(text, state.value.commands);
  const fault = faultOf(text, place.key);

  useEffect(() => {
    if (matchMedia("(pointer: fine)").matches) box.current?.focus();
  }, []);

  useEffect(() => { // what was refused is there to be written again, unless something else is by now
    if (returned === undefined) return;
    if (live.current.text === "") show(returned, CLOSED);
    dispatch({ type: "returned", place: place.key });
  }, [returned]);

  useLayoutEffect(() => { // where the style cannot do it by itself
    const area = box.current;
    if (!area || CSS.supports("field-sizing", "content")) return;
    area.rows = Math.min(8, text.split("\n").length);
  }, [text]);

  function change(area: HTMLTextAreaElement): void {
    show(area.value, propose(area.value, area.selectionStart, surroundings(place)));
  }

  function show(text: string, proposals: Proposals): void {
    live.current = { text, proposals };
    if (box.current && box.current.value !== text) box.current.value = text;
    keepDraft(place.key, text);
    setText(text);
    setProposals(proposals);
    setChosen(0);
  }

  function closeList(): void {
    show(live.current.text, CLOSED);
  }

  function take(proposal: Proposal): void {
    const area = box.current;
    if (!area) return;
    area.setRangeText(proposal.text, live.current.proposals.from, area.selectionStart, "end");
    area.focus();
    change(area);
    if (proposal.kind !== "command") closeList();
  }

  function send(): void {
    const { text } = live.current;
    const lines = linesOf(text);
    if (lines.length === 0 || faultOf(text, place.key) !== null) return;
    show("", CLOSED);
    box.current?.focus();
    if (lines.length > 1 || !runHere(lines[0] ?? "", turn)) write(place.key, lines);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === COMPOSING) return;
    if (live.current.proposals.list.length > 0 && onListKey(event)) return event.preventDefault();
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  }

  /** Whether the key was for the list of proposals. */
  function onListKey({ key, shiftKey }: KeyboardEvent): boolean {
    const { list } = live.current.proposals;
    const proposal = list[chosen];
    switch (key) {
      case "ArrowDown":
        setChosen((chosen + 1) % list.length);
        return true;
      case "ArrowUp":
        setChosen((chosen + list.length - 1) % list.length);
        return true;
      case "Escape":
        closeList();
        return true;
      case "Enter":
        if (shiftKey || !proposal || isWhole(proposal)) return false;
        take(proposal);
        return true;
      case "Tab":
        if (shiftKey || !proposal) return false;
        take(proposal);
        return true;
      default:
        return false;
    }
  }

  /** Whether Enter would change nothing: then it sends. */
  function isWhole(proposal: Proposal): boolean {
    const { text, proposals } = live.current;
    return text.slice(proposals.from).trim() === proposal.text.trim();
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {isOpen && <ProposalList list={proposals.list} chosen={chosen} onTake={take} />}
      <div class="write">
        <textarea
          id="write"
          ref={box}
          rows={1}
          value={text}
          placeholder={placeholder(place.key)}
          aria-label={placeholder(place.key)}
          aria-autocomplete="list"
          aria-controls={isOpen ? "proposals" : undefined}
          aria-activedescendant={isOpen ? `proposal-${chosen}` : undefined}
          aria-describedby="write-hint"
          autocomplete="off"
          spellcheck
          enterkeyhint="send"
          onInput={({ currentTarget }) => change(currentTarget)}
          onKeyDown={onKeyDown}
          onBlur={closeList}
        />
        <button
          type="submit"
          class="send"
          aria-label="Send"
          disabled={text.trim() === "" || fault !== null}
        >
          <Icon name="send" />
        </button>
      </div>
      <HintView help={help} fault={fault} isEmpty={text === ""} />
    </form>
  );
}

function placeholder(key: string): string {
  return isRoom(key) ? `Message ${key}` : `Message ${key.slice(1)} privately`;
}

/** Why it cannot be sent, or null. */
function faultOf(text: string, place: string): string | null {
  const lines = linesOf(text);
  const maxLine = state.value.server?.maxLine ?? Infinity;
  if (lines.length > MOST_LINES) {
    return `That is ${lines.length} lines: send at most ${MOST_LINES} at once`;
  }
  const over = Math.max(0, ...lines.map((line) => excessOf(line, { place, maxLine })));
  return over > 0 ? `That line is too long by ${over} bytes` : null;
}
