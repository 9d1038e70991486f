/** How such files say it themselves, in the comment that begins them. */
const notice =
  /@generated\b|\b(?:auto-?|automatically )generated\b|\bgenerated (?:by|from|automatically|file)\b|\bdo not (?:edit|modify)\b/i;

/** Characters of a line from which on, on average, no person wrote the file. */
const LONG_LINES = 250;

/** Whether a tool wrote the file: it says so, or is compressed. */
export function isMade(source: string): boolean {
  const head = source.slice(0, 600);
  const comments = head.match(/\/\*[\s\S]*?(?:\*\/|$)|(?:\/\/|#).*/g) ?? [];
  if (comments.some((comment) => notice.test(comment))) return true;
  if (source.length < 5000) return false;
  let lines = 1;
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) lines++;
  return source.length / lines > LONG_LINES;
}
