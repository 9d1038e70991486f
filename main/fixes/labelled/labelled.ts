import { readdirSync, readFileSync } from 'node:fs';

/** A small project with one thing wrong, and what has to become of it. */
export interface FixCase {
  readonly rule: string;
  readonly name: string;
  /** Why it has to be refused, as a part of the reason; `null`: it has to be fixed. */
  readonly refused: string | null;
  /** The finding needs a run of `main.js` (or `main.py`) at this level; 0: none. */
  readonly level: 0 | 2 | 5;
  readonly files: Readonly<Record<string, string>>;
}

/** What a project has where nothing else is said. */
const usual =
  '{\n  "name": "case",\n  "type": "module",\n  "scripts": {\n    "start": "node main.js"\n  }\n}\n';

/**
 * The cases of this folder, a file for each rule. `=== name` begins a case that has to be fixed, `=== name | part of the reason` one
 * that has to be refused; a `*` before the name says that it needs a run, `*5` that it needs one line by line. `--- path` begins a file; `check.js` (or `check.py`) is the
 * project's test: it ends with 0 before and after.
 */
export function fixCases(): FixCase[] {
  const drawings = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.txt'));
  return drawings.sort().flatMap((drawing) => {
    const text = readFileSync(new URL(drawing, import.meta.url), 'utf8');
    return text
      .split(/^=== /m)
      .slice(1)
      .map((part) => caseOf(drawing.slice(0, -'.txt'.length), part));
  });
}

function caseOf(rule: string, text: string): FixCase {
  const [head = '', ...parts] = text.split(/^--- /m);
  const [title = '', refused] = head.trim().split(' | ');
  const files = parts.map((part): [string, string] => {
    const end = part.indexOf('\n');
    return [part.slice(0, end), part.slice(end + 1)];
  });
  return {
    rule,
    name: title.replace(/^\*5?\s*/, ''),
    refused: refused ?? null,
    level: title.startsWith('*5') ? 5 : title.startsWith('*') ? 2 : 0,
    files: { 'package.json': usual, ...Object.fromEntries(files) },
  };
}
