import { useMemo, useState } from 'react';
import type { CallTreeTable, CallWeight, Difference, FunctionTable, RunId, TimeRange } from '#contract';
import { type FlameLayout, flameLayout, sandwichLayout } from '../../canvas/index.ts';
import { type Query, useCallTree, useDifference, useSandwich } from '../../data/index.ts';
import { type DifferenceGraph, differenceGraph } from './difference-graph.ts';
import { type FlameSettings, type PlainTransform, scopeOf } from './flame-settings.ts';
import type { FlameStage } from './flame-stage.ts';
import type { FunctionNames } from './function-names.ts';
import { type NoMemory, noMemory } from './no-memory.ts';
import { finerShare, minShareFor } from './row-of-node.ts';
import { recoded } from './transforms.ts';

/** What is drawn, whatever it was made from. */
export interface Graph {
  readonly query: Pick<Query<unknown>, 'error' | 'exact' | 'retry'>;
  readonly table: CallTreeTable | undefined;
  readonly layout: FlameLayout | null;
  readonly names: FunctionNames;
  /** Set where two runs are compared. */
  readonly difference: DifferenceGraph | null;
  /** The function in the middle of a sandwich; -1: it is none. */
  readonly middle: number;
  /** Why nothing is asked, where the width is to be memory; `null`: it is. */
  readonly missing: NoMemory | null;
  /** After the zoom changed: rows that were too narrow may be needed now. */
  readonly refresh: () => void;
  /** For a search: asks for narrower rows, as long as there are some and they can be drawn at once. */
  readonly deepen: () => void;
}

/** At first what can be seen without zooming; narrower rows are asked for once the person zooms in on them. */
const FIRST_SHARE = minShareFor(1, 2000);
/** With more rows a search asks for no narrower ones. */
const MOST_ROWS = 60_000;

const nothingAsked: Graph['query'] = { error: null, exact: true, retry() {} };

interface Asked {
  readonly run: RunId;
  readonly functions: FunctionTable;
  readonly settings: FlameSettings;
  readonly range: TimeRange | null;
}

export function useGraph({ run, functions, settings, range }: Asked, stage: FlameStage | null): Graph {
  const { order, by, base, transforms } = settings;
  const [minShare, setMinShare] = useState(FIRST_SHARE);
  const scope = scopeOf(settings, range);
  const isSandwich = base === null && order === 'sandwich';
  const middle = isSandwich
    ? (settings.middle ?? mostOf((by === 'memory' && functions.memory?.selfBytes) || functions.selfNs))
    : -1;
  const missing = noMemory(settings, functions, range);
  const asked = missing === null ? run : null;
  const tree = useCallTree(base !== null || isSandwich ? null : asked, {
    ...{ minShare, by, ...scope },
    order: order === 'first-call' ? order : 'left-heavy',
    transforms: order === 'bottom-up' ? [...transforms, { kind: 'invert' }] : transforms,
  });
  const around = useSandwich(isSandwich ? asked : null, {
    ...{ minShare, by, ...scope, transforms },
    function: middle,
  });
  const beside = { minShare, ...(range && { range }) };
  const plain = useDifference(run, base, beside);
  const joined = plain.value?.functions;
  const recodedHere = useMemo(() => recodedFor(transforms, joined), [transforms, joined]);
  const isChanged = recodedHere.length > 0;
  const changed = useDifference(run, isChanged ? base : null, { ...beside, transforms: recodedHere });
  const other = isChanged ? changed : plain;
  const difference = useMemo(() => (other.value ? differenceGraph(other.value) : null), [other.value]);
  const layout = useMemo(() => {
    if (base !== null) return difference?.layout ?? null;
    if (isSandwich) return around.value ? sandwichLayout(around.value.callers, around.value.callees) : null;
    return tree.value ? flameLayout(tree.value) : null;
  }, [base, isSandwich, difference, around.value, tree.value]);
  return {
    query: missing !== null ? nothingAsked : base !== null ? other : isSandwich ? around : tree,
    table: layout?.table,
    layout,
    names: (base !== null && difference?.names) || functions,
    difference: base === null ? null : difference,
    middle,
    missing,
    refresh: () => {
      if (stage === null || layout === null || layout.table.omitted === 0) return;
      setMinShare((share) => Math.min(share, minShareFor(stage.target.nsPerPx, layout.whole)));
    },
    deepen: () => {
      if (layout !== null && layout.table.omitted > 0 && layout.table.length < MOST_ROWS)
        setMinShare(finerShare);
    },
  };
}

/** Transforms name functions of the run; two runs side by side have functions of their own, found by those of the first. */
function recodedFor(
  transforms: FlameSettings['transforms'],
  joined: Difference['functions'] | undefined,
): readonly PlainTransform[] {
  if (joined === undefined || transforms.length === 0) return [];
  return transforms.flatMap((transform) => recoded(transform, (fn) => joined.next.indexOf(fn)) ?? []);
}

/** The function with most of it in itself. */
function mostOf(self: Float64Array): number {
  let most = 0;
  for (let fn = 1; fn < self.length; fn++) if ((self[fn] as number) > (self[most] as number)) most = fn;
  return most;
}

/** What a width stands for, in words. */
export const weightTitles: Readonly<Record<CallWeight, string>> = {
  total: 'Total time',
  self: 'Self time',
  calls: 'Calls',
  memory: 'Memory',
};
