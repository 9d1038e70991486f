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

async function recorded(python: Python, recorder: 'native' | 'python', config: TraceOptions['config']) {
  const run = { python, args: ['steps.py'], cwd };
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

for (const python of pythons) {
  describe.each(recorders)(`Python ${python.version}, %s recorder`, { timeout: 60_000 }, (recorder) => {
    it('records calls of what is not traced, and awaits, from level 3 on', async () => {
      const calls = recorder === 'native' ? CALLS : AWAITS;
      for (const level of [3, 4, 5] as const) {
        expect(renderThreads([await recorded(python, recorder, { level })])).toBe(calls);
      }
      const kinds = (await recorded(python, recorder, { level: 3 })).spans.map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind === 'await')).toHaveLength(2);
    });

    it('records each statement and what variables hold behind it at level 4', async () => {
      const thread = await recorded(python, recorder, { level: 4 });
      expect(linesOf(thread)).toBe(
        'outer:22 Cart.__init__:9 outer:24 outer:26 outer:27 Cart.add:13 Cart.add:14 Cart.add:15 Cart.add:16 ' +
          'Cart.add:17 Cart.add:18 outer:28 outer:29 outer:30 outer:31 outer:32 outer:33 outer:40 wait:44 wait:45 inner:49',
      );
      expect(numbersOf(thread)).toEqual([
        '5 Cart.add price 1',
        '7 Cart.add self.total 1',
        '8 Cart.add one 2',
        '9 Cart.add price 3',
        '10 module counted 1',
        '11 outer size 3',
        '14 outer size 1',
      ]);
      const named = (name: string) => thread.sets.find((set) => set.name === name)?.value;
      expect(named('error')).toMatchObject({ type: 'error', className: 'JSONDecodeError' });
      expect(named('values')).toMatchObject({ type: 'array', items: [2, 11] });
      expect(named('cart')).toMatchObject({ type: 'object', className: 'Cart', keys: 1 });
    });

    it('records every line that runs at level 5', async () => {
      const thread = await recorded(python, recorder, { level: 5 });
      expect(linesOf(thread)).toBe(
        'outer:22 Cart.__init__:9 outer:24 outer:25 outer:26 outer:27 Cart.add:13 Cart.add:14 Cart.add:15 Cart.add:16 ' +
          'Cart.add:17 Cart.add:18 outer:28 outer:29 outer:30 outer:31 outer:32 outer:33 outer:35 outer:36 outer:34 ' +
          'outer:34 outer:40 wait:44 wait:45 inner:49',
      );
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
