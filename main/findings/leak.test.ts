import { expect, it } from 'vitest';
import type { Finding } from '#contract';
import { commandLineIn } from '../testing/command-line.ts';
import { projectFolder } from '../testing/folder.ts';

/**
 * Serves 1,500 requests in four seconds or more; `keep` says what becomes of what each makes, some 60 kB. It has the whole heap collected, which V8 does
 * seldom in so short a time.
 */
const program = (keep: string): string => `
const kept = new Map();
const rows = (i) => Array.from({ length: 1500 }, (_, n) => ({ i, n }));
function remember(i) {
  ${keep}
}
function handle(i) {
  const answer = rows(-i);
  remember(i);
  return answer.length;
}
const end = Date.now() + 4000;
let i = 0;
function turn() {
  for (let k = 0; k < 3; k++) handle(i++);
  if (i % 150 === 0) globalThis.gc();
  if (Date.now() < end || i < 1500) setTimeout(turn, 8);
}
turn();
`;

/** What each program is known to do with its memory, and what is to be said of it. */
const programs = {
  keepsAll: { keep: 'kept.set(i, rows(i));', said: ['remember high'] },
  // By a name that no look at the source can tell from one that empties it.
  keepsAllUnseen: { keep: 'kept.set(i, rows(i)); if (i < 0) kept.delete(i);', said: ['turn medium'] },
  keepsTheLast: { keep: 'kept.set(i % 40, rows(i));', said: [] },
  keepsForASecond: {
    keep: 'const key = i; kept.set(key, rows(i)); setTimeout(() => kept.delete(key), 1000);',
    said: [],
  },
  keepsNothing: { keep: 'rows(i);', said: [] },
};

it('says of memory that a run never gave back whose it is, and nothing of what it gave back', async () => {
  const found = await Promise.all(
    Object.entries(programs).map(async ([name, { keep }]) => {
      const files = { 'package.json': { name, private: true, main: 'main.js' }, 'main.js': program(keep) };
      const { callscape } = commandLineIn(await projectFolder(files));
      expect(await callscape('run', '--', process.execPath, '--expose-gc', 'main.js')).toMatchObject({
        code: 0,
      });
      const { stdout } = await callscape('analyze', '--run', 'latest', '--format', 'json');
      const { findings } = JSON.parse(stdout) as { findings: readonly (Finding & { function: string })[] };
      const said = findings
        .filter(({ rule }) => rule === 'memory-per-call')
        .map(({ function: fn, confidence }) => `${fn} ${confidence}`);
      return [name, said] as const;
    }),
  );
  expect(Object.fromEntries(found)).toEqual(
    Object.fromEntries(Object.entries(programs).map(([name, { said }]) => [name, said])),
  );
}, 120_000);
