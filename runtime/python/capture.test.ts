import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { DisplayValue } from '../format/index.ts';
import type { TestSpan } from '../node/testing/read-spools.ts';
import { findPythons } from './testing/pythons.ts';
import { buildRecorder, runTraced } from './testing/run-python.ts';

const folder = fileURLToPath(new URL('fixtures/capture', import.meta.url));
const pythons = findPythons();
const binary = pythons[0] && buildRecorder(pythons[0]);
const recorders = (['native', 'python'] as const).filter((one) => one === 'python' || binary);

const map = (...entries: [DisplayValue, DisplayValue][]) => ({
  type: 'map',
  length: entries.length,
  entries,
});
const array = (...items: unknown[]) => ({ type: 'array', length: items.length, items });
const object = (className: string, keys: number, ...entries: [string, unknown][]) => ({
  type: 'object',
  className,
  keys,
  entries,
});
const bytes = (className: string, length: number) => ({ type: 'typed-array', className, length, items: [] });

/** What `values.py` hands to `take`, in its order. */
const KNOWN: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  8388607,
  -8388608,
  8388608,
  -2147483648,
  4294967296,
  { type: 'bigint', text: String(2n ** 60n) },
  { type: 'bigint', text: String(-(2n ** 70n)) },
  { type: 'bigint', text: 'large' },
  1.5,
  { type: 'number', text: '-0' },
  { type: 'number', text: 'Infinity' },
  '',
  'text',
  '日本 😀',
  '?',
  { type: 'string', text: 'x'.repeat(1024), length: 2000 },
  bytes('bytes', 5),
  bytes('bytearray', 3),
  array(1, 'a'),
  { type: 'tuple', length: 2, items: [1, { type: 'tuple', length: 1, items: [2] }] },
  map(['k', 1], ['Authorization', { type: 'redacted' }], [3, null]),
  { type: 'set', length: 1, items: [7] },
  { type: 'set', length: 0, items: [] },
  array(1, { type: 'reference', up: 1 }),
  object('Trap', 2, ['name', 't'], ['password', { type: 'redacted' }]),
  map(['a', 1]),
  object('Slots', 2, ['a', 1], ['token', { type: 'redacted' }]),
  'sub',
  3,
  { type: 'tuple', length: 2, items: [1, 2] },
  { type: 'function', name: 'take' },
  { type: 'function', name: 'len' },
  { type: 'class', name: 'Trap' },
  { type: 'class', name: 'int' },
  { type: 'regexp', text: 'a+' },
  { type: 'date', ms: Date.UTC(2020, 0, 2) },
  { type: 'opaque', className: 'object' },
  { type: 'opaque', className: 'list_iterator' },
  { type: 'array', length: 40, items: Array.from({ length: 16 }, (_, i) => i) },
  array(array(array(array({ type: 'cut', className: 'list' })))),
  { type: 'redacted' },
  { type: 'redacted' },
  { type: 'redacted' },
];

const called = (spans: readonly TestSpan[], name: string) => spans.filter((span) => span.name === name);

for (const python of pythons) {
  describe.each(recorders)(`Python ${python.version}, %s recorder`, { timeout: 60_000 }, (recorder) => {
    it('captures values by type, bounded, redacted, and without running code of the app', async () => {
      const { code, stderr, threads } = await runTraced({
        python,
        args: [join(folder, 'values.py')],
        cwd: folder,
        recorder,
      });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const spans = threads[0]?.spans ?? [];
      expect(called(spans, 'take').map((span) => span.params?.[0])).toEqual(KNOWN);
      expect(called(spans, 'named')[0]?.params).toEqual([
        { type: 'redacted' },
        1,
        { type: 'tuple', length: 2, items: [2, 3] },
        { type: 'redacted' },
        map(['session_id', { type: 'redacted' }], ['other', 5]),
      ]);
      expect(called(spans, 'fail')[0]?.error).toEqual({
        type: 'error',
        className: 'Broken',
        message: 'why',
        stack: '',
        cause: { type: 'error', className: 'ValueError', message: 'cause', stack: '', cause: null },
      });
      expect(threads[0]?.counters?.truncatedValues).toBe(3);
      expect(threads[0]?.counters?.redactedValues).toBe(9);
    });
  });

  it.skipIf(!binary)(
    `captures with Python ${python.version} what the recorder in C does, also when the allowance is used up`,
    { timeout: 60_000 },
    async () => {
      const [native, other] = await Promise.all(
        (['native', 'python'] as const).map((recorder) =>
          runTraced({ python, args: [join(folder, 'many_values.py')], cwd: folder, recorder }),
        ),
      );
      const seen = [native, other].map((outcome) => {
        expect({ code: outcome?.code, stderr: outcome?.stderr }).toEqual({ code: 0, stderr: '' });
        const thread = outcome?.threads[0];
        const { truncatedValues, redactedValues } = thread?.counters ?? {};
        const spans = (thread?.spans ?? []).map(({ name, params, returned }) => ({ name, params, returned }));
        return { spans, truncatedValues, redactedValues };
      });
      expect(seen[1]).toEqual(seen[0]);
      expect(called(native?.threads[0]?.spans ?? [], 'two')).toHaveLength(1500);
    },
  );
}
