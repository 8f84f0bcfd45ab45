// Tables from fixed figures, for a terminal and for a document.

import { assertEquals } from "@std/assert";
import { FAULTLESS } from "../../bench/start.ts";
import { describeFaults, rowsOf, toMarkdown, toText } from "../../bench/table.ts";
import { PACED, REPORT, TALK } from "./sample_report.ts";

const TALK_ROWS = [
  ["", "deliveries/s", "netchat is", "p99 ms", "faults"],
  ["netchat", "4,810,000", "", "1.25", "none"],
  ["C floor", "5,000,000", "0.96 ×", "1", "none"],
  ["Node", "161,000", "30 ×", "40.1", "none"],
  ["Go", "3,000,000", "–", "0.5", "7 lost, 1,234 doubled"],
  ["ncat --chat", "–", "–", "–", "the server died | badly"],
];

Deno.test("rowsOf() compares by the scenario's first figure those who lost nothing", () => {
  assertEquals(rowsOf(REPORT, TALK), TALK_ROWS);
});

Deno.test("rowsOf() is empty for a scenario that nobody played", () => {
  assertEquals(rowsOf(REPORT, { ...TALK, name: "rooms" }), []);
});

Deno.test("rowsOf() compares nothing when netchat was not measured", () => {
  const rows = rowsOf(REPORT, PACED);
  assertEquals(rows.slice(1), [["Node", "5.6", "–", "–", "none"]]);
});

Deno.test("toText() aligns names to the left and numbers to the right", () => {
  assertEquals(
    toText(TALK_ROWS.slice(0, 3)),
    [
      "         deliveries/s  netchat is  p99 ms  faults",
      "netchat     4,810,000                1.25  none",
      "C floor     5,000,000      0.96 ×       1  none",
    ].join("\n"),
  );
});

Deno.test("toMarkdown() makes a table that no cell can break", () => {
  const [head = "", rule, ...rows] = toMarkdown(TALK_ROWS).split("\n");
  assertEquals(head, "|  | deliveries/s | netchat is | p99 ms | faults |");
  assertEquals(rule, "| --- | ---: | ---: | ---: | --- |");
  assertEquals(rows.at(-1), "| ncat --chat | – | – | – | the server died \\| badly |");
});

Deno.test("describeFaults() says none, or how many of which", () => {
  assertEquals(describeFaults(FAULTLESS), "none");
  assertEquals(describeFaults({ ...FAULTLESS, torn: 1, closed: 2000 }), "1 torn, 2,000 closed");
});
