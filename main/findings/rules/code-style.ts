import { lineOnly, type Rule } from '../rule.ts';

/** What stands on one side of a habit, and on the other. */
const habits: readonly (readonly [string, string])[] = [
  ['var', 'let or const'],
  ['loose equality', 'strict equality'],
  ['no semicolon', 'semicolon'],
  ['semicolon', 'no semicolon'],
  ['double quotes', 'single quotes'],
  ['single quotes', 'double quotes'],
];
/** Never a habit worth keeping. */
const odd = ['no spaces around an operator', 'needless parentheses', 'a statement behind a colon'];

export const rule: Rule = {
  id: 'code-style',
  title: 'Code style',
  category: 'care',
  severity: 'low',
  meaning: 'The file is written differently from the rest of the project, in two ways or more.',
  evidence:
    'What nine tenths of the project agree on: semicolons, quotes, `let` and `const`, strict equality; in Python spaces, parentheses and lines.',
  mend: 'Let a formatter rewrite the file.',
  *find(context) {
    const { code, graph } = context.code;
    const files = code.flatMap((facts, module) => {
      const file = graph.paths[module] ?? '';
      if (facts === null || context.isAside(file)) return [];
      const counts = new Map(facts.style.oddities.map((oddity) => [oddity.kind, oddity]));
      return [{ file, counts, isPython: facts.format === 'python' }];
    });
    for (const isPython of [false, true]) {
      const group = files.filter((one) => one.isPython === isPython);
      const total = (kind: string): number =>
        group.reduce((sum, { counts }) => sum + (counts.get(kind)?.count ?? 0), 0);
      const unusual = habits.filter(([one, other]) => total(one) * 9 < total(other)).map(([one]) => one);
      const kinds = isPython ? [...odd, ...unusual] : unusual;
      for (const { file, counts } of group) {
        const found = kinds.flatMap((kind) => counts.get(kind) ?? []);
        if (found.length < 2) continue;
        const line = Math.min(...found.map((oddity) => oddity.line));
        yield {
          file,
          place: lineOnly(line),
          function: null,
          message: `${file} is written differently: ${found.map(({ kind }) => kind).join(', ')}`,
          evidence: found.map(({ kind, line: at, count }) => ({
            text: `${kind}: ${count} times, first on line ${at}`,
            range: { file, ...lineOnly(at) },
          })),
          confidence: found.length > 2 ? 'high' : 'low',
          subject: 'style',
        };
      }
    }
  },
};
