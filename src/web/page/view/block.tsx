// One block of a log, of whichever kind.

import type { Act, Block, Entry, News, Notice, Talk } from "../state/log.ts";
import { pieces } from "../text/code_blocks.ts";
import { hueOf } from "../text/hue.ts";
import { iso, timeOfDay } from "../text/time.ts";
import { showPerson } from "./actions.ts";
import { Face } from "./face.tsx";
import { Icon, type IconName } from "./icon.tsx";
import type { Look } from "./look.ts";
import { memo } from "./memo.ts";
import { Words } from "./words.tsx";

export function BlockView({ block, look }: { block: Block; look: Look }) {
  switch (block.kind) {
    case "talk":
      return <TalkView talk={block} look={look} />;
    case "act":
      return <ActView act={block} look={look} />;
    case "news":
      return <NewsView news={block} />;
    case "notice":
      return <NoticeView notice={block} />;
  }
}

interface LineProps {
  readonly entry: Entry;
  readonly look: Look;
  readonly isFirst: boolean;
}

function TalkView({ talk, look }: { talk: Talk; look: Look }) {
  const { by, at, entries } = talk;
  return (
    <div class="talk">
      <Face name={by.name} />
      <div>
        <header>
          <Name name={by.name} />
          <Time at={at} look={look} />
        </header>
        {pieces(entries).map((piece) =>
          piece.kind === "code"
            ? <pre key={piece.first.id} class="code" tabIndex={0}>{piece.text}</pre>
            : (
              <Line
                key={piece.entry.id}
                entry={piece.entry}
                look={look}
                isFirst={piece.entry === entries[0]}
              />
            )
        )}
      </div>
    </div>
  );
}

/** Drawn once: somebody who goes on talking changes none of the lines before. */
const Line = memo(({ entry, look, isFirst }: LineProps) => (
  <div class={entry.calls ? "said calls" : "said"}>
    {!isFirst && <Time at={entry.at} look={look} />}
    <span>
      <Words text={entry.text} me={look.me} />
    </span>
  </div>
));

function ActView({ act, look }: { act: Act; look: Look }) {
  const { by, entry, at } = act;
  return (
    <div class="act">
      <span class="mark">
        <Icon name="star" />
      </span>
      <p class={entry.calls ? "calls" : undefined}>
        <Name name={by.name} /> <Words text={entry.text} me={look.me} />{" "}
        <Time at={at} look={look} />
      </p>
    </div>
  );
}

function NewsView({ news }: { news: News }) {
  return (
    <div class="news">
      <span class="mark">
        <Icon name="news" />
      </span>
      <p>
        {news.items.map(({ tone, text }, i) => (
          <span key={i} class={tone}>{i === 0 ? "" : " · "}{text}</span>
        ))}
      </p>
    </div>
  );
}

const ICONS: Readonly<Record<Notice["tone"], IconName>> = {
  info: "info",
  refusal: "alarm",
  announcement: "horn",
  gap: "alarm",
};

function NoticeView({ notice }: { notice: Notice }) {
  const { tone, lines } = notice;
  return (
    <div class={`notice ${tone}${lines.length > 1 ? " many" : ""}`}>
      <span class="mark">
        <Icon name={ICONS[tone]} />
      </span>
      <div>
        {lines.map((line, i) => (
          <div key={i}>
            <Words text={line} me="" />
          </div>
        ))}
      </div>
    </div>
  );
}

function Name({ name }: { name: string }) {
  return (
    <button type="button" class={`hue ${hueOf(name)}`} onClick={() => showPerson(name)}>
      {name}
    </button>
  );
}

function Time({ at, look }: { at: number; look: Look }) {
  return <time dateTime={iso(at)}>{timeOfDay(at, look.times)}</time>;
}
