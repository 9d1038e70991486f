import { describe, expect, it } from 'vitest';
import { type ContractError, isContractError, type QueryProblem } from '#contract';
import { drawThread } from '../../store/testing/call-tree-notation.ts';
import { recordingOf } from '../../store/testing/recording.ts';
import { SpoolBuilder } from '../../store/testing/spool-builder.ts';
import { ask } from '../testing/ask.ts';
import { EVERYTHING, parse } from './parser.ts';

function problemIn(query: string): QueryProblem & { message: string } {
  try {
    parse(query);
  } catch (error) {
    expect(isContractError(error, 'refused')).toBe(true);
    return { ...((error as ContractError).data as QueryProblem), message: (error as ContractError).message };
  }
  throw new Error(`"${query}" was read`);
}

describe('a query', () => {
  it('binds NOT before AND before OR, and reads terms side by side as AND', () => {
    const text = (t: string) => ({ kind: 'text', text: { how: 'contains', text: t } });
    expect(parse('a b OR NOT c')).toEqual({
      kind: 'or',
      parts: [
        { kind: 'and', parts: [text('a'), text('b')] },
        { kind: 'not', part: text('c') },
      ],
    });
    expect(parse('a (b OR c)')).toEqual({
      kind: 'and',
      parts: [text('a'), { kind: 'or', parts: [text('b'), text('c')] }],
    });
    expect(parse('-(a AND b)')).toMatchObject({ kind: 'not' });
    expect(parse('  ')).toEqual(EVERYTHING);
  });

  it('reads times with their units, quotes with escapes, and a minus inside a word', () => {
    expect(parse('duration>1.5ms')).toEqual({
      kind: 'number',
      field: 'duration',
      operator: '>',
      than: 1.5e6,
    });
    expect(parse('self<=2s')).toMatchObject({ than: 2e9 });
    expect(parse('start:3us')).toMatchObject({ operator: '=', than: 3000 });
    expect(parse('"say \\"hi\\""')).toMatchObject({ text: { text: 'say "hi"' } });
    expect(parse('file:my-file.js')).toMatchObject({ text: { text: 'my-file.js' } });
    expect(parse('function:get*')).toMatchObject({ text: { how: 'glob', text: 'get*' } });
  });

  it('says where it cannot be read, and what it expected there', () => {
    expect(problemIn('duration>fast')).toMatchObject({ at: 9, expected: ['a time such as 5ms'] });
    expect(problemIn('duration>fast').message).toBe(
      '"fast" is not a time such as 5ms (units: ns, us, ms, s, min), at position 10 of the query.',
    );
    expect(problemIn('a (b OR')).toMatchObject({ at: 7 });
    expect(problemIn('a (b OR c')).toMatchObject({ at: 9, expected: [')'] });
    expect(problemIn('a )')).toMatchObject({ at: 2 });
    expect(problemIn('funktion:x')).toMatchObject({ at: 0 });
    expect(problemIn('function:')).toMatchObject({ at: 9, expected: ['a text'] });
    expect(problemIn('function: x')).toMatchObject({ at: 9 });
    expect(problemIn('function>x')).toMatchObject({ at: 8, expected: [':'] });
    expect(problemIn('say "hi')).toMatchObject({ at: 7, expected: ['"'] });
    expect(problemIn('status:late')).toMatchObject({ at: 7 });
    expect(problemIn('depth>2ms')).toMatchObject({ at: 6, expected: ['a number'] });
    expect(problemIn('NOT')).toMatchObject({ at: 3 });
    expect(problemIn('('.repeat(5000))).toMatchObject({ at: 100 });
  });
});

describe('what completes a query', () => {
  const { functions, events } = drawThread('main 0-10\n  load 1-2\n  loadAll 3-4');
  const file = recordingOf(new SpoolBuilder().functions(functions).events(events).end());
  const at = (query: string, cursor = query.length) => {
    const { from, to, items } = ask(file, 'searchCompletions', { query, cursor });
    return { from, to, texts: items.map((item) => item.text) };
  };

  it('is a field, or a value that the recording has, in place of what is begun', () => {
    expect(at('dur')).toEqual({ from: 0, to: 3, texts: ['duration>'] });
    expect(at('a function:lo')).toMatchObject({ from: 11, to: 13 });
    expect(at('a function:lo').texts).toContain('load');
    expect(at('function:')).toMatchObject({ from: 9, to: 9 });
    expect(at('status:e').texts).toEqual(['error', 'incomplete', 'unfinished']);
    expect(at('function:xyz').texts).toEqual([]);
    expect(at('function:load x', 11)).toMatchObject({ from: 9, to: 13 });
    expect(at('').texts).toHaveLength(11);
  });

  it('comes with the problem that the query has as it stands', () => {
    const ofQuery = (query: string) =>
      ask(file, 'searchCompletions', { query, cursor: query.length }).problem;
    expect(ofQuery('function:load')).toBeNull();
    expect(ofQuery('function:')).toMatchObject({ at: 9, expected: ['a text'] });
    expect(ofQuery('"half')?.message).toMatch(/closing quote/);
  });
});
