import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firstTraceSettings, sequenceLanes, traceShapes, traceText } from './trace-settings.ts';

const span = fc.option(fc.stringMatching(/^[0-9a-f]{16}$/));

it('what the address says of a trace is read back as it was written', () => {
  const settings = fc.record({
    show: fc.constantFrom(...traceShapes),
    of: span,
    alone: fc.boolean(),
    lanes: fc.constantFrom(...sequenceLanes),
    other: span,
  });
  fc.assert(
    fc.property(settings, (each) => {
      expect(traceText.read(traceText.write(each))).toEqual(each);
    }),
  );
  expect(traceText.write(firstTraceSettings)).toBe('');
  expect(traceText.read('of:nothing;lanes:cars')).toEqual(firstTraceSettings);
});
