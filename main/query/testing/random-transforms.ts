import fc from 'fast-check';
import type { CallTreeTransform } from '#contract';
import { FILES, NAMES } from './random-recordings.ts';

const fn = fc.nat(NAMES.length - 1);

/** A transform that any tree has an answer to, by functions and files of the model. */
export const randomTransform: fc.Arbitrary<CallTreeTransform> = fc.oneof(
  fn.map((f) => ({ kind: 'focus-function', function: f }) as const),
  fn.map((f) => ({ kind: 'merge-function', function: f }) as const),
  fn.map((f) => ({ kind: 'drop-function', function: f }) as const),
  fc
    .tuple(fn, fc.boolean())
    .map(([f, direct]) => ({ kind: 'collapse-recursion', function: f, direct }) as const),
  fc.nat(FILES.length - 1).map((file) => ({ kind: 'collapse-file', file }) as const),
);
