// Names of people and rooms: what is taken, what is refused in which words, and what is the same.

import { assert, assertEquals, assertLess, assertNotMatch, assertThrows } from "@std/assert";
import { ChatError } from "../src/errors.ts";
import { MAX_NAME, MAX_ROOM, nameKey, parseName, parseRoom, roomKey } from "../src/name.ts";

const USE = "; use letters, digits, _ and - (1 to 24 of them)";
const USE_ROOM = "; use letters, digits, _ and - (1 to 32 of them)";

function refusal(parse: (text: string) => string, text: string): ChatError {
  return assertThrows(() => parse(text), ChatError, "", `${JSON.stringify(text)} was taken`);
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

function assertOneKey(groups: readonly string[]): void {
  for (const group of groups) assertEquals(new Set(words(group).map(nameKey)).size, 1, group);
}

function assertRefused(cases: readonly (readonly [string, string])[]): void {
  for (const [text, message] of cases) {
    const error = refusal(parseName, text);
    assertEquals(error.message, message);
    assertEquals(error.code, "bad-name");
  }
}

Deno.test("parseName() takes letters, digits, _ and -", () => {
  const names = "a anna Marie_2 - _ 007 x-1_y __proto__ constructor";
  for (const name of words(names)) assertEquals(parseName(name), name);
});

Deno.test("parseName() takes names of many scripts", () => {
  const names = `
    José Björn Straße Nguyễn Ọlúwaṣẹ́gun Ɓala Əli İrem Ģirts g̃uarani Ελένη Володимир Ђорђе Սևակ
    ნინო שָׁלוֹם محمّد علی ዳዊት क्षितिज অনন্যা ਗੁਰਪ੍ਰੀਤ ગીતા தமிழ் తెలుగు ಕನ್ನಡ മീര ශාන්ත ରାମ สมชาย น้ำ
    ຄຳ ສົມ ကျော် ខ្មែរ བསྒྲུབས 王芳 さくら ラーメン 山田タロウ 佐々木 김민수 金민수 ㄅㄆㄇ
  `;
  for (const name of words(names)) assertEquals(parseName(name), name.normalize("NFC"));
});

Deno.test("parseName() returns NFC, whatever was typed", () => {
  assertEquals(parseName("Rene\u0301"), "René");
  assertEquals(parseName("\u1100\u1161"), "가");
  assertEquals(parseName("\u212bse"), "Åse");
});

Deno.test("parseName() counts 1 to 24 characters, not UTF-16 units", () => {
  assertEquals(parseName("x".repeat(MAX_NAME)), "x".repeat(24));
  assertEquals(parseName("𠮷".repeat(24)).length, 48);
  assertEquals(parseName("e\u0301".repeat(24)), "é".repeat(24));
  assertRefused([
    ["", `The name "" is empty${USE}`],
    ["x".repeat(25), `The name "${"x".repeat(25)}" is too long${USE}`],
    ["𠮷".repeat(25), `The name "${"𠮷".repeat(25)}" is too long${USE}`],
    ["x".repeat(60_000), `The name "${"x".repeat(39)}…" is too long${USE}`],
  ]);
});

Deno.test("parseName() refuses spaces, punctuation, foreign digits and emoji, and says which", () => {
  assertRefused([
    ["a b", `The name "a b" has a space${USE}`],
    [" anna", `The name " anna" has a space${USE}`],
    ["anna\u00a0", `The name "anna\u00a0" has a space${USE}`],
    ["a!b", `The name "a!b" has "!"${USE}`],
    ["#tea", `The name "#tea" has "#"${USE}`],
    ["Мар'яна", `The name "Мар'яна" has "'"${USE}`],
    ["٣", `The name "٣" has "٣"${USE}`],
    ["anna😀", `The name "anna😀" has "😀"${USE}`],
    ["a½", `The name "a½" has "½"${USE}`],
    ["محـمد", `The name "محـمد" has "ـ"${USE}`],
    ["ㅋㅋ", `The name "ㅋㅋ" has "ㅋ"${USE}`],
  ]);
});

Deno.test("parseName() refuses scripts and letters that serve nobody but an impostor", () => {
  const texts = "ᎪᎷᎪ ꓐꓳꓐ ɡina ɑnna ǃxo ᴀnna ƨam ⲟⲟ Ⴙ 𐌰 \u1100";
  for (const text of words(texts)) refusal(parseName, text);
});

Deno.test("parseName() refuses what cannot be seen, by its number", () => {
  const invisible = `
    0000 0007 0008 0009 000A 000D 001B 007F 0085 009B 00AD 034F 061C 115F 1160 17B4 180E 200B 200C
    200D 200E 200F 202A 202E 2060 2066 2069 3164 D800 DFFF E000 FE0F FEFF FFA0 FFF9 FFFF E0041 E0100
    10FFFF
  `;
  for (const code of words(invisible)) {
    const character = String.fromCodePoint(parseInt(code, 16));
    for (const text of [`an${character}na`, character]) {
      const { message } = refusal(parseName, text);
      assert(message.includes(`has the invisible character U+${code};`), message);
    }
  }
});

Deno.test("parseName() refuses in words that are safe on a terminal", () => {
  const hostile = [
    "\x1b[31mred",
    "\x9b2J",
    "a\x07b",
    "a\r\nb",
    "\u202eg",
    "\ud800",
    "\u2066\ufeff",
  ];
  for (const text of hostile) {
    const { message } = refusal(parseName, text);
    // deno-lint-ignore no-control-regex
    assertNotMatch(message, /[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\p{Cs}]/u);
  }
});

Deno.test("parseName() refuses a mixed-script look-alike, and says what is mixed", () => {
  assertRefused([
    ["pаypal", 'The name "pаypal" mixes Latin and Cyrillic letters; use one script'],
    ["οscar", 'The name "οscar" mixes Latin and Greek letters; use one script'],
    ["中a", 'The name "中a" mixes Latin and Han letters; use one script'],
    ["한か", 'The name "한か" mixes Hangul and Hiragana letters; use one script'],
    ["annaสม", 'The name "annaสม" mixes Latin and Thai letters; use one script'],
  ]);
});

Deno.test("parseName() takes marks on a letter only, three at most, and of its own script", () => {
  const many = "has too many marks on a letter, or marks of another script; use fewer";
  assertEquals(parseName("x\u0323\u0330\u0331"), "x\u0323\u0330\u0331");
  assertRefused([
    ["\u0301anna", `The name "\u0301anna" has a mark that follows no letter${USE}`],
    ["a1\u0301", `The name "a1\u0301" has a mark that follows no letter${USE}`],
    ["x\u0323\u0330\u0331\u0332", `The name "x\u0323\u0330\u0331\u0332" ${many}`],
    ["a\u05b8", `The name "a\u05b8" ${many}`],
    ["a\u20dd", `The name "a\u20dd" ${many}`],
  ]);
  refusal(parseName, "z" + "\u0335\u0321\u0322\u0327\u0328\u0338".repeat(3));
});

Deno.test("parseName() refuses a special form, and names the plain one where that would do", () => {
  const special = "has characters in a special form; use";
  assertRefused([
    ["Ａｎｎａ", `The name "Ａｎｎａ" ${special} the plain "Anna"`],
    ["ﬁona", `The name "ﬁona" ${special} the plain "fiona"`],
    ["𝐚𝐧𝐧𝐚", `The name "𝐚𝐧𝐧𝐚" ${special} the plain "anna"`],
    ["ⓐⓑ①", `The name "ⓐⓑ①" ${special} the plain "ab1"`],
    ["ｶﾅ", `The name "ｶﾅ" ${special} the plain "カナ"`],
    ["ŀa", `The name "ŀa" ${special} plain ones`],
    ["Ａ　Ｂ", `The name "Ａ　Ｂ" has a space${USE}`],
    ["ＡＤＭＩＮ", 'The name "ＡＤＭＩＮ" is reserved; choose another'],
  ]);
});

Deno.test("parseName() refuses reserved words in any case and look-alike form", () => {
  const reserved = `
    server system admin root operator everyone here netchat Admin ADMIN аdmin ádmin ADMİN admın
    adm1n _admin_ r00t R-O-O-T 0perator ѕуѕтем ѕегѵег ｒｏｏｔ
  `;
  for (const name of words(reserved)) {
    const { message } = refusal(parseName, name);
    assertEquals(message, `The name "${name}" is reserved; choose another`);
  }
  for (const name of words("admin1 rooty theserver net hereby")) {
    assertEquals(parseName(name), name);
  }
});

Deno.test("nameKey() is one for all cases of a name", () => {
  assertOneKey([
    "anna Anna ANNA",
    "Straße STRASSE STRAẞE strasse",
    "Νίκος ΝΊΚΟΣ νίκοσ",
    "irem İrem IREM ırem i\u0307rem I\u0307REM",
    "džep Džep ǆep ǅep Ǆep",
    "René RENE\u0301",
    "Անի ԱՆԻ",
    "ნინო ᲜᲘᲜᲝ",
  ]);
});

Deno.test("nameKey() is one for names that look the same", () => {
  assertOneKey([
    "coco сосо СОСО Сосо",
    "anna ΑΝΝΑ Αννα",
    "BEKA ВЕКА ΒΕΚΑ",
    "hugo հսցօ",
    "ë ё Ё",
    "ГОРА ΓΟΡΑ",
    "Anna Ａｎｎａ 𝐚𝐧𝐧𝐚",
    "Đuro Ðuro",
    "Ioniță Ioniţă",
    "علی علي",
    "ヘヘ へへ",
    "ー 一",
  ]);
});

Deno.test("nameKey() keeps different names apart", () => {
  const names = words("anna anne ann änna ánna анна hannah an_na an-na さくら 桜 สมชาย สมหมาย");
  assertEquals(new Set(names.map(nameKey)).size, names.length);
});

Deno.test("nameKey() of a key is that key, and one for all cases of every letter", () => {
  const plain = /[\p{Cn}\p{Co}\p{Cs}\p{sc=Han}\p{sc=Hangul}]/u; // neither case nor look-alikes
  for (let code = 0; code < 0x20000; code++) {
    const letter = String.fromCodePoint(code);
    if (plain.test(letter)) continue;
    const key = nameKey(letter);
    const forms = [key, letter.toLowerCase(), letter.toUpperCase(), letter.normalize("NFD")];
    assert(forms.every((form) => nameKey(form) === key), `U+${code.toString(16)}`);
  }
});

Deno.test("nameKey() takes any text, so that a lookup needs no check before", () => {
  for (const text of ["", "a b", "\ud800", "\u200b", "😀", "ﷺ".repeat(256), "İ".repeat(257)]) {
    assertEquals(nameKey(nameKey(text)), nameKey(text));
  }
});

Deno.test("nameKey() and parseName() are quick with a long run of marks", () => {
  const start = performance.now();
  for (const marks of ["\u0307", "\u0301\u0323", "\u0345\u0301"]) {
    const text = "i" + marks.repeat(30_000);
    assertEquals(nameKey(text), text);
    assertEquals(refusal(parseName, text).message.endsWith(` is too long${USE}`), true);
  }
  assertLess(performance.now() - start, 500); // milliseconds; 2 here, and thousands when folded
});

Deno.test("parseRoom() takes a room with and without #, and returns it with one", () => {
  assertEquals(parseRoom("#tea"), "#tea");
  assertEquals(parseRoom("tea"), "#tea");
  assertEquals(parseRoom("#Cafe\u0301"), "#Café");
  assertEquals(parseRoom("чай"), "#чай");
  assertEquals(parseRoom("server"), "#server");
  assertEquals(parseRoom("x".repeat(MAX_ROOM)), "#" + "x".repeat(32));
});

Deno.test("parseRoom() refuses what parseName() does, in its own words", () => {
  const cases = [
    ["", `The room "#" is empty${USE_ROOM}`],
    ["#", `The room "#" is empty${USE_ROOM}`],
    ["##tea", `The room "##tea" has "#"${USE_ROOM}`],
    ["#t a", `The room "#t a" has a space${USE_ROOM}`],
    ["x".repeat(33), `The room "#${"x".repeat(33)}" is too long${USE_ROOM}`],
    ["#tеa", 'The room "#tеa" mixes Latin and Cyrillic letters; use one script'],
    ["#ｔｅａ", 'The room "#ｔｅａ" has characters in a special form; use the plain "#tea"'],
    ["#a\u202eb", `The room "#ab" has the invisible character U+202E${USE_ROOM}`],
  ] as const;
  for (const [text, message] of cases) {
    const error = refusal(parseRoom, text);
    assertEquals(error.message, message);
    assertEquals(error.code, "bad-room");
  }
});

Deno.test("roomKey() is one for all spellings of a room, with and without #", () => {
  const spellings = ["tea", "#tea", "#Tea", "TEA", "#ｔｅａ", "＃tea"];
  for (const room of spellings) assertEquals(roomKey(room), "#tea");
  assertEquals(roomKey("СОСО"), roomKey("#сосо"));
  assertEquals(roomKey(roomKey("")), roomKey(""));
});

Deno.test("roomKey() keeps a room's own letters, as it is shown", () => {
  for (const room of ["#вопросы", "#новости", "#λόγος", "#straße", "#कमरा", "#ニュース"]) {
    assertEquals(roomKey(room), room);
    assertEquals(roomKey(room.toUpperCase().replace("SS", "ß")), room);
  }
  assertEquals(roomKey(roomKey("İ")), roomKey("İ"));
});
