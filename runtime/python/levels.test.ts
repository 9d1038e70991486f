import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { TestThread } from '../node/testing/read-spools.ts';
import { findPythons, type Python } from './testing/pythons.ts';
import { renderThreads } from './testing/render-tree.ts';
import { buildRecorder, runPlain, runTraced, type TraceOptions } from './testing/run-python.ts';

const cwd = fileURLToPath(new URL('fixtures/levels', import.meta.url));
const pythons = findPythons();
const binary = pythons[0] && buildRecorder(pythons[0]);
const recorders = (['native', 'python'] as const).filter((one) => one === 'python' || binary);

async function recorded(
  python: Python,
  recorder: 'native' | 'python',
  config: TraceOptions['config'],
  file = 'steps.py',
) {
  const run = { python, args: [file], cwd };
  const [plain, traced] = [await runPlain(run), await runTraced({ ...run, recorder, config: config ?? {} })];
  const { threads, ...seen } = traced;
  expect(seen).toEqual(plain);
  const [thread] = threads as [TestThread];
  expect([thread.unmatched, thread.damaged, thread.skipped]).toEqual([0, 0, []]);
  return thread;
}

const linesOf = ({ steps }: TestThread) => steps.map(({ span, line }) => `${span.name}:${line}`).join(' ');
/** What plain variables held, from which step on. */
const numbersOf = ({ sets }: TestThread) =>
  sets
    .filter(({ value }) => typeof value === 'number')
    .map(({ step, owner, name, value }) => `${step} ${owner?.name ?? 'module'} ${name} ${value}`);

const CALLS = `main
outer
  Cart.__init__
  json.loads !
  Cart.add
    self.items.append
    sum
wait ~1
  await asyncio.sleep ~1
    asyncio.sleep
  await inner
    inner
`;
/** The stand-in for a call would show in the app's frames. */
const AWAITS = CALLS.replaceAll(/^ *(?:json\.loads !|self\.items\.append|sum|asyncio\.sleep)\n/gm, '');
/** With steps the top level of a module is a span, and from there on what it calls. */
const STEPPED = CALLS.replaceAll(/^(?!main$)(.+)$/gm, '  $1')
  .replace('  outer', '<module>\n  outer')
  .replace(/^ {2}wait[\s\S]*/m, (wait) => `  asyncio.run\n${wait.replaceAll(/^(.+)$/gm, '  $1')}`);
const STEPPED_AWAITS = AWAITS.replaceAll(/^(?!main$)(.+)$/gm, '  $1').replace('  outer', '<module>\n  outer');
/** What the top level runs before it calls. */
const TOP = [1, 2, 4, 7, 21, 43, 48, 52].map((line) => `<module>:${line} `).join('');

for (const python of pythons) {
  describe.each(recorders)(`Python ${python.version}, %s recorder`, { timeout: 60_000 }, (recorder) => {
    it('records calls of what is not traced, and awaits, from level 3 on', async () => {
      const [calls, stepped] = recorder === 'native' ? [CALLS, STEPPED] : [AWAITS, STEPPED_AWAITS];
      for (const level of [3, 4, 5] as const) {
        expect(renderThreads([await recorded(python, recorder, { level })])).toBe(
          level === 3 ? calls : stepped,
        );
      }
      const kinds = (await recorded(python, recorder, { level: 3 })).spans.map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind === 'await')).toHaveLength(2);
    });

    it('records each statement and what variables hold behind it at level 4', async () => {
      const thread = await recorded(python, recorder, { level: 4 });
      expect(linesOf(thread)).toBe(
        TOP +
          'outer:22 Cart.__init__:9 outer:24 outer:26 outer:27 Cart.add:13 Cart.add:14 Cart.add:15 Cart.add:16 ' +
          'Cart.add:17 Cart.add:18 outer:28 outer:29 outer:30 outer:31 outer:32 outer:33 outer:40 <module>:53 wait:44 wait:45 inner:49',
      );
      expect(numbersOf(thread)).toEqual([
        '3 module counted 0',
        '13 Cart.add price 1',
        '15 Cart.add self.total 1',
        '16 Cart.add one 2',
        '17 Cart.add price 3',
        '18 module counted 1',
        '19 outer size 3',
        '22 outer size 1',
      ]);
      const named = (name: string) => thread.sets.find((set) => set.name === name)?.value;
      expect(named('error')).toMatchObject({ type: 'error', className: 'JSONDecodeError' });
      expect(named('values')).toMatchObject({ type: 'array', items: [2, 11] });
      expect(named('cart')).toMatchObject({ type: 'object', className: 'Cart', keys: 1 });
    });

    it('records every line that runs at level 5', async () => {
      const thread = await recorded(python, recorder, { level: 5 });
      expect(linesOf(thread)).toBe(
        TOP +
          'outer:22 Cart.__init__:9 outer:24 outer:25 outer:26 outer:27 Cart.add:13 Cart.add:14 Cart.add:15 Cart.add:16 ' +
          'Cart.add:17 Cart.add:18 outer:28 outer:29 outer:30 outer:31 outer:32 outer:33 outer:35 outer:36 outer:34 ' +
          'outer:34 outer:40 <module>:53 wait:44 wait:45 inner:49',
      );
    });

    it('records variables of outer functions where inner ones assign them, and none that may be deleted', async () => {
      const { sets, steps } = await recorded(python, recorder, { level: 4 }, 'nonlocals.py');
      const values = (name: string) =>
        sets
          .filter((set) => set.name === name)
          .map(({ owner, value }) => `${owner?.name ?? 'module'} ${value}`);
      expect(values('count')).toEqual([
        'counter 0',
        'counter.step 1',
        'counter.step 2',
        'counter 2',
        'counter 12',
      ]);
      expect(values('gone')).toEqual([]);
      expect(values('kept')).toEqual(['module 3', 'shadow 1']);
      const top = steps.filter(({ span }) => span.name === '<module>');
      expect(top.map(({ line }) => line)).toEqual([4, 7, 22, 27, 37, 42, 43, 44]);
    });

    it('says of each function at which level it was recorded, and why', async () => {
      const levels = { languages: { python: 1 }, files: {}, functions: { 'Cart.*': 4 } };
      const { functions, steps } = await recorded(python, recorder, { level: 2, levels });
      const known = functions.map(({ name, level, rule }) => `${name} ${level} ${rule}`);
      expect(known).toContain('Cart.add 4 function:Cart.*');
      expect(known).toContain('outer 1 language:python');
      expect(new Set(steps.map(({ span }) => span.name))).toEqual(new Set(['Cart.__init__', 'Cart.add']));
    });
  });
}
