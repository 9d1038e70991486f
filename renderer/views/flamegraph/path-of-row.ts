import type { CallScope, DurationsRequest } from '#contract';
import { type FlameLayout, pathOf } from '../../canvas/index.ts';
import type { FlameSettings } from './flame-settings.ts';

type Shown = Pick<FlameSettings, 'order' | 'by' | 'base' | 'transforms'>;

/**
 * What names the calls of a row to the engine; `null` where a row stands for no calls: the whole, a row of two runs, bytes.
 * @param middle the function in the middle of a sandwich: above it stand its callers, below it what it called
 */
export function pathOfRow(
  { table, lane }: FlameLayout,
  row: number,
  { order, by, base, transforms }: Shown,
  middle: number,
  scope: CallScope,
): Omit<DurationsRequest, 'run'> | null {
  if (base !== null || by === 'memory' || row >= table.length) return null;
  const path = pathOf(table, row).map((each) => table.function[each] as number);
  if (order === 'sandwich') {
    const isAbove = (lane[row] as number) <= (lane[0] as number);
    const last = isAbove
      ? ({ kind: 'invert' } as const)
      : ({ kind: 'focus-function', function: middle } as const);
    return { ...scope, path: [middle, ...path], transforms: [...transforms, last] };
  }
  if (path.length === 0) return null;
  return {
    ...{ ...scope, path },
    transforms: order === 'bottom-up' ? [...transforms, { kind: 'invert' }] : transforms,
  };
}
