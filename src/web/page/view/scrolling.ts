// Scrolling in a log: which chunks are drawn, staying at the end while one reads there, and keeping in place
// what one reads elsewhere while older lines come in above it.

import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Chunk } from "../state/log.ts";
import type { Place } from "../state/place.ts";
import { dispatch } from "../store.ts";
import { loadOlder } from "./actions.ts";

/** Chunks drawn at first, and how many more at a time; beyond the last number, those out of sight go. */
const CHUNKS_AT_FIRST = 6;
const CHUNKS_MORE = 4;
const CHUNKS_AT_END = 12;

/** How near to an end counts as there, in pixels. */
const NEAR_END = 48;
const NEAR_START = 600;

export interface Scrolling {
  /** What scrolls. */
  readonly box: RefObject<HTMLDivElement | null>;
  readonly shown: readonly Chunk[];
  /** Index of the first chunk that is drawn. */
  readonly at: number;
  readonly isAtEnd: boolean;
  readonly onScroll: () => void;
  readonly toEnd: () => void;
}

export function useScrolling(place: Place): Scrolling {
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const anchor = useRef<{ element: Element; top: number } | null>(null);
  const { chunks } = place.log;
  const [firstKey, setFirstKey] = useState(() => chunks.at(-CHUNKS_AT_FIRST)?.key);
  const at = Math.max(0, chunks.findIndex(({ key }) => key === firstKey));
  const fold = () => setFirstKey(chunks.at(-CHUNKS_AT_FIRST)?.key);

  /** More at the top, when the reader comes near it. */
  function fill(scroll: HTMLElement): void {
    if (scroll.scrollTop > NEAR_START) return;
    anchor.current = anchorOf(scroll);
    if (at > 0) setFirstKey(chunks[Math.max(0, at - CHUNKS_MORE)]?.key);
    else if (place.older === "more") loadOlder(place);
  }

  function settle(scroll: HTMLElement): void {
    if (isAtEnd.current) {
      scroll.scrollTop = scroll.scrollHeight;
      if (chunks.length - at > CHUNKS_AT_END) fold();
    } else if (anchor.current?.element.isConnected) {
      const { element, top } = anchor.current;
      scroll.scrollTop += element.getBoundingClientRect().top - top;
    }
  }

  useLayoutEffect(() => {
    if (!box.current) return;
    settle(box.current);
    fill(box.current);
  }, [place.log, at, place.pending, place.older]);

  useLayoutEffect(() => { // one's own words are not written out of sight
    if (place.pending.length > 0) toEnd();
  }, [place.pending.at(-1)?.ref]);

  useEffect(() => {
    const scroll = box.current;
    if (!scroll) return;
    if (showFresh(scroll)) onScroll();
    const observer = new ResizeObserver(() => settle(scroll)); // the box below grows with what is written
    observer.observe(scroll);
    return () => observer.disconnect();
  }, []);

  function onScroll(): void {
    const scroll = box.current;
    if (!scroll) return;
    isAtEnd.current = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_END;
    dispatch({ type: "attention", attentive: isAtEnd.current && document.hasFocus() });
    anchor.current = isAtEnd.current ? null : anchorOf(scroll);
    fill(scroll);
  }

  function toEnd(): void {
    isAtEnd.current = true;
    fold();
    if (box.current) settle(box.current);
  }

  return { box, shown: chunks.slice(at), at, isAtEnd: isAtEnd.current, onScroll, toEnd };
}

/** The first block that is in sight, and where. */
function anchorOf(scroll: HTMLElement): { element: Element; top: number } | null {
  const edge = scroll.getBoundingClientRect().top;
  const blocks = [...scroll.querySelectorAll(".talk, .act, .news, .notice")];
  const element = blocks.find((one) => one.getBoundingClientRect().bottom > edge);
  return element ? { element, top: element.getBoundingClientRect().top } : null;
}

/** Goes to the first unread line, if that is further up than fits; says whether it did. */
function showFresh(scroll: HTMLElement): boolean {
  const fresh = scroll.querySelector(".fresh");
  const isAbove = fresh !== null &&
    fresh.getBoundingClientRect().top < scroll.getBoundingClientRect().top;
  if (isAbove) fresh.scrollIntoView({ block: "center" });
  return isAbove;
}
