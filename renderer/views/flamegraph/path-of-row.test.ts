import { describe, expect, it } from 'vitest';
import { flameLayout, sandwichLayout } from '../../canvas/index.ts';
import { callTreeFromText } from '../../canvas/testing/notation.ts';
import { firstFlameSettings } from './flame-settings.ts';
import { pathOfRow } from './path-of-row.ts';

// Functions are letters: a is 0.
const layout = flameLayout(
  callTreeFromText(`
  a 20
    b 12
      c 4`),
);
const row = (name: string): number => layout.table.function.indexOf(name.charCodeAt(0) - 97);
const drop = { kind: 'drop-function', function: 9 } as const;
const settings = { ...firstFlameSettings, transforms: [drop] };
const of = (change: Partial<typeof settings>, at: number, scope = {}) =>
  pathOfRow(layout, at, { ...settings, ...change }, -1, scope);

describe('the calls that a row of the flame graph stands for', () => {
  it('are those on the path to it, in the scope that is shown', () => {
    const scope = { thread: 1, range: { startNs: 5, endNs: 9 } };
    expect(of({}, row('c'), scope)).toEqual({ ...scope, path: [0, 1, 2], transforms: [drop] });
    expect(of({ order: 'first-call', by: 'calls' }, row('a'))).toEqual({ path: [0], transforms: [drop] });
  });

  it('are bottom-up those whose function is the first of the path', () => {
    const transforms = [drop, { kind: 'invert' }];
    expect(of({ order: 'bottom-up' }, row('c'))).toEqual({ path: [0, 1, 2], transforms });
  });

  it('are none for the whole, for two runs and for bytes', () => {
    expect(of({}, 0)).toBeNull();
    expect(of({ base: 'r1' }, row('c'))).toBeNull();
    expect(of({ by: 'memory' }, row('c'))).toBeNull();
    expect(of({}, layout.table.length)).toBeNull();
  });

  it('are in a sandwich those of the middle that came from a caller, or those below it', () => {
    const [callers, callees] = [callTreeFromText('a 6\n  b 6'), callTreeFromText('d 5\n  e 5')];
    const sandwich = sandwichLayout(callers, callees);
    const asked = (at: number) => pathOfRow(sandwich, at, { ...settings, order: 'sandwich' }, 7, {});
    const at = (fn: number) => sandwich.table.function.indexOf(fn);
    const [inverted, focused] = [{ kind: 'invert' }, { kind: 'focus-function', function: 7 }];
    expect(asked(at(1))).toEqual({ path: [7, 0, 1], transforms: [drop, inverted] });
    expect(asked(at(4))).toEqual({ path: [7, 3, 4], transforms: [drop, focused] });
    expect(asked(0)).toEqual({ path: [7], transforms: [drop, inverted] });
  });
});
