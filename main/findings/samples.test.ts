import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { commandLineIn } from '../testing/command-line.ts';
import { temporaryFolder } from '../testing/folder.ts';

/** Which rule finds which kind of planted flaw. */
const ruleOf: Readonly<Record<string, string>> = {
  'N+1 queries': 'n-plus-one',
  'broken function': 'broken-function',
  'circular dependency': 'circular-dependency',
  'code style': 'code-style',
  'dead code': 'dead-code',
  'disconnected module': 'disconnected-module',
  'hidden warning': 'hidden-warning',
  'high variance': 'high-variance',
  'listener leak': 'listener-leak',
  'memory growth': 'memory-growth',
  'missing documentation': 'missing-documentation',
  'missing import': 'missing-import',
  'mutable default': 'mutable-default',
  'never called': 'never-called',
  'no cache': 'repeated-calls',
  'repeated calls': 'repeated-calls',
  'sequential awaits': 'sequential-awaits',
  'slow function': 'slow-function',
  'swallowed error': 'swallowed-error',
  'sync I/O in a coroutine': 'sync-io-in-request',
  'sync I/O in a request': 'sync-io-in-request',
  'timer leak': 'timer-leak',
  'undeclared package': 'undeclared-package',
  'unhandled edge': 'unhandled-edge',
};

interface Flaw {
  readonly number: number;
  readonly rule: string;
  readonly names: readonly string[];
  readonly places: readonly { readonly file: string; readonly line: number }[];
}

interface FoundFlaw {
  readonly rule: string;
  readonly severity: string;
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly function: string | null;
}

/** The numbered rows of a sample's FLAWS.md, which says what was planted and where. */
function plantedIn(folder: string): Flaw[] {
  const rows = readFileSync(join(folder, 'FLAWS.md'), 'utf8')
    .split('\n')
    .filter((row) => /^\| \d+ \|/.test(row));
  return rows.map((row) => {
    const [, number = '', kind = '', , , places = '', names = ''] = row.split('|').map((cell) => cell.trim());
    const rule = ruleOf[kind];
    if (rule === undefined) throw new Error(`No rule is known for "${kind}"`);
    const found = [...places.matchAll(/`([^`]+):(\d+)`/g)];
    return {
      number: Number(number),
      rule,
      names: [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
      places: found.map(([, file = '', line]) => ({ file, line: Number(line) })),
    };
  });
}

/** By the place, or by the function: where a row names a call, a finding may name what is called. */
function matches(found: FoundFlaw, { rule, names, places }: Flaw): boolean {
  if (found.rule !== rule) return false;
  const last = found.function?.split('.').at(-1);
  if (last !== undefined && names.includes(last)) return true;
  return places.some(
    ({ file, line }) =>
      found.file === file && found.line <= line && line <= Math.max(found.endLine, found.line),
  );
}

const hasPython =
  spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 8))']).status === 0;

const samples = [
  { sample: 'shop', command: [process.execPath, 'scripts/start.js'], flaws: 30, skip: false },
  { sample: 'datajob', command: ['python3', '-m', 'datajob'], flaws: 28, skip: !hasPython },
];

describe.each(samples)('the analysis of a run of $sample', ({ sample, command, flaws, skip }) => {
  it.skipIf(skip)(
    'finds every planted flaw, and nothing else at high severity',
    async () => {
      const folder = join(temporaryFolder(), sample);
      cpSync(fileURLToPath(new URL(`../../assets/samples/${sample}`, import.meta.url)), folder, {
        recursive: true,
      });
      const { callscape } = commandLineIn(folder);
      const run = await callscape('run', '--level', '2', '--name', 'all', '--', ...command);
      expect(run.code, run.stderr).toBe(0);
      const { stdout, stderr, code } = await callscape('analyze', '--run', 'all', '--format', 'json');
      expect(code, stderr).toBe(0);
      const found = JSON.parse(stdout).findings as FoundFlaw[];
      const planted = plantedIn(folder);
      expect(planted).toHaveLength(flaws);
      const missed = planted.filter((flaw) => !found.some((one) => matches(one, flaw)));
      expect(missed).toEqual([]);
      const grave = found.filter(({ severity }) => severity === 'high' || severity === 'critical');
      const surplus = grave.filter((one) => !planted.some((flaw) => matches(one, flaw)));
      expect(surplus).toEqual([]);
    },
    240_000,
  );
});
