// Lines that would tell the room a password, beside those that only look a little like it.

import { assertEquals } from "@std/assert";
import { secretLine } from "../src/secret_line.ts";

type Cases = readonly (readonly [text: string, name: string | null])[];

function check(cases: Cases): void {
  const isAccount = (name: string) => name === "anna";
  for (const [text, name] of cases) {
    assertEquals(secretLine(text, isAccount), name, JSON.stringify(text));
  }
}

function none(...texts: string[]): void {
  check(texts.map((text) => [text, null] as const));
}

Deno.test("secretLine() catches a command whose slash was forgotten", () => {
  check([
    ["login bob secret", "login"],
    ["login secret", "login"],
    ["Login bob secret", "login"],
    ["LOGIN BOB SECRET", "login"],
    ["register bob secret", "register"],
    ["passwd old new", "passwd"],
    ["unregister secret", "unregister"],
    ["login   bob \t secret  ", "login"],
  ]);
});

Deno.test("secretLine() catches a command with something else at the slash's place", () => {
  const before = [" /", "\t/", ".", "\\", "!", "7", "?", ",", ":", ";", "|", "-", "//", "./", "／"];
  check(before.map((mark) => [`${mark}login bob secret`, "login"]));
  check([
    [" login bob secret", "login"],
    ["/ login bob x", "login"],
    [" / login bob x", "login"],
    ["> login bob x", "login"],
    ["\u200b/login bob x", "login"],
    ["ｌｏｇｉｎ bob secret", "login"],
  ]);
});

Deno.test("secretLine() catches a name with one slip in it", () => {
  check([
    ["logn bob secret", "login"],
    ["loogin bob secret", "login"],
    ["lohin bob secret", "login"],
    ["lgoin bob secret", "login"],
    ["ogin bob secret", "login"],
    ["1ogin bob secret", "login"],
    ["l0gin bob secret", "login"],
    ["login: bob secret", "login"],
    ["loginn bob secret", "login"],
    ["regsiter secret", "register"],
    ["registre secret", "register"],
    ["paswd old new", "passwd"],
    ["passwdd old new", "passwd"],
    ["unregistr secret", "unregister"],
    ["unregisters secret", "unregister"],
    [".Lgoin bob secret", "login"],
  ]);
});

Deno.test("secretLine() lets names pass that are further away", () => {
  none(
    "join us there",
    "begin the game",
    "plugin works fine",
    "logging in now",
    "long time ago",
    "password is wrong",
    "registry of deeds",
    "lgoni bob secret",
    "lin bob secret",
    "ligon bob secret",
    "loglogin bob secret",
    "abcde fg h",
    "unregistered people here",
    "loginloginlogin bob secret",
  );
});

Deno.test("secretLine() takes more words than a command could for chat, but for a mark before them", () => {
  check([
    ["login works again now, thanks for asking everyone", null],
    ["login bob secret again", null],
    ["Login is broken today", null],
    ["2 logins failed last night", null],
    ["* login works again now", null],
    ["(login works again now)", null],
    [".login bob correct horse battery staple", "login"],
    [" /login bob correct horse battery staple", "login"],
    ["login works again", "login"],
    ["login bob secret ", "login"],
  ]);
});

Deno.test("secretLine() catches a password of several words, after an account's name or what is no chat", () => {
  check([
    ["login anna correct horse battery staple", "login"],
    ["Logn anna correct horse battery", "login"],
    ["register correct horse battery staple", "register"],
    ["unregister correct horse battery staple", "unregister"],
    ["passwd old horse new horse", "passwd"],
    ["login nobody correct horse battery", null],
    ["anna login is broken today", null],
  ]);
});

Deno.test("secretLine() lets lines pass that reveal nothing", () => {
  none(
    "",
    " ",
    "login",
    "login ",
    ".login",
    "I cannot login today",
    "hello",
    "hello bob",
    "7 8 9",
    "!!! ???",
    "type /login NAME PASSWORD",
    "👋 hi all",
    "constructor a b",
    "__proto__ a b",
  );
});

Deno.test("secretLine() leaves commands to their table, right or wrong", () => {
  none("/login bob secret", "/logn bob secret", "/me login bob x", "/.login bob x", "/");
});

Deno.test("secretLine() is quick with the longest of lines", () => {
  const start = performance.now();
  for (const part of ["7", "x", "x ", "7 ", ". ", "\u0301", "ﷺ"]) {
    none(part.repeat(32_768), `${part.repeat(32_768)}login`);
  }
  none(`e${"\u0301\u0316".repeat(32_768)} a b`);
  const took = performance.now() - start;
  assertEquals(took < 500, true, `${took} ms`);
});
