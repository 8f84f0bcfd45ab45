// What a place has said: its chunks, with the days and the mark of what is new between them. Which chunks are
// drawn, and where one is in them, is scrolling.ts.

import { type Block, type Chunk, isSameDay } from "../state/log.ts";
import { isCommand, isRoom, type Place } from "../state/place.ts";
import { dayOf } from "../text/time.ts";
import { Begin } from "./begin.tsx";
import { BlockView } from "./block.tsx";
import { Icon } from "./icon.tsx";
import { type Look, useLook } from "./look.ts";
import { memo } from "./memo.ts";
import { PendingView } from "./pending.tsx";
import { useScrolling } from "./scrolling.ts";

export function LogView({ place }: { place: Place }) {
  const { box, shown, at, isAtEnd, onScroll, toEnd } = useScrolling(place);
  const look = useLook();
  const isWhole = at === 0 && place.older === "none";
  return (
    <div class="log">
      <div
        class="scroll"
        ref={box}
        onScroll={onScroll}
        role="log"
        aria-live="off"
        aria-label={`Messages ${isRoom(place.key) ? "in" : "with"} ${place.key}`}
        tabIndex={0}
      >
        <div class="lines">
          {isWhole ? <Begin place={place} /> : <p class="older">Loading what was said before…</p>}
          {shown.map((chunk, i) => (
            <ChunkView
              key={chunk.key}
              chunk={chunk}
              before={(shown[i - 1] ?? place.log.chunks[at - 1])?.blocks.at(-1)?.at ?? 0}
              isNewest={i === shown.length - 1}
              freshKey={place.freshKey}
              look={look}
            />
          ))}
          {place.pending.filter(({ text }) => !isCommand(text)).map((pending) => (
            <PendingView key={pending.ref} place={place.key} pending={pending} />
          ))}
        </div>
      </div>
      {place.unread > 0 && !isAtEnd && (
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
