// A line of text on the page: its pieces as text nodes, links and code. The one place where what people typed
// becomes something to look at; there is no HTML in it.

import { type Token, tokenize } from "../text/tokens.ts";
import { open, showPerson } from "./actions.ts";

export interface WordsProps {
  readonly text: string;
  /** The reader's name. */
  readonly me: string;
}

export function Words({ text, me }: WordsProps) {
  return <>{tokenize(text, me).map(word)}</>;
}

function word(token: Token) {
  switch (token.kind) {
    case "text":
      return token.text;
    case "code":
      return <code>{token.text}</code>;
    case "link":
      return (
        <a href={token.href} target="_blank" rel="noopener noreferrer nofollow">{token.text}</a>
      );
    case "name":
      if (token.mine) return <span class="to mine">{token.text}</span>;
      return (
        <button type="button" class="to" onClick={() => showPerson(token.text.slice(1))}>
          {token.text}
        </button>
      );
    case "room":
      return <button type="button" class="to" onClick={() => open(token.text)}>{token.text}
      </button>;
  }
}
