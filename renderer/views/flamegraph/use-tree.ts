import { useMemo, useState } from 'react';
import type { CallTreeTable, IndexIntoThreads, RunId, TimeRange } from '#contract';
import { type FlameLayout, flameLayout } from '../../canvas/index.ts';
import { type Query, useCallTree } from '../../data/index.ts';
import type { FlameOrder } from './FlameBar.tsx';
import type { FlameStage } from './flame-stage.ts';
import { minShareFor } from './row-of-node.ts';

interface Asked {
  readonly order: FlameOrder;
  readonly range: TimeRange | null;
  readonly thread: IndexIntoThreads | null;
}

export interface Tree {
  readonly query: Query<CallTreeTable>;
  readonly table: CallTreeTable | undefined;
  readonly layout: FlameLayout | null;
  /** After the zoom changed: rows that were too narrow may be needed now. */
  readonly refresh: () => void;
}

/** At first what can be seen without zooming; narrower rows are asked for once the person zooms in on them. */
const FIRST_SHARE = minShareFor(1, 2000);

export function useTree(run: RunId, { order, range, thread }: Asked, stage: FlameStage | null): Tree {
  const [minShare, setMinShare] = useState(FIRST_SHARE);
  const query = useCallTree(run, {
    order,
    minShare,
    ...(range && { range }),
    ...(thread !== null && { thread }),
  });
  const table = query.value;
  const layout = useMemo(() => (table === undefined ? null : flameLayout(table)), [table]);
  const refresh = () => {
    if (stage === null || layout === null || layout.table.omitted === 0) return;
    setMinShare((share) => Math.min(share, minShareFor(stage.target.nsPerPx, layout.totalNs)));
  };
  return { query, table, layout, refresh };
}
