import { parseSpanId, type SpanDetail } from '#contract';
import type { TimelineBoxes } from '../../canvas/index.ts';

/** From the call that started another one to that one; rows of the window's spans. */
export interface Flow {
  readonly from: number;
  readonly to: number;
}

/**
 * Where the selected call was started and what it started, as far as the window has it, and only where that cannot be seen
 * anyway: a callee right below its caller needs no arrow.
 */
export function flowsOf(boxes: TimelineBoxes, detail: SpanDetail): readonly Flow[] {
  const ids = [detail.id, ...detail.children.map(({ id }) => id)];
  const parent = detail.ancestors.at(-1)?.id;
  if (parent !== undefined) ids.push(parent);
  const rows = rowsOf(boxes, ids);
  const self = rows.get(detail.id);
  if (self === undefined) return [];
  const above = parent === undefined ? undefined : rows.get(parent);
  const flows = detail.children.flatMap(({ id }) => {
    const to = rows.get(id);
    return to === undefined ? [] : [{ from: self, to }];
  });
  if (above !== undefined) flows.push({ from: above, to: self });
  return flows.filter((flow) => !isNested(boxes, flow));
}

/** Rows of spans, in one pass over the threads they are in. */
function rowsOf(boxes: TimelineBoxes, ids: readonly string[]): Map<string, number> {
  const { spans } = boxes.window;
  const wanted = new Map(ids.map((id) => [`${parseSpanId(id).thread}/${parseSpanId(id).ordinal}`, id]));
  const rows = new Map<string, number>();
  for (const thread of new Set(ids.map((id) => parseSpanId(id).thread))) {
    const lanes = boxes.spanLanes.get(thread);
    if (lanes === undefined) continue;
    const end = lanes.at(-1) as number;
    for (let row = lanes[0] as number; row < end; row++) {
      const id = wanted.get(`${thread}/${spans.ordinal[row]}`);
      if (id !== undefined) rows.set(id, row);
    }
  }
  return rows;
}

function isNested({ window: { spans }, spans: boxes }: TimelineBoxes, { from, to }: Flow): boolean {
  return (
    spans.thread[from] === spans.thread[to] &&
    (spans.lane[from] as number) + 1 === spans.lane[to] &&
    (boxes.end[to] as number) <= (boxes.end[from] as number)
  );
}
