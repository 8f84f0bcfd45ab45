// Letters that cannot be told apart on a screen, each under the one that stands for all of them.
// Only the table and its lookup: what is done with a look-alike is name.ts.
//
// Not handled: runs of letters (rn for m), digits (0 and O, 1 and l), ideographs, Greek letters
// whose small form looks like another Latin letter than their capital (ν is n here, for ΑΝΝΑ, and
// not v), and the few o- and l-shaped letters of Arabic, Hebrew and the Indic scripts.

/**
 * Rows of a letter and its look-alikes, all lower-case and decomposed (NFKD). A letter is listed
 * when either of its cases looks like either case of the first one: "в" is "b" because of "В" and
 * "B". A choice from confusables.txt (UTS #39): single letters that names may have.
 */
const ROWS = `
  a аα    b вьβ   c с     d ԁ     e еε    f ϝ     g ԍց    h нһηհ  i ıɩіι  j ȷјϳյ  k ĸкκ   l ӏլ
  m мμϻ   n пνπո  o оοօჿ  p рρ    q ԛզ    r гγ    s ѕտ    t тτ    u ս     v ѵ     w ѡԝ    x хχ
  y уүυ   z ζ     3 зʒӡ   æ ӕ     ð đɖ    ħ ћ     þ ϸ     ə ǝә    ɔ ͻ     ɛ ԑ
  и ͷ     θ өѳ    φ ф     ψ ѱ
  ك ک     ي یى    ه ہە
  一 ー   二 ニ   八 ハ   力 カ   卜 ト   口 ロ   夕 タ   工 エ   へ ヘ
  \u0303 \u0342   \u0306 \u030c   \u0326 \u0327
`;

const FIRST_OF: ReadonlyMap<string, string> = new Map(
  Array.from(ROWS.matchAll(/(\S) +(\S+)/gu)).flatMap(([, first = "", others = ""]) =>
    Array.from(others, (other): [string, string] => [other, first])
  ),
);

/** `text`, which is lower-case and NFKD, with the first of its row in place of each look-alike. */
export function withoutLookAlikes(text: string): string {
  return Array.from(text, (letter) => FIRST_OF.get(letter) ?? letter).join("");
}
