import { expect, it } from 'vitest';
import { describeUnseen, unseenFunctions } from './unseen.ts';

const names = {
  ...{ length: 4, name: ['a', 'b', 'c', 'd'], file: new Int32Array(4), files: ['x.js'] },
  line: Int32Array.of(1, 2, 3, 4),
};
const functions = { calls: Float64Array.of(20, 4000, 0) };

it('functions without a box say why, those called most first', () => {
  const counted = Float64Array.of(5, 4000, 0);
  const unseen = unseenFunctions(Int32Array.of(0, 1, 2, 3), names, functions, counted, (code) =>
    code === 3 ? -1 : code,
  );
  expect(unseen.map(describeUnseen)).toEqual([
    'b, 4,000 calls, only counted, to keep the tracer cheap: no call has times',
    'a, 20 calls, too narrow to be drawn, or not in what is shown',
    'c, 0 calls, not called',
    'd, 0 calls, only in the other run',
  ]);
  expect(unseen[0]).toMatchObject({ code: 1, fn: 1, place: 'x.js:2', calls: 4000 });
  expect(unseen.filter(({ isCounted }) => isCounted).map(({ name }) => name)).toEqual(['b']);
  expect(unseen.filter(({ isSought }) => isSought).map(({ name }) => name)).toEqual(['a']);
});

it('in a graph by memory, functions are missing that the profile has nothing of', () => {
  const bytes = Float64Array.of(0, 512, 0);
  const memory = { measure: 'allocated', selfBytes: bytes, totalBytes: bytes } as const;
  const counted = Float64Array.of(0, 4000, 0);
  const codes = Int32Array.of(0, 1);
  const unseen = unseenFunctions(codes, names, { ...functions, memory }, counted, (code) => code, true);
  expect(unseen.map(describeUnseen)).toEqual([
    'b, 4,000 calls, too narrow to be drawn, or not in what is shown',
    'a, 20 calls, nothing in the profile of memory',
  ]);
  expect(unseen.filter(({ isSought }) => isSought).map(({ name }) => name)).toEqual(['b']);
});
