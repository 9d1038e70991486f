import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AllocationProfile,
  type Counters,
  type DisplayValue,
  decodeAllocations,
  decodeArguments,
  decodeCounters,
  decodeDefinitions,
  decodeEnd,
  decodeEvents,
  decodeEventsPayload,
  decodeLevels,
  decodeMetrics,
  decodeProcess,
  decodeSkipped,
  decodeStrings,
  decodeValue,
  doubleAt,
  type EndInfo,
  type EventHandler,
  type FileDefinition,
  FRAME,
  FrameReader,
  type FunctionDefinition,
  type LevelChange,
  type MetricSample,
  OP,
  type ProcessInfo,
  type SkippedFile,
} from '../../format/index.ts';

/** A span as tests look at it; objects are fine at their sizes. */
export interface TestSpan {
  readonly name: string;
  readonly kind: FunctionDefinition['kind'];
  readonly file: string;
  readonly line: number;
  readonly parent: TestSpan | undefined;
  readonly children: TestSpan[];
  readonly startNs: number;
  endNs: number;
  status: 'open' | 'suspended' | 'ok' | 'error';
  suspensions: number;
  params?: DisplayValue[];
  returned?: DisplayValue;
  error?: DisplayValue;
  /** What DETAIL words say of it, joined. */
  details?: Record<string, DisplayValue>;
  /** Trace contexts that it carries, and the one that it continues: `trace-span` in hexadecimal. */
  carries?: string[];
  continues?: string;
}

/** A message that has come from another thread or process. */
export interface Arrival {
  readonly channel: string;
  readonly sequence: number;
  /** Of the own thread, where nobody is known to have sent it. */
  readonly fallback: TestSpan | undefined;
  /** Roots of the thread that began on its behalf. */
  readonly roots: TestSpan[];
}

/** A message that has left, and on whose behalf. */
export interface Departure {
  readonly channel: string;
  readonly sequence: number;
  readonly by: TestSpan | Arrival;
  /** ns since the thread's origin. */
  readonly timeNs: number;
}

/** A line that ran. */
export interface TestStep {
  readonly span: TestSpan;
  readonly line: number;
}

/** What a variable held from step `step` on; `owner` is undefined for a module's. */
export interface TestSet {
  readonly step: number;
  readonly owner: TestSpan | undefined;
  readonly name: string;
  readonly value: DisplayValue;
}

export interface TestLog {
  readonly span: TestSpan | undefined;
  readonly timeNs: number;
  readonly severity: number;
  readonly logger: DisplayValue;
  readonly message: DisplayValue;
  readonly fields: DisplayValue;
}

export interface TestThread {
  process: ProcessInfo;
  spans: TestSpan[];
  steps: TestStep[];
  sets: TestSet[];
  counters?: Counters;
  end?: EndInfo;
  skipped: SkippedFile[];
  /** The last one. */
  allocations?: AllocationProfile;
  levels: LevelChange[];
  logs: TestLog[];
  metrics: MetricSample[];
  departures: Departure[];
  arrivals: Arrival[];
  functions: FunctionDefinition[];
  files: FileDefinition[];
  eventBytes: number;
  /** Largest error of a time that the stream states, ns. */
  maxErrorNs: number;
  /** Calls without spans, each with the innermost span that was open. */
  counted: { name: string; calls: number; parent: TestSpan | undefined }[];
  /** Events that met no span they fit: 0 in a sound recording. */
  unmatched: number;
  damaged: number;
  torn: number;
}

/** A naive, independent assembly of one spool: what the ingest must agree with. */
export function readSpool(bytes: Uint8Array): TestThread {
  const reader = new FrameReader();
  reader.push(bytes);
  reader.end();
  const thread = {
    spans: [],
    steps: [],
    sets: [],
    skipped: [],
    levels: [],
    logs: [],
    metrics: [],
    departures: [],
    arrivals: [],
    functions: [],
    files: [],
    counted: [],
    eventBytes: 0,
    maxErrorNs: 0,
    unmatched: 0,
  } as unknown as TestThread;
  const strings: string[] = [''];
  const stack: TestSpan[] = [];
  const marks = new Map<number, TestSpan>();
  const ids = new Map<TestSpan, number>();
  /** Marks that MARK has named, those of no span among them. */
  const named = new Set<number>();
  const arrived = new Map<number, Arrival>();
  let now = 0;
  let linked: TestSpan | Arrival | undefined;
  let claimed: TestSpan | undefined;
  /** What begins next is a root on behalf of this, whatever is open. */
  let alone: Arrival | undefined;
  const rootOf = (span: TestSpan): TestSpan => {
    let root = span;
    while (root.parent) root = root.parent;
    return root;
  };
  const top = () => stack[stack.length - 1];
  const open = (id: number, startNs: number): TestSpan => {
    const definition = thread.functions[id] as FunctionDefinition;
    const span: TestSpan = {
      name: definition.name,
      kind: definition.kind,
      file: (thread.files[definition.file] as FileDefinition).path,
      line: definition.line,
      parent: alone ? undefined : (claimed ?? top() ?? (isSpan(linked) ? linked : undefined)),
      children: [],
      startNs,
      endNs: Number.NaN,
      status: 'open',
      suspensions: 0,
    };
    if (alone) alone.roots.push(span);
    else if (!span.parent && linked && !isSpan(linked)) linked.roots.push(span);
    linked = claimed = alone = undefined;
    now = startNs;
    ids.set(span, id);
    span.parent?.children.push(span);
    thread.spans.push(span);
    stack.push(span);
    return span;
  };
  const close = (endNs: number, status: 'ok' | 'error') => {
    const span = stack.pop();
    now = endNs;
    if (!span) thread.unmatched++;
    else Object.assign(span, { endNs, status });
  };
  const handler: EventHandler = {
    enter: open,
    enterAsync: (id, mark, time) => marks.set(mark, open(id, time)),
    exit: (time) => close(time, 'ok'),
    throw: (time) => close(time, 'error'),
    suspend: () => {
      const span = stack.pop();
      if (!span) return void thread.unmatched++;
      span.status = 'suspended';
      span.suspensions++;
    },
    resume: (mark) => {
      const span = marks.get(mark);
      if (span?.status !== 'suspended') return void thread.unmatched++;
      span.status = 'open';
      stack.push(span);
    },
    mark: (mark) => {
      const span = top();
      if (span) marks.set(mark, span);
      else marks.delete(mark);
      named.add(mark);
    },
    link: (mark) => {
      linked = marks.get(mark) ?? arrived.get(mark);
      if (!linked && !named.has(mark)) thread.unmatched++;
    },
    claim: (mark) => {
      const span = marks.get(mark);
      const above = top();
      if (!span) thread.unmatched++;
      else if (above ? rootOf(above) !== rootOf(span) : Number.isNaN(span.endNs)) claimed = span;
    },
    sent: (mark, high, low, sequence) => {
      const by = mark === 0 ? top() : (marks.get(mark) ?? arrived.get(mark));
      if (by) thread.departures.push({ channel: `${high}/${low}`, sequence, by, timeNs: now });
      else thread.unmatched++;
    },
    received: (mark, high, low, sequence, fallback) => {
      const arrival = { channel: `${high}/${low}`, sequence, fallback: marks.get(fallback), roots: [] };
      thread.arrivals.push(arrival);
      arrived.set(mark, arrival);
    },
    sentContext: (mark, words, offset) => {
      const by = mark === 0 ? top() : (marks.get(mark) ?? arrived.get(mark));
      const context = contextAt(words, offset);
      if (!by) return void thread.unmatched++;
      thread.departures.push({ channel: context, sequence: 0, by, timeNs: now });
      if (isSpan(by)) by.carries = [...(by.carries ?? []), context];
    },
    receivedContext: (mark, words, offset) => {
      const channel = contextAt(words, offset);
      const arrival = { channel, sequence: 0, fallback: undefined, roots: [] };
      thread.arrivals.push(arrival);
      arrived.set(mark, arrival);
    },
    below: (mark) => {
      claimed = marks.get(mark);
      alone = claimed ? undefined : arrived.get(mark);
      if (!claimed && !alone) thread.unmatched++;
    },
    forget: () => {},
    value: (op, words, offset) => {
      const span = top();
      const text = (id: number) => strings[id];
      if (!span) thread.unmatched++;
      else if (op === OP.ARGS) span.params = decodeArguments(words, offset, text);
      else if (op === OP.RETURN) span.returned = decodeValue(words, offset, text).value;
      else if (op === OP.ERROR) span.error = decodeValue(words, offset, text).value;
    },
    step: (op, words, offset) => {
      const innermost = stack.findLast(({ kind }) => kind !== 'call' && kind !== 'await');
      const operand = words[offset] as number;
      const owner = op === OP.SET && operand !== 0 ? marks.get(operand) : innermost;
      if (op !== OP.SET_MODULE && !owner) return void thread.unmatched++;
      if (op === OP.LINE) return void thread.steps.push({ span: owner as TestSpan, line: operand });
      const functionId = op === OP.SET_MODULE ? operand : (ids.get(owner as TestSpan) as number);
      const variable = thread.functions[functionId]?.variables?.[words[offset + 1] as number];
      if (!variable) return void thread.unmatched++;
      thread.sets.push({
        step: thread.steps.length,
        owner: op === OP.SET_MODULE ? undefined : owner,
        name: variable.name,
        value: decodeValue(words, offset + 2, (id) => strings[id]).value,
      });
    },
    note: (op, words, offset) => {
      const span = top();
      const text = (id: number) => strings[id];
      if (op === OP.LOG) {
        const logger = decodeValue(words, offset + 3, text);
        const message = decodeValue(words, logger.end, text);
        thread.logs.push({
          ...{ span, timeNs: doubleAt(words, offset), severity: words[offset + 2] as number },
          ...{ logger: logger.value, message: message.value },
          fields: decodeValue(words, message.end, text).value,
        });
      } else if (!span) thread.unmatched++;
      else if (op === OP.DETAIL) {
        const { value } = decodeValue(words, offset, text);
        const isObject = typeof value === 'object' && value?.type === 'object';
        span.details = { ...span.details, ...Object.fromEntries(isObject ? value.entries : []) };
      } else {
        const context = contextAt(words, offset);
        if (op === OP.CONTINUES) {
          span.continues = context;
          thread.arrivals.push({ channel: context, sequence: 0, fallback: undefined, roots: [span] });
        } else {
          span.carries = [...(span.carries ?? []), context];
          thread.departures.push({ channel: context, sequence: 0, by: span, timeNs: now });
        }
      }
    },
    counted: (id, calls) => {
      const { name } = thread.functions[id] as FunctionDefinition;
      const at = top();
      thread.counted.push({ name, calls, parent: at });
    },
    dropped: () => {},
    unwind: (spans, time) => {
      for (let i = 0; i < spans; i++) close(time, 'error');
    },
  };
  for (let frame = reader.next(); frame; frame = reader.next()) {
    if (frame.kind === FRAME.PROCESS) thread.process = decodeProcess(frame);
    else if (frame.kind === FRAME.DEFINITIONS) {
      const { files, functions } = decodeDefinitions(frame);
      for (const file of files) thread.files[file.id] = file;
      for (const one of functions) thread.functions[one.id] = one;
    } else if (frame.kind === FRAME.STRINGS) {
      const { firstId, strings: more } = decodeStrings(frame);
      more.forEach((text, i) => {
        strings[firstId + i] = text;
      });
    } else if (frame.kind === FRAME.EVENTS) {
      const payload = decodeEventsPayload(frame);
      thread.eventBytes += frame.payload.length;
      const { damagedWords, maxErrorNs } = decodeEvents(payload, handler);
      thread.unmatched += damagedWords;
      thread.maxErrorNs = Math.max(thread.maxErrorNs, maxErrorNs);
    } else if (frame.kind === FRAME.COUNTERS) thread.counters = decodeCounters(frame);
    else if (frame.kind === FRAME.END) thread.end = decodeEnd(frame);
    else if (frame.kind === FRAME.LEVELS) thread.levels.push(...decodeLevels(frame));
    else if (frame.kind === FRAME.METRICS) thread.metrics.push(...decodeMetrics(frame));
    else if (frame.kind === FRAME.ALLOCATIONS) thread.allocations = decodeAllocations(frame);
    else if (frame.kind === FRAME.SKIPPED) thread.skipped.push(...decodeSkipped(frame));
  }
  thread.damaged = reader.damagedFrames;
  thread.torn = reader.tornFrames;
  return thread;
}

const isSpan = (one: TestSpan | Arrival | undefined): one is TestSpan =>
  one !== undefined && 'children' in one;

/** `trace-span` in hexadecimal. */
function contextAt(words: Int32Array, offset: number): string {
  const hex = (at: number) => ((words[offset + at] as number) >>> 0).toString(16).padStart(8, '0');
  return `${[0, 1, 2, 3].map(hex).join('')}-${[4, 5].map(hex).join('')}`;
}

/**
 * All threads of a run, the main ones first, in the order of their start; but those which the end of the process met while they
 * were beginning, of which there is a file with nothing in it.
 */
export function readSpools(dir: string): TestThread[] {
  return readdirSync(dir)
    .filter((name) => name.endsWith('.spool'))
    .map((name) => readFileSync(join(dir, name)))
    .filter((bytes) => bytes.length > 0)
    .map(readSpool)
    .sort((a, b) => Number(BigInt(a.process.originUnixNs) - BigInt(b.process.originUnixNs)));
}

/** Call tree, one call a line, indented; `n x` where siblings with equal subtrees repeat; `!` for an error. */
export function treeText(spans: readonly TestSpan[]): string {
  const render = (span: TestSpan, indent: string): string => {
    const sign = span.status === 'error' ? ' !' : span.status === 'ok' ? '' : ` (${span.status})`;
    return `${indent}${span.name}${sign}\n${merge(span.children, `${indent}  `)}`;
  };
  const merge = (list: readonly TestSpan[], indent: string): string => {
    const lines: { text: string; count: number }[] = [];
    for (const span of list) {
      const text = render(span, indent);
      const last = lines.at(-1);
      if (last?.text === text) last.count++;
      else lines.push({ text, count: 1 });
    }
    return lines
      .map(({ text, count }) => (count === 1 ? text : `${indent}${count}x ${text.trimStart()}`))
      .join('');
  };
  return merge(
    spans.filter((span) => !span.parent),
    '',
  );
}
