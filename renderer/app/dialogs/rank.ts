/**
 * How well a text answers what was typed; `null`: not at all. Every word typed must be found in order of its letters; whole
 * words, starts of words, places near the beginning and short texts count more.
 */
export function score(typed: string, text: string): number | null {
  const where = text.toLowerCase();
  let total = 0;
  for (const word of typed.toLowerCase().split(/\s+/)) {
    if (word === '') continue;
    const one = scoreWord(word, text, where);
    if (one === null) return null;
    total += one;
  }
  // With nothing typed all are as good, and keep their order.
  return typed.trim() === '' ? 0 : total - text.length / 1000;
}

function scoreWord(word: string, text: string, where: string): number | null {
  const at = where.indexOf(word);
  if (at >= 0) {
    const begins = startsWord(text, at);
    const ends = !/[\p{L}\p{N}]/u.test(text[at + word.length] ?? ' ');
    return 10 + word.length + (begins ? 8 : 0) + (begins && ends ? 6 : 0) - Math.min(9, at / 4);
  }
  let from = 0;
  let points = 0;
  for (const letter of word) {
    const next = where.indexOf(letter, from);
    if (next < 0) return null;
    points += next === from ? 0.5 : startsWord(text, next) ? 1 : 0;
    from = next + 1;
  }
  return points;
}

/** After a separator, or a capital after a small letter. */
function startsWord(text: string, at: number): boolean {
  if (at === 0 || /[^\p{L}\p{N}]/u.test(text[at - 1] as string)) return true;
  const letter = text[at] as string;
  return letter !== letter.toLowerCase() && text[at - 1] === (text[at - 1] as string).toLowerCase();
}

/**
 * The indexes of the best answers, best first, at most `limit`; ties keep their order. `textOf` is called once per index, so
 * that fifty thousand functions need no array of strings.
 */
export function best(
  typed: string,
  length: number,
  textOf: (index: number) => string,
  limit: number,
): number[] {
  const found: { index: number; points: number }[] = [];
  for (let index = 0; index < length; index++) {
    const points = score(typed, textOf(index));
    if (points === null) continue;
    const last = found.at(-1);
    if (found.length === limit && last && points <= last.points) continue;
    let at = found.length;
    while (at > 0 && (found[at - 1] as { points: number }).points < points) at--;
    found.splice(at, 0, { index, points });
    if (found.length > limit) found.pop();
  }
  return found.map(({ index }) => index);
}
