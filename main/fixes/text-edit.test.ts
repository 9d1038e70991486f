import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, findConflict, type TextEdit } from './text-edit.ts';

const edit = (start: number, end: number, text: string): TextEdit => ({ start, end, text });

describe('edits of a text', () => {
  it('are made where the analysed text has their places, in whatever order they come', () => {
    const edits = [edit(6, 11, 'there'), edit(0, 0, '> '), edit(5, 6, ', ')];
    expect(applyEdits('hello world', edits)).toBe('> hello, there');
    expect(applyEdits('hello world', edits.toReversed())).toBe('> hello, there');
  });

  it('that insert at one place keep their order', () => {
    expect(applyEdits('ab', [edit(1, 1, '1'), edit(1, 1, '2')])).toBe('a12b');
  });

  it.each([
    ['two that overlap', [edit(0, 3, 'x'), edit(2, 5, 'y')], true],
    ['one within another', [edit(0, 9, 'x'), edit(2, 3, '')], true],
    ['an insertion within a replacement', [edit(0, 3, 'x'), edit(1, 1, 'y')], true],
    ['the same replacement twice', [edit(0, 3, 'x'), edit(0, 3, 'x')], true],
    ['neighbours', [edit(0, 3, 'x'), edit(3, 5, 'y')], false],
    ['an insertion at the edge of a replacement', [edit(0, 3, 'x'), edit(3, 3, 'y'), edit(0, 0, 'z')], false],
    ['one behind a long one that covers two', [edit(0, 9, 'x'), edit(1, 2, ''), edit(10, 11, 'y')], true],
  ])('%s are a conflict or not', (_what, edits, isConflict) => {
    expect(findConflict(edits) !== null).toBe(isConflict);
  });

  it('outside of the text are a fault', () => {
    expect(() => applyEdits('ab', [edit(1, 3, '')])).toThrow();
  });

  it('give the same as making them one after the other from the end', () => {
    const texts = fc.string({ maxLength: 30 });
    const edits = fc.array(fc.tuple(fc.nat(30), fc.nat(5), fc.string({ maxLength: 4 })), { maxLength: 6 });
    fc.assert(
      fc.property(texts, edits, (text, raw) => {
        const wanted = raw.map(([at, length, inserted]) => {
          const start = Math.min(at, text.length);
          return edit(start, Math.min(start + length, text.length), inserted);
        });
        fc.pre(findConflict(wanted) === null);
        // Insertions at one place have an order of their own.
        fc.pre(new Set(wanted.map(({ start, end }) => `${start} ${end}`)).size === wanted.length);
        let expected = text;
        for (const one of [...wanted].sort((a, b) => b.start - a.start || b.end - a.end))
          expected = expected.slice(0, one.start) + one.text + expected.slice(one.end);
        expect(applyEdits(text, wanted)).toBe(expected);
      }),
    );
  });
});
