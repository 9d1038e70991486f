import type { StyleFacts } from '../code/facts.ts';
import type { PlacedStatement } from './read-code.ts';

const MOST_LOOKED_AT = 1000;

/** Counts how a Python file is written. */
export function pythonStyle(source: string, statements: readonly PlacedStatement[]): StyleFacts {
  const found = new Map<string, { line: number; count: number }>();
  const count = (kind: string, line: number): void => {
    const known = found.get(kind);
    if (known === undefined) found.set(kind, { line, count: 1 });
    else known.count++;
  };
  let before: PlacedStatement | undefined;
  for (const statement of statements) {
    const { text, line } = statement;
    if (/^\w+=[^=]|^\w[\w.]*\s*(?:=|\+=)?.*\w(?:%|\/\/)\w/.test(text) && !/^def /.test(text))
      count('no spaces around an operator', line);
    if (/^(?:if|elif|while)\s*\([^()]*\)$/.test(text)) count('needless parentheses', line);
    if (
      before?.line === line &&
      before.opensBlock &&
      /^(?:if|elif|else|for|while|with|try|except|finally)\b/.test(before.text)
    )
      count('a statement behind a colon', line);
    before = statement;
  }
  const quotes = source.split('\n');
  quotes.forEach((text, index) => {
    // Nobody writes such a line by hand, and to look through it takes the square of its length.
    if (text.length > MOST_LOOKED_AT) return;
    if (/^[^"#]*'(?!'')[^'"]*'[^"]*$/.test(text)) count('single quotes', index + 1);
    if (/^[^'#]*"(?!"")[^'"]*"[^']*$/.test(text)) count('double quotes', index + 1);
  });
  return { oddities: [...found].map(([kind, at]) => ({ kind, ...at })) };
}
