import {
  type AllocationProfile,
  type Counters,
  type EndInfo,
  encodeEventsFrame,
  encodeFileHead,
  encodeJsonFrame,
  encodeStringsFrame,
  FRAME,
  type FunctionDefinition,
  type LevelChange,
  type MetricSample,
  OP,
  type ProcessInfo,
  type SkippedFile,
} from '#format';
import { type TestEvent, VALUE_OPS } from './events.ts';

/** A function of a test; the position in the list is its id. */
export interface TestFunction {
  readonly name: string;
  readonly file?: string;
  readonly line?: number;
  readonly params?: readonly string[];
  readonly async?: boolean;
  readonly kind?: FunctionDefinition['kind'];
  readonly level?: number;
  readonly rule?: string;
  readonly operation?: FunctionDefinition['operation'];
  readonly variables?: FunctionDefinition['variables'];
}

export const testProcess = (changes: Partial<ProcessInfo> = {}): ProcessInfo => ({
  pid: 100,
  ppid: 1,
  threadId: 0,
  threadName: 'main',
  runtime: 'node',
  runtimeVersion: 'v24.0.0',
  platform: 'linux',
  arch: 'x64',
  argv: ['node', 'app.js'],
  cwd: '/project',
  originUnixNs: '1700000000000000000',
  clock: 'exact',
  tickNs: 0,
  level: 1,
  tracerVersion: '0.0.0',
  ...changes,
});

export const noCounters: Counters = {
  dropped: 0,
  sampled: 0,
  throttled: 0,
  truncatedValues: 0,
  redactedValues: 0,
  instrumentedFiles: 0,
  instrumentedFunctions: 0,
  instrumentNs: 0,
  writeNs: 0,
  costPerCallNs: 0,
  maxClockErrorNs: 0,
};

/** Builds the bytes of one spool (exact clock), frame by frame. */
export class SpoolBuilder {
  /** One entry for each frame, the file's head first. */
  readonly parts: Uint8Array[] = [encodeFileHead()];
  #sequence = 0;
  #time = 0;

  constructor(process: Partial<ProcessInfo> = {}) {
    this.parts.push(encodeJsonFrame(FRAME.PROCESS, testProcess(process)));
  }

  functions(functions: readonly TestFunction[]): this {
    const paths = [...new Set(functions.map(({ file = 'app.js' }) => file))];
    const files = paths.map((path, id) => ({ id, path, language: 'javascript' }));
    const definitions = functions.map((f, id) => ({
      id,
      file: paths.indexOf(f.file ?? 'app.js'),
      name: f.name,
      line: f.line ?? id + 1,
      column: 1,
      endLine: f.line ?? id + 1,
      kind: f.kind ?? 'function',
      async: f.async ?? false,
      generator: false,
      params: f.params ?? [],
      ...(f.level === undefined ? {} : { level: f.level }),
      ...(f.rule === undefined ? {} : { rule: f.rule }),
      ...(f.operation ? { operation: f.operation } : {}),
      ...(f.variables ? { variables: f.variables } : {}),
    }));
    this.parts.push(encodeJsonFrame(FRAME.DEFINITIONS, { files, functions: definitions }));
    return this;
  }

  strings(firstId: number, strings: readonly string[]): this {
    this.parts.push(encodeStringsFrame(firstId, strings));
    return this;
  }

  /** One EVENTS frame of these events. */
  events(events: readonly TestEvent[]): this {
    const baseNs = this.#time;
    const words: number[] = [];
    for (const event of events) this.#encode(event, words);
    const head = { sequence: this.#sequence++, baseNs, timed: true };
    this.parts.push(encodeEventsFrame(head, Int32Array.from(words)));
    return this;
  }

  counters(counters: Partial<Counters>): this {
    this.parts.push(encodeJsonFrame(FRAME.COUNTERS, { ...noCounters, ...counters }));
    return this;
  }

  metrics(samples: readonly MetricSample[]): this {
    this.parts.push(encodeJsonFrame(FRAME.METRICS, samples));
    return this;
  }

  allocations(profile: AllocationProfile): this {
    this.parts.push(encodeJsonFrame(FRAME.ALLOCATIONS, profile));
    return this;
  }

  levels(changes: readonly LevelChange[]): this {
    this.parts.push(encodeJsonFrame(FRAME.LEVELS, changes));
    return this;
  }

  skipped(files: readonly SkippedFile[]): this {
    this.parts.push(encodeJsonFrame(FRAME.SKIPPED, files));
    return this;
  }

  end(end: Partial<EndInfo> = {}): this {
    this.parts.push(encodeJsonFrame(FRAME.END, { timeNs: this.#time, reason: 'exit', ...end }));
    return this;
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.parts);
  }

  #encode(event: TestEvent, words: number[]): void {
    if ('at' in event && event.op !== 'unwind') {
      words.push(event.at - this.#time);
      this.#time = event.at;
    }
    switch (event.op) {
      case 'enter':
        words.push(event.fn);
        break;
      case 'enterAsync':
        words.push(-OP.ENTER_ASYNC, event.fn, event.mark);
        break;
      case 'exit':
        words.push(-OP.EXIT);
        break;
      case 'throw':
        words.push(-OP.THROW);
        break;
      case 'suspend':
        words.push(-OP.SUSPEND);
        break;
      case 'resume':
        words.push(-OP.RESUME, event.mark);
        break;
      case 'mark':
        words.push(-OP.MARK, event.mark);
        break;
      case 'link':
        words.push(-OP.LINK, event.mark);
        break;
      case 'below':
        words.push(-OP.BELOW, event.mark);
        break;
      case 'forget':
        words.push(-OP.FORGET, event.mark);
        break;
      case 'line':
        words.push(-OP.LINE, event.line);
        break;
      case 'set': {
        const op = event.module === undefined ? OP.SET : OP.SET_MODULE;
        words.push(-op, event.words.length + 2, event.module ?? event.mark, event.variable, ...event.words);
        break;
      }
      case 'note': {
        const hasLength = event.kind === OP.LOG || event.kind === OP.DETAIL;
        words.push(-event.kind, ...(hasLength ? [event.words.length] : []), ...event.words);
        break;
      }
      case 'counted':
        words.push(-OP.COUNTED, event.fn, event.calls);
        break;
      case 'dropped':
        words.push(-OP.DROPPED, event.spans);
        break;
      case 'unwind':
        words.push(-OP.UNWIND, event.spans);
        break;
      case 'value':
        words.push(-VALUE_OPS[event.kind], event.words.length, ...event.words);
    }
  }
}
