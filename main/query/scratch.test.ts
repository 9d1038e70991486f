import { describe, expect, it } from 'vitest';
import { Scratch } from './scratch.ts';

const LARGE = 1_000;

describe('memory that a query borrows', () => {
  it('is zeros, also when it was used before', () => {
    const scratch = new Scratch();
    for (let i = 0; i < 3; i++) {
      const columns = [scratch.uint8(LARGE), scratch.int32(LARGE), scratch.float64(LARGE)];
      for (const column of columns) expect(column.every((value) => value === 0)).toBe(true);
      for (const column of columns) column.fill(7);
      scratch.release();
    }
  });

  it('is of one column alone, also where several large ones lie side by side', () => {
    const scratch = new Scratch();
    for (let again = 0; again < 2; again++) {
      const [bytes, numbers] = [scratch.uint8(300_001), scratch.float64(100_000)];
      const more = [scratch.int32(5_000_000), scratch.float64(5_000_000)];
      bytes.fill(1);
      numbers.fill(2);
      expect(more.map((column) => [column.length, column[0], column.at(-1)])).toEqual([
        [5_000_000, 0, 0],
        [5_000_000, 0, 0],
      ]);
      expect([bytes.length, bytes.at(-1), numbers.length, numbers[0]]).toEqual([300_001, 1, 100_000, 2]);
      scratch.release();
      expect([bytes, numbers, ...more].map(({ length }) => length)).toEqual([0, 0, 0, 0]);
    }
  });

  it('is given back at once, that of its parts too', () => {
    const scratch = new Scratch();
    const own = scratch.float64(LARGE);
    const part = scratch.part().int32(LARGE);
    scratch.release();
    expect([own.length, part.length]).toEqual([0, 0]);
  });

  it('can be given back part by part', () => {
    const scratch = new Scratch();
    const own = scratch.int32(LARGE);
    const first = scratch.part();
    const column = first.int32(LARGE);
    first.release();
    expect([own.length, column.length]).toEqual([LARGE, 0]);
  });

  it('is lent to a piece of work, and taken back when that fails', () => {
    const scratch = new Scratch();
    const lent: Int32Array[] = [];
    const failing = () =>
      scratch.within((part) => {
        lent.push(part.int32(LARGE));
        throw new Error('failed');
      });
    expect(failing).toThrow('failed');
    expect(lent[0]?.length).toBe(0);
  });
});
