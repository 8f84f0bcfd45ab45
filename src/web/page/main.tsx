// The page's front door: shows it, connects it, and keeps title, focus and memory in step with its state.

import { effect } from "@preact/signals";
import { options, render } from "preact";
import { draftOf, keepDraft, remember } from "./memory.ts";
import { applyTheme } from "./settings.ts";
import { badge } from "./state/model.ts";
import { dispatch, state } from "./store.ts";
import { connect, probe } from "./view/actions.ts";
import { App } from "./view/app.tsx";

/** Drawn once a frame, however much comes; a hidden page has no frames. */
options.debounceRendering = (draw) => {
  if (document.hidden) setTimeout(draw, 100);
  else requestAnimationFrame(draw);
};

/** How long a page may be hidden before its connection is looked after, in milliseconds. */
const LONG_HIDDEN_MS = 30_000;
let hiddenSince = 0;

function onVisibility(): void {
  if (document.hidden) {
    hiddenSince = Date.now();
    remember(state.value);
  } else if (Date.now() - hiddenSince > LONG_HIDDEN_MS) {
    probe();
  }
}

/** What was written and not acknowledged is there as a draft when the page comes again. */
function onHide(): void {
  remember(state.value);
  for (const { key, pending } of state.value.places.values()) {
    if (pending.length === 0) continue;
    const lines = [...pending.map(({ text }) => text), draftOf(key)];
    keepDraft(key, lines.filter((line) => line !== "").join("\n"));
  }
}

applyTheme(document.documentElement);
dispatch({ type: "attention", attentive: document.hasFocus() });
addEventListener("focus", () => dispatch({ type: "attention", attentive: true }));
addEventListener("blur", () => dispatch({ type: "attention", attentive: false }));
addEventListener("online", probe);
addEventListener("pagehide", onHide);
document.addEventListener("visibilitychange", onVisibility);

const icon = document.querySelector<HTMLLinkElement>("link[rel=icon]");

effect(() => {
  const { calls, unread } = badge(state.value);
  if (icon) icon.href = unread > 0 ? "icon-new.svg" : "icon.svg";
  const count = calls > 0 ? `(${calls}) ` : unread > 0 ? "• " : "";
  const place = state.value.current;
  document.title = `${count}${place === "" ? "" : `${place} · `}netchat`;
});

const root = document.querySelector("#page");
if (root) {
  render(<App />, root);
  connect();
}
