// What a place has said, and scrolling in it. Only some chunks at the end are drawn, more as the reader scrolls
// up; then older lines are asked for. What one looks at stays where it is.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Block, type Chunk, isSameDay } from "../state/log.ts";
import { isRoom, type Place } from "../state/place.ts";
import { dispatch } from "../store.ts";
import { dayOf } from "../text/time.ts";
import { loadOlder } from "./actions.ts";
import { Begin } from "./begin.tsx";
import { BlockView } from "./block.tsx";
import { Icon } from "./icon.tsx";
import { type Look, useLook } from "./look.ts";
import { memo } from "./memo.ts";
import { PendingView } from "./pending.tsx";

/** Chunks drawn at first, and how many more at a time; beyond the last number, those out of sight go. */
const CHUNKS_AT_FIRST = 6;
const CHUNKS_MORE = 4;
const CHUNKS_AT_END = 12;

/** How near to an end counts as there, in pixels. */
const NEAR_END = 48;
const NEAR_START = 600;

export function LogView({ place }: { place: Place }) {
  const scroll = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const anchor = useRef<{ element: Element; top: number } | null>(null);
  const { chunks } = place.log;
  const [firstKey, setFirstKey] = useState(() => chunks.at(-CHUNKS_AT_FIRST)?.key);
  const at = Math.max(0, chunks.findIndex(({ key }) => key === firstKey));
  const shown = chunks.slice(at);
  const look = useLook();

  useLayoutEffect(() => {
    const box = scroll.current;
    if (!box) return;
    const fresh = box.querySelector(".fresh");
    if (fresh && fresh.getBoundingClientRect().top < box.getBoundingClientRect().top) {
      fresh.scrollIntoView({ block: "center" });
    }
  }, []);

  useLayoutEffect(() => {
    const box = scroll.current;
    if (!box) return;
    if (isAtEnd.current) {
      box.scrollTop = box.scrollHeight;
      if (shown.length > CHUNKS_AT_END) setFirstKey(chunks.at(-CHUNKS_AT_FIRST)?.key);
    } else if (anchor.current?.element.isConnected) {
      const { element, top } = anchor.current;
      box.scrollTop += element.getBoundingClientRect().top - top;
    }
    fill(box);
  }, [place.log, at, place.pending, place.older]);

  /** More at the top, when the reader comes near it. */
  function fill(box: HTMLElement): void {
    if (box.scrollTop > NEAR_START) return;
    keepAnchor(box);
    if (at > 0) setFirstKey(chunks[Math.max(0, at - CHUNKS_MORE)]?.key);
    else if (place.older === "more") loadOlder(place);
  }

  function keepAnchor(box: HTMLElement): void {
    const edge = box.getBoundingClientRect().top;
    const element = [...box.querySelectorAll(".talk, .act, .news, .notice")]
      .find((one) => one.getBoundingClientRect().bottom > edge);
    anchor.current = element ? { element, top: element.getBoundingClientRect().top } : null;
  }

  function onScroll({ currentTarget: box }: { currentTarget: HTMLElement }): void {
    isAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END;
    dispatch({ type: "attention", attentive: isAtEnd.current && document.hasFocus() });
    if (isAtEnd.current) anchor.current = null;
    else keepAnchor(box);
    fill(box);
  }

  function toEnd(): void {
    const box = scroll.current;
    if (!box) return;
    isAtEnd.current = true;
    setFirstKey(chunks.at(-CHUNKS_AT_FIRST)?.key);
    box.scrollTo({ top: box.scrollHeight });
  }

  const isBehind = place.unread > 0 && !isAtEnd.current;
  return (
    <div class="log">
      <div
        class="scroll"
        ref={scroll}
        onScroll={onScroll}
        role="log"
        aria-live="off"
        aria-label={`Messages ${isRoom(place.key) ? "in" : "with"} ${place.key}`}
        tabIndex={0}
      >
        <div class="lines">
          {at === 0 && place.older !== "more" && place.older !== "loading" && (
            <Begin place={place} />
          )}
          {(place.older === "loading" || (at > 0)) && (
            <p class="older">Loading what was said before…</p>
          )}
          {shown.map((chunk, i) => (
            <ChunkView
              key={chunk.key}
              chunk={chunk}
              before={(shown[i - 1] ?? chunks[at - 1])?.blocks.at(-1)?.at ?? 0}
              isNewest={i === shown.length - 1}
              freshKey={place.freshKey}
              look={look}
            />
          ))}
          {place.pending.map((pending) => (
            <PendingView key={pending.ref} place={place.key} pending={pending} />
          ))}
        </div>
      </div>
      {isBehind && (
        <button type="button" class="down" onClick={toEnd}>
          <Icon name="down" />
          {place.unread === 1 ? "1 new message" : `${place.unread} new messages`}
        </button>
      )}
    </div>
  );
}

interface ChunkProps {
  readonly chunk: Chunk;
  /** When the block before it happened. */
  readonly before: number;
  readonly isNewest: boolean;
  readonly freshKey: string | null;
  readonly look: Look;
}

const ChunkView = memo(({ chunk, before, isNewest, freshKey, look }: ChunkProps) => (
  <div class={isNewest ? "chunk newest" : "chunk"}>
    {chunk.blocks.map((block, i) => (
      <Dated
        key={block.key}
        block={block}
        before={chunk.blocks[i - 1]?.at ?? before}
        isFresh={block.key === freshKey}
        look={look}
      />
    ))}
  </div>
));

interface DatedProps {
  readonly block: Block;
  readonly before: number;
  readonly isFresh: boolean;
  readonly look: Look;
}

/** A block, with the day above it where that begins, and the mark of what is new. */
const Dated = memo(({ block, before, isFresh, look }: DatedProps) => (
  <>
    {!isSameDay(block.at, before) && <h2 class="day">{dayOf(block.at, Date.now())}</h2>}
    {isFresh && <div class="fresh">New</div>}
    <BlockView block={block} look={look} />
  </>
));
