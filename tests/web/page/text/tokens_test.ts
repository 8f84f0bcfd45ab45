// A line as pieces: links, names, rooms, code, and text that stays text.

import { assertEquals, assertLess } from "@std/assert";
import { mentions, tokenize } from "../../../../src/web/page/text/tokens.ts";

function show(text: string, me = "anna"): string {
  return tokenize(text, me).map((token) => {
    if (token.kind === "text") return token.text;
    return `[${token.kind}${token.kind === "name" && token.mine ? " mine" : ""} ${token.text}]`;
  }).join("");
}

const TEXTS: Readonly<Record<string, string>> = {
  "hello": "hello",
  "": "",
  "<b>x</b>": "<b>x</b>",
  "see https://deno.com/x?a=1&b=2.": "see [link https://deno.com/x?a=1&b=2].",
  "(http://a.example/b_(c))": "([link http://a.example/b_(c)])",
  "HTTPS://A.example!": "[link HTTPS://A.example]!",
  "javascript:alert(1) data:text/html,x ftp://a.b":
    "javascript:alert(1) data:text/html,x ftp://a.b",
  "http://bank.example@evil.example/": "http://bank.example@evil.example/",
  "https://": "https://",
  'http://a.example/"onclick="x': '[link http://a.example/]"onclick="x',
  "http://a.example/<script>": "[link http://a.example/]<script>",
  "run `rm -rf` now": "run [code rm -rf] now",
  "``a ` b``": "[code a ` b]",
  "`http://a.example` and `@anna`": "[code http://a.example] and [code @anna]",
  "`open": "`open",
  "@anna and @bob": "[name mine @anna] and [name @bob]",
  "Anna: hi, hannah, anna_2": "[name mine Anna]: hi, hannah, anna_2",
  "me@anna.example": "me@[name mine anna].example",
  "go to #tea, not a#b": "go to [room #tea], not a#b",
  "http://a.example/#part": "[link http://a.example/#part]",
  "@Žofie #čaj": "[name @Žofie] [room #čaj]",
};

for (const [text, expected] of Object.entries(TEXTS)) {
  Deno.test(`tokenize() takes "${text}" apart`, () => assertEquals(show(text), expected));
}

/** Of which nobody may write a line that takes long: each page that shows the room would stand still. */
const LABORIOUS: Readonly<Record<string, string>> = {
  "brackets that are not the link's": `https://a.example/${")".repeat(19_000)}`,
  "the reader's name": "anna ".repeat(4000),
};

for (const [what, text] of Object.entries(LABORIOUS)) {
  Deno.test(`tokenize() goes once through a text full of ${what}`, () => {
    const start = performance.now();
    assertEquals(show(text).length > text.length / 2, true);
    assertLess(performance.now() - start, 1000); // takes 10 ms; each character with each other, 10 s
  });
}

Deno.test("tokenize() loses no character of any text", () => {
  const parts = [
    "`",
    "``",
    "@",
    "#",
    "a",
    "anna",
    " ",
    "http://",
    "x.example",
    ")",
    "(",
    "😀",
    "\n",
    "İ",
  ];
  let seed = 7;
  const next = () => (seed = seed * 1103515245 + 12345 & 0x7fffffff) % parts.length;
  for (let round = 0; round < 2000; round++) {
    const text = Array.from({ length: 12 }, () => parts[next()]).join("");
    const back = tokenize(text, "anna").map((token) => token.text).join("");
    assertEquals(back.replaceAll("`", ""), text.replaceAll("`", ""));
  }
});

Deno.test("tokenize() takes long runs of marks in little time", () => {
  for (const run of ["`", "@", "#", "(", ")", "http://", "a`", "http://a.b)))"]) {
    const text = run.repeat(4000 / run.length);
    assertEquals(tokenize(text, "anna").length > 0, true);
  }
});

Deno.test("mentions() knows the reader's name, and not part of another", () => {
  const said = ["anna?", "hi @Anna", "ANNA", "hannah", "annas", "`anna`", "http://x.example/anna"];
  assertEquals(said.map((text) => mentions(text, "anna")), [
    true,
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});
