import type { Place, Suppression } from '../code/facts.ts';

export interface PythonPlaces {
  /** From the beginning of one line to the end of another. */
  of(line: number, endLine: number): Place;
  readonly suppressions: readonly Suppression[];
}

export function pythonPlaces(source: string): PythonPlaces {
  const starts = [0];
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  const suppressions: Suppression[] = [];
  let line = 1;
  for (const match of source.matchAll(/#\s*callscape-ignore\s+([\w-]+)\s*(?::[^\S\n]*(.*))?$/gm)) {
    while ((starts[line] ?? Number.POSITIVE_INFINITY) <= match.index) line++;
    suppressions.push({ line, rule: match[1] ?? '', reason: (match[2] ?? '').trim() });
  }
  return {
    of(line, endLine) {
      const start = starts[line - 1] ?? source.length;
      return { line, endLine, start, end: (starts[endLine] ?? source.length + 1) - 1 };
    },
    suppressions,
  };
}

const formatted = /\b[rR]?[fF][rR]?("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/g;

/** What f-strings hold is code that the statements show as empty strings. */
export function noteFormatted(
  source: string,
  definitions: readonly { readonly line: number; readonly endLine: number }[],
  note: (text: string, definition: number, line: number) => void,
): void {
  let line = 1;
  let counted = 0;
  for (const match of source.matchAll(formatted)) {
    for (
      let at = source.indexOf('\n', counted);
      at !== -1 && at < match.index;
      at = source.indexOf('\n', at + 1)
    ) {
      line++;
      counted = at + 1;
    }
    // The innermost definition begins last.
    const holder = definitions.findLastIndex(
      (one, index) => index === 0 || (one.line <= line && line <= one.endLine),
    );
    for (const [, code = ''] of match[0].matchAll(/\{([^{}]*)\}/g)) note(code, Math.max(0, holder), line);
  }
}
