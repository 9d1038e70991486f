import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { TestThread } from '../testing/read-spools.ts';
import { runTraced } from '../testing/run-traced.ts';

const cwd = fileURLToPath(new URL('fixtures/detail', import.meta.url));

/** Lines and what they set, and those of the next body, or of one further out, in brackets. */
function listing({ steps, sets }: TestThread): string[] {
  const lines = steps.map(({ span, line }) => `${span.name} ${line}`);
  for (const { step, owner, name, value } of sets) {
    const at = step - 1;
    const own = steps[at]?.span === owner ? '' : `${owner?.name ?? 'module'}.`;
    // What a body begins with stands before its first step.
    if (owner && steps[at]?.span !== owner && steps[step]?.span === owner)
      lines[step] = `${lines[step]} (${name}=${shown(value)})`;
    else lines[at] += ` ${own}${name}=${shown(value)}`;
  }
  return lines;
}

function shown(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const { type, items, className } = value as { type: string; items?: unknown[]; className?: string };
  return items ? `[${items.map(shown).join()}]` : (className ?? type);
}

const LEVEL_5 = `
Cart.add 4 (item="apple") this.last="apple"
Cart.add 5
later 32 value=4
later 33
sum 9 (list=[1,2]) (scale=1) result=0
sum 10
sum 10 i=0
sum 11 result=1 list=[1,2] i=1
sum 10 i=1
sum 11 result=3 list=[1,2] i=2
sum 10 list=[1,2]
sum 12 twice=function
sum 13
sum.twice 12
sum 14 (result=6) module.total=6
sum 15
sum 16
sum 16 list=[1,2,6]
sum 17 x=1 y=2
sum 18 x=2 y=1
sum 19 left=2
sum 20 left=1
sum 20 x=3
sum 20 left=0
sum 20 x=4
sum 20 left=-1
sum 21
sum 23 kind="small"
sum 24
sum 24 name="a"
sum 24
sum 25
sum 26 error=TypeError
sum 28
later 34 (value=8)
<anonymous> 37 (value=8)
`;

/** Without the tests of loops, and with what a statement set at its end. */
const LEVEL_4 = `
Cart.add 4 (item="apple")
Cart.add 5
later 32 value=4
later 33
sum 9 (list=[1,2]) (scale=1) result=0
sum 10 i=0
sum 11 result=1 list=[1,2] i=1
sum 11 result=3 list=[1,2] list=[1,2]
sum 12 twice=function
sum 13
sum.twice 12
sum 14 (result=6) module.total=6
sum 15
sum 16
sum 16 list=[1,2,6]
sum 17 x=1 y=2
sum 18 x=2 y=1
sum 19 left=2
sum 20 left=1
sum 20 x=3 left=0
sum 20 x=4 left=-1
sum 21 kind="small"
sum 24 name="a"
sum 24
sum 25
sum 26 error=TypeError
sum 28
later 34 (value=8)
<anonymous> 37 (value=8)
`;

describe('steps', () => {
  test.each(['bounded', 'exact'] as const)(
    'level 5 tells each line and each assignment, with the %s clock',
    async (clock) => {
      const outcome = await runTraced({ cwd, args: ['steps.cjs'], config: { level: 5, clock } });
      expect(outcome).toMatchObject({ code: 0, stderr: '', stdout: '8 6\n' });
      const thread = outcome.threads[0] as TestThread;
      expect(thread).toMatchObject({ unmatched: 0, damaged: 0 });
      expect(`\n${listing(thread).join('\n')}\n`).toBe(LEVEL_5);
    },
  );

  test('level 4 tells what variables hold behind each statement', async () => {
    const { threads } = await runTraced({ cwd, args: ['steps.cjs'], config: { level: 4 } });
    expect(`\n${listing(threads[0] as TestThread).join('\n')}\n`).toBe(LEVEL_4);
  });
});
