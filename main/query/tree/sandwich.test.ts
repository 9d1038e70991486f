import { describe, expect, it } from 'vitest';
import type { CallTreeTable, CallTreeTransform } from '#contract';
import { drawThread } from '../../store/testing/call-tree-notation.ts';
import { recordingOf } from '../../store/testing/recording.ts';
import { SpoolBuilder } from '../../store/testing/spool-builder.ts';
import { ask } from '../testing/ask.ts';

const { functions, events } = drawThread(`
  main 0-100
    wrap 0-60
      work 10-50
        note 20-30
    work 70-90
`);
const names = functions.map(({ name }) => name);
const file = recordingOf(new SpoolBuilder().functions(functions).events(events).end());
const index = (name: string) => ask(file, 'functions', {}).name.indexOf(name);

function around(...transforms: CallTreeTransform[]): { callers: string[]; callees: string[] } {
  const own = ask(file, 'functions', {}).name;
  const rows = (table: CallTreeTable) =>
    Array.from({ length: table.length }, (_, row) => {
      const name = own[table.function[row] as number];
      return `${'  '.repeat(table.depth[row] as number)}${name} ${table.totalNs[row]}`;
    });
  const answer = ask(file, 'sandwich', { function: index('work'), minShare: 0, transforms });
  return { callers: rows(answer.callers), callees: rows(answer.callees) };
}

describe('a sandwich of a tree that was transformed', () => {
  it('is of the whole tree when nothing was done to it', () => {
    expect(names).toContain('wrap');
    expect(around()).toEqual({
      callers: ['work 60', '  wrap 40', '    main 40', '  main 20'],
      callees: ['work 60', '  note 10'],
    });
  });

  it('has the callers behind one that was merged, and nothing of what was dropped', () => {
    expect(
      around(
        { kind: 'merge-function', function: index('wrap') },
        { kind: 'drop-function', function: index('note') },
      ),
    ).toEqual({ callers: ['work 50', '  main 50'], callees: ['work 50'] });
  });

  it('is empty where the function itself is gone', () => {
    const { callers } = around({ kind: 'drop-function', function: index('work') });
    expect(callers).toEqual(['work 0']);
  });
});
