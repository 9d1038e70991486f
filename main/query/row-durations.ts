import type { Durations, DurationsRequest } from '#contract';
import { bucketStart } from '../store/histogram.ts';
import { SPAN } from '../store/span-page.ts';
import { DurationsByKey } from './durations-by-key.ts';
import { scopedPages } from './node-figures.ts';
import type { Query } from './query.ts';
import { functionMatcher } from './search/function-matcher.ts';
import { NONE } from './search/matcher.ts';
import { countedNodes, transformOptions } from './tree/index.ts';

/**
 * How long the calls of one row of a call tree took. Of a path nothing is stored but its sums, so this reads pages: those in which the
 * index has the functions that the row's call nodes are of, within the scope.
 */
export function rowDurations(query: Query, request: Omit<DurationsRequest, 'run'>): Durations {
  const counted = countedNodes(query, request, transformOptions(query, 0));
  const { revision, nodes, functions } = query.snapshot;
  const wanted = new Uint8Array(functions.length);
  for (let node = 1; node < nodes.length; node++) {
    if (counted[node] === 1) wanted[nodes.function[node] as number] = 1;
  }
  const matcher = functionMatcher(query, wanted);
  const durations = new DurationsByKey(1);
  for (const { page, isWhole, fits } of scopedPages(query, request, (p) => matcher.page(p) !== NONE)) {
    const { rows, node } = page;
    let i = 0;
    while (i < rows && counted[node[i] as number] !== 1) i++;
    // Other columns are unpacked where a page has such a call at all.
    if (i === rows) continue;
    const { flags, duration } = page;
    for (; i < rows; i++) {
      if (counted[node[i] as number] !== 1) continue;
      if (((flags[i] as number) & (SPAN.UNFINISHED | SPAN.INCOMPLETE)) !== 0) continue;
      if (isWhole || fits(i)) durations.add(0, duration[i] as number);
    }
  }
  return { revision, ...tableOf(durations) };
}

function tableOf(durations: DurationsByKey): Omit<Durations, 'revision'> {
  const of = durations.of(0);
  const { first, counts } = of?.buckets ?? { first: 0, counts: new Uint32Array(0) };
  const places = Array.from(counts.keys()).filter((at) => counts[at] !== 0);
  const [p50Ns, p90Ns, p95Ns, p99Ns] = of?.percentiles ?? [];
  return {
    calls: of?.calls ?? 0,
    minNs: of?.min ?? Number.NaN,
    avgNs: of?.avg ?? Number.NaN,
    maxNs: of?.max ?? Number.NaN,
    p50Ns: p50Ns ?? Number.NaN,
    p90Ns: p90Ns ?? Number.NaN,
    p95Ns: p95Ns ?? Number.NaN,
    p99Ns: p99Ns ?? Number.NaN,
    length: places.length,
    fromNs: Float64Array.from(places, (at) => bucketStart(first + at)),
    toNs: Float64Array.from(places, (at) => bucketStart(first + at + 1)),
    count: Float64Array.from(places, (at) => counts[at] as number),
  };
}
