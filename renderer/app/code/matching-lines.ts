/** Indexes (from 0) of the lines that hold the text, whatever its case; none for an empty text. */
export function matchingLines(lines: readonly string[], text: string): readonly number[] {
  if (text === '') return [];
  const wanted = text.toLowerCase();
  return lines.flatMap((line, at) => (line.toLowerCase().includes(wanted) ? at : []));
}
