import type { TestEvent } from './events.ts';

/** A span as the model knows it; ns since the thread's origin. */
export interface ModelSpan {
  readonly ordinal: number;
  readonly fn: number;
  readonly start: number;
  readonly parent: ModelSpan | null;
  readonly lane: number;
  /** Began after its parent had ended. */
  readonly late: boolean;
  end: number;
  status: 'open' | 'ok' | 'error' | 'unfinished';
  readonly suspensions: { from: number; to: number }[];
  readonly children: ModelSpan[];
}

/** Calls counted without a span. */
export interface ModelCounted {
  readonly fn: number;
  readonly parent: ModelSpan | null;
  readonly calls: number;
}

export interface ModelThread {
  readonly spans: readonly ModelSpan[];
  readonly counted: readonly ModelCounted[];
  readonly lastNs: number;
}

/** What a thread's events mean, said as plainly as possible: objects, and searches through all of them. */
export function modelThread(events: readonly TestEvent[], ended = true): ModelThread {
  const spans: ModelSpan[] = [];
  const counted: ModelCounted[] = [];
  const open = new Set<ModelSpan>();
  const stack: ModelSpan[] = [];
  const marks = new Map<number, ModelSpan>();
  let linked: ModelSpan | null = null;
  let now = 0;

  const enter = (fn: number): ModelSpan => {
    const parent = stack.at(-1) ?? linked;
    linked = null;
    const late = parent !== null && parent.status !== 'open';
    let lane = parent && !late ? parent.lane + 1 : 0;
    const taken = new Set([...open].map((s) => s.lane));
    while (taken.has(lane)) lane++;
    const span: ModelSpan = {
      ordinal: spans.length,
      fn,
      start: now,
      parent,
      lane,
      late,
      end: -1,
      status: 'open',
      suspensions: [],
      children: [],
    };
    parent?.children.push(span);
    spans.push(span);
    open.add(span);
    stack.push(span);
    return span;
  };
  const leave = (status: 'ok' | 'error') => {
    const span = stack.pop();
    if (!span) return;
    Object.assign(span, { status, end: now });
    open.delete(span);
  };

  for (const event of events) {
    if ('at' in event) now = event.at;
    if (event.op === 'enter') enter(event.fn);
    else if (event.op === 'enterAsync') marks.set(event.mark, enter(event.fn));
    else if (event.op === 'exit') leave('ok');
    else if (event.op === 'throw') leave('error');
    else if (event.op === 'suspend') stack.pop()?.suspensions.push({ from: now, to: -1 });
    else if (event.op === 'resume') {
      const span = marks.get(event.mark) as ModelSpan;
      (span.suspensions.at(-1) as { to: number }).to = now;
      stack.push(span);
    } else if (event.op === 'mark') marks.set(event.mark, stack.at(-1) as ModelSpan);
    else if (event.op === 'link') linked = marks.get(event.mark) ?? null;
    else if (event.op === 'counted') {
      counted.push({ fn: event.fn, parent: stack.at(-1) ?? null, calls: event.calls });
    } else if (event.op === 'unwind') for (let i = 0; i < event.spans; i++) leave('error');
  }
  for (const span of spans) {
    if (span.status !== 'open') continue;
    span.end = now;
    if (ended) span.status = 'unfinished';
  }
  return { spans, counted, lastNs: now };
}

export const durationOf = (span: ModelSpan): number => span.end - span.start;
export const rootOf = (span: ModelSpan): ModelSpan => (span.parent ? rootOf(span.parent) : span);

/** Nanoseconds of [from, to) that no child covers. */
export function selfOf(span: ModelSpan, from = span.start, to = span.end): number {
  const edges = [from, to];
  for (const child of span.children) edges.push(child.start, child.end);
  const cuts = [...new Set(edges)].filter((t) => t >= from && t <= to).sort((a, b) => a - b);
  let self = 0;
  for (let i = 1; i < cuts.length; i++) {
    const [a, b] = [cuts[i - 1] as number, cuts[i] as number];
    if (!span.children.some((child) => child.start <= a && child.end >= b)) self += b - a;
  }
  return self;
}

export const activeOf = (span: ModelSpan): number =>
  span.suspensions.reduce((left, { from, to }) => left - ((to < 0 ? span.end : to) - from), durationOf(span));

/** Functions from the root to the span, its own last. */
export const pathOf = (span: ModelSpan): number[] => [...(span.parent ? pathOf(span.parent) : []), span.fn];
