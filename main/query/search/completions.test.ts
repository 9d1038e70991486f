import fc from 'fast-check';
import { expect, it } from 'vitest';
import { recordingOf } from '../../store/testing/recording.ts';
import { SpoolBuilder } from '../../store/testing/spool-builder.ts';
import { ask } from '../testing/ask.ts';

/** No more values than these are listed. */
const MOST = 50;

it('what completes a function or a file is what the recording has of it, those that begin so first', () => {
  const word = fc.stringMatching(/^[abAB]{1,4}$/);
  fc.assert(
    fc.property(
      fc.array(fc.record({ name: word, file: word }), { minLength: 1, maxLength: 70 }),
      fc.stringMatching(/^[abAB]{0,2}$/),
      (functions, begun) => {
        const events = functions.map((_, fn) => ({ op: 'enter', fn, at: 10 * fn }) as const);
        const file = recordingOf(new SpoolBuilder().functions(functions).events(events).end());
        for (const [field, values] of [
          ['function', functions.map(({ name }) => name)],
          ['file', functions.map((f) => f.file)],
        ] as const) {
          const query = `${field}:${begun}`;
          const { items } = ask(file, 'searchCompletions', { query, cursor: query.length });
          const part = begun.toLowerCase();
          const fitting = [...new Set(values)].filter((value) => value.toLowerCase().includes(part)).sort();
          const begins = (value: string) => value.toLowerCase().startsWith(part);
          const expected = [
            ...fitting.filter((value) => begins(value)),
            ...fitting.filter((value) => !begins(value)),
          ];
          expect(items.map((item) => item.text)).toEqual(expected.slice(0, MOST));
        }
      },
    ),
    { numRuns: 15 },
  );
});
