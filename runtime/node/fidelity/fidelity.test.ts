import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type Outcome, pinnedNode, runTraced, runUntraced, systemNode } from '../testing/run-traced.ts';

const cwd = fileURLToPath(new URL('fixtures', import.meta.url));
const programs = globSync('*.{cjs,mjs,ts}', { cwd }).sort();

/** Known limits, by the part of the outcome that differs; `docs/tracer-limits.md` explains them. */
const LIMITS: Record<string, { where: 'all' | 'node20'; field: 'stdout' | 'stderr' }> = {
  // The native stack dump holds addresses, and the wrapper of process.abort.
  'abort.cjs': { where: 'all', field: 'stderr' },
  // The compile hook is one of the ten frames that V8 keeps.
  'error-stacks.cjs': { where: 'node20', field: 'stdout' },
};

function comparable(outcome: Outcome, program: string, isOld: boolean): Partial<Outcome> {
  const limit = LIMITS[program];
  const { stdout, stderr, code, signal } = outcome;
  const all = { stdout, stderr: stderr.replace(/^\(node:\d+\)/gm, '(node:pid)'), code, signal };
  if (!limit || (limit.where === 'node20' && !isOld)) return all;
  return { ...all, [limit.field]: 'not compared' };
}

function compareOn(node: string, isOld: boolean): void {
  // Node 20 cannot run TypeScript.
  const runnable = programs.filter((program) => !isOld || !program.endsWith('.ts'));
  // The older Node takes the other way of loading; one level of it is enough.
  const levels = isOld ? ([2] as const) : ([1, 2] as const);
  test.concurrent.each(runnable)('%s', async (program) => {
    const untraced = comparable(await runUntraced({ cwd, args: [program], node }), program, isOld);
    for (const level of levels) {
      const outcome = await runTraced({ cwd, args: [program], node, config: { level } });
      expect(comparable(outcome, program, isOld), `level ${level}`).toEqual(untraced);
      for (const thread of outcome.threads) {
        expect({ unmatched: thread.unmatched, damaged: thread.damaged }).toEqual({
          unmatched: 0,
          damaged: 0,
        });
      }
    }
  });
}

describe('a traced program does what it does untraced, on the pinned Node', () => {
  compareOn(pinnedNode, false);
});

describe.skipIf(!systemNode)(
  "a traced program does what it does untraced, on the system's older Node",
  () => {
    compareOn(systemNode ?? pinnedNode, true);
  },
);
