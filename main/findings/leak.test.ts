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

/** What each call keeps, a megabyte in 20, is known from the profile of so short a run; what it lets go is not in it. */
const profiled = `
const rows = (i) => new Array(6500).fill(i);
const kept = [];
exports.kept = kept;
function remember(i) {
  kept.push(rows(i));
}
function forget(i) {
  return new Array(6500).fill(i).length;
}
for (let i = 0; i < 500; i++) remember(i), forget(i);
`;

/** Functions of the findings about memory, with how sure they are, after a run of `main.js`. */
async function saidOf(
  files: Readonly<Record<string, unknown>>,
  ...options: readonly string[]
): Promise<string[]> {
  const manifest = { name: 'leaks', private: true, main: 'main.js' };
  const { callscape } = commandLineIn(await projectFolder({ ...files, 'package.json': manifest }));
  const run = await callscape('run', '--', process.execPath, ...options, 'main.js');
  expect(run).toMatchObject({ code: 0 });
  const { stdout } = await callscape('analyze', '--run', 'latest', '--format', 'json');
  const { findings } = JSON.parse(stdout) as { findings: readonly (Finding & { function: string })[] };
  return findings
    .filter(({ rule }) => rule === 'memory-per-call')
    .map(({ function: fn, confidence }) => `${fn} ${confidence}`);
}

it('says of memory that a run never gave back whose it is, and nothing of what it gave back', async () => {
  const said = await Promise.all([
    ...Object.values(programs).map(({ keep }) => saidOf({ 'main.js': program(keep) }, '--expose-gc')),
    saidOf({ 'main.js': profiled, '.env.tracing': 'TRACING_CAPTURE_MEMORY=retained' }),
    saidOf({ 'main.js': profiled, '.env.tracing': 'TRACING_CAPTURE_MEMORY=allocated' }),
  ]);
  expect(said).toEqual([...Object.values(programs).map((one) => one.said), ['rows medium'], []]);
}, 120_000);
