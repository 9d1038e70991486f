import { describe, expect, it } from 'vitest';
import { drawThread } from '../../store/testing/call-tree-notation.ts';
import { recordingOf } from '../../store/testing/recording.ts';
import { SpoolBuilder } from '../../store/testing/spool-builder.ts';
import { ask } from '../testing/ask.ts';

const { functions, events } = drawThread(`
  main 0-100
    once 0-60
      leaf 10-20
    often 60-62
    often 62-64
    often 64-66
`);
const names = functions.map(({ name }) => name);
const file = recordingOf(new SpoolBuilder().functions(functions).events(events).end());

/** Names and widths of the rows from top to bottom. */
function widths(by: 'total' | 'self' | 'calls', inverted = false, minShare = 0): string[] {
  const transforms = inverted ? [{ kind: 'invert' } as const] : [];
  const table = ask(file, 'callTree', { order: 'left-heavy', minShare, by, transforms });
  const rows = Array.from({ length: table.length }, (_, row) => row);
  return rows.map((row) => `${names[table.function[row] as number] ?? 'all'} ${table.weight[row]}`);
}

describe('the width of a row', () => {
  it('is its total time when nothing else is asked for', () => {
    expect(widths('total')).toEqual(['all 100', 'main 100', 'once 60', 'leaf 10', 'often 6']);
  });

  it('is its self time and that of all below it', () => {
    expect(widths('self')).toEqual(['all 100', 'main 100', 'once 60', 'leaf 10', 'often 6']);
  });

  it('is its calls and those of all below it, and the row with most of them comes first', () => {
    expect(widths('calls')).toEqual(['all 6', 'main 6', 'often 3', 'once 2', 'leaf 1']);
  });

  it('is, bottom-up, the calls that came this way', () => {
    expect(widths('calls', true)).toEqual([
      'all 6',
      'often 3',
      'main 3',
      'main 1',
      'once 1',
      'main 1',
      'leaf 1',
      'once 1',
      'main 1',
    ]);
  });

  it('decides what is too narrow to be shown', () => {
    expect(widths('calls', false, 0.3)).toEqual(['all 6', 'main 6', 'often 3', 'once 2']);
    expect(widths('total', false, 0.3)).toEqual(['all 100', 'main 100', 'once 60']);
  });
});
