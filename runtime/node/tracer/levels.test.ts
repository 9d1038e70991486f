import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { TestThread } from '../testing/read-spools.ts';
import { runTraced } from '../testing/run-traced.ts';

const cwd = fileURLToPath(new URL('fixtures/levels', import.meta.url));

test('a function has the level of the nearest rule, and the recording says which rule that was', async () => {
  const outcome = await runTraced({
    cwd,
    args: ['main.cjs'],
    config: {
      level: 0,
      levelFrom: 'project',
      levels: {
        languages: { javascript: 2 },
        files: { 'main.*': 1 },
        functions: { off: 0, valued: 2, 'main.cjs#Cart.total': 2 },
      },
    },
  });
  expect(outcome).toMatchObject({ code: 0, stderr: '' });
  const { functions, spans } = outcome.threads[0] as TestThread;
  expect(functions.map(({ name, level, rule }) => ({ name, level, rule }))).toEqual([
    { name: 'timed', level: 1, rule: 'file:main.*' },
    { name: 'valued', level: 2, rule: 'function:valued' },
    { name: 'Cart.total', level: 2, rule: 'function:main.cjs#Cart.total' },
    { name: 'elsewhere', level: 2, rule: 'language:javascript' },
  ]);
  expect(spans.map(({ name, params, returned }) => ({ name, params, returned }))).toEqual([
    { name: 'timed' },
    { name: 'valued', params: ['value'], returned: 'value' },
    { name: 'Cart.total', params: [1, 2], returned: 3 },
    { name: 'elsewhere', returned: 'elsewhere' },
  ]);
});

test('where no rule says more the level is what the run asked for', async () => {
  const config = { level: 1, levelFrom: 'run' } as const;
  const { threads } = await runTraced({ cwd, args: ['main.cjs'], config });
  expect(threads[0]?.functions[0]).toMatchObject({ name: 'off', level: 1, rule: 'run' });
});
