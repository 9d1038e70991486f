import type { CallTreeTable } from '#contract';
import { pathOf } from '../../canvas/index.ts';
import type { TransformAction } from './flame-keys.ts';
import type { PlainTransform } from './flame-settings.ts';
import { type FunctionNames, nameOfCode } from './function-names.ts';

/** What can be done to a tree from one of its rows. */
export interface Offer {
  readonly transform: PlainTransform;
  readonly action: TransformAction;
  readonly title: string;
  readonly detail: string;
}

/**
 * The transforms that a row offers, as they stand in the menu. In a tree that is upside down a path means something else than it
 * does in the tree that the transforms see, so those of a single row are left out there.
 */
export function offersOf(
  table: CallTreeTable,
  row: number,
  { file, files }: FunctionNames,
  isUpsideDown: boolean,
): readonly Offer[] {
  const fn = table.function[row] as number;
  if (fn === -1) return [];
  const path = pathOf(table, row).map((each) => table.function[each] as number);
  const ofRow: Offer[] = [
    {
      ...{
        transform: { kind: 'focus-subtree', path },
        action: 'focus-call',
        title: 'Focus on this call only',
      },
      detail: 'Only the calls that came this way, and what they called',
    },
    {
      ...{
        transform: { kind: 'merge-node', path },
        action: 'merge-call',
        title: 'Merge this call into its caller',
      },
      detail: 'Its own time goes to the caller; other calls of the function stay',
    },
  ];
  const offers: Offer[] = [
    {
      ...{
        transform: { kind: 'focus-function', function: fn },
        action: 'focus-function',
        title: 'Focus on the function',
      },
      detail: 'All its calls, wherever they came from',
    },
    {
      ...{
        transform: { kind: 'merge-function', function: fn },
        action: 'merge-function',
        title: 'Merge the function',
      },
      detail: 'It disappears, and its callers get its own time',
    },
    {
      ...{
        transform: { kind: 'drop-function', function: fn },
        action: 'drop-function',
        title: 'Drop the function',
      },
      detail: 'It disappears with all that it called, and their time with them',
    },
    {
      transform: { kind: 'collapse-recursion', function: fn, direct: false },
      ...{ action: 'collapse-recursion', title: 'Collapse its recursion' },
      detail: 'Calls of it below itself become one',
    },
    {
      transform: { kind: 'collapse-recursion', function: fn, direct: true },
      ...{ action: 'collapse-direct-recursion', title: 'Collapse its direct recursion' },
      detail: 'Only calls that it made of itself',
    },
  ];
  const inFile = fn <= -2 ? -2 - fn : (file[fn] ?? -1);
  if (fn >= 0 && files[inFile] !== undefined) {
    offers.push({
      ...{
        transform: { kind: 'collapse-file', file: inFile },
        action: 'collapse-file',
        title: 'Collapse its file',
      },
      detail: `Neighbouring calls within ${files[inFile]} become one`,
    });
  }
  return isUpsideDown
    ? offers
    : [...ofRow.slice(0, 1), ...offers.slice(0, 1), ...ofRow.slice(1), ...offers.slice(1)];
}

/**
 * A transform as another table of functions has it; `null` where that lacks one of its functions. `codeOf`: the function there, -1
 * for none. What is merged over a file keeps its code: files are the same in both.
 */
export function recoded(transform: PlainTransform, codeOf: (fn: number) => number): PlainTransform | null {
  const there = (code: number) => (code < 0 ? code : codeOf(code));
  if (transform.kind === 'collapse-file') return transform;
  if (!('path' in transform)) {
    const fn = there(transform.function);
    return fn === -1 ? null : { ...transform, function: fn };
  }
  const path = transform.path.map(there);
  return path.includes(-1) ? null : { ...transform, path };
}

/** What a transform did, as it stands in the trail. */
export function describeTransform(transform: PlainTransform, names: FunctionNames): string {
  const name = (code: number) => nameOfCode(code, names);
  switch (transform.kind) {
    case 'focus-function':
      return `Focus on ${name(transform.function)}`;
    case 'focus-subtree':
      return `Only ${name(transform.path.at(-1) as number)} by this way`;
    case 'merge-function':
      return `Merged ${name(transform.function)}`;
    case 'merge-node':
      return `Merged one ${name(transform.path.at(-1) as number)}`;
    case 'drop-function':
      return `Without ${name(transform.function)}`;
    case 'collapse-recursion':
      return `${transform.direct ? 'Direct recursion' : 'Recursion'} of ${name(transform.function)} collapsed`;
    case 'collapse-file':
      return `${names.files[transform.file] ?? ''} collapsed`;
  }
}
