import Module from 'node:module';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { isMainThread, threadId } from 'node:worker_threads';
import {
  type AllocationMeasure,
  encodeJsonFrame,
  FRAME,
  highestLevel,
  type TracerConfig,
} from '../format/index.ts';
import { countsCoverage } from './coverage.ts';
import { BINDINGS } from './instrument/bindings.ts';
import { appliedBefore, applyEdits, type Edit } from './instrument/edits.ts';
import type { Place } from './instrument/embedded.ts';
import type { Instrumented } from './instrument/instrument.ts';
import {
  commonJsEdits,
  embeddedEdits,
  firstIdName,
  HANDLE,
  moduleEdits,
  remoteModuleEdits,
} from './instrument/prologue.ts';
import { shiftSourceMap } from './instrument/shift-map.ts';
import { LEVELS_FILE, LiveLevels } from './live-levels.ts';
import { hideInFunctionText, LoadedFiles } from './loaded-files.ts';
import { MemoryRecorder } from './memory/memory-recorder.ts';
import { MAP_COMMENT, showOriginalLines } from './modules/source-lines.ts';
import { createAmbient } from './parents/ambient.ts';
import { followSyncProcesses } from './parents/processes.ts';
import { processInfo } from './process-info.ts';
import { INCOMPLETE, RECORDED } from './record/calls.ts';
import { Capture } from './record/capture.ts';
import { sharedNow, startClock, stillClock } from './record/clock.ts';
import { measureCost } from './record/cost.ts';
import { budgetOf, cpuNs } from './record/cpu-time.ts';
import { Definitions, type FunctionMeta } from './record/definitions.ts';
import { hasLimits, limit } from './record/limits.ts';
import { MAX_FUNCTIONS, MODE } from './record/modes.ts';
import { ProcessFigures } from './record/process-figures.ts';
import { createRecorder, type Recorder } from './record/recorder.ts';
import { Redactor } from './record/redact.ts';
import { SpoolFile } from './record/spool-file.ts';
import { StringIds } from './record/strings.ts';
import { type Plan, Rewriter } from './rewriter.ts';
import { StackTraces } from './stack-traces.ts';

type Rewriting = Extract<Plan, { kind: 'rewrite' }>;

/** Between COUNTERS frames of a busy thread. */
const COUNTERS_EVERY_NS = 1e9;
/** Under load; a process that a signal ends then loses at most this much. */
const BUSY_FLUSH_MS = 8;
/** After a lone burst. */
const IDLE_FLUSH_MS = 1;

/** Between two looks at the file of live levels, where no other thread looks. */
const LOOK_MS = 200;

const { setTimeout: startTimer, setInterval: startInterval } = globalThis;
const now = performance.now.bind(performance);

/** The tracer of one thread: its recorder and what feeds it. */
export class Tracer {
  readonly recorder: Recorder;
  readonly rewriter: Rewriter;
  private readonly files = new LoadedFiles();
  private readonly definitions = new Definitions();
  private readonly strings = new StringIds();
  private readonly figures = new ProcessFigures();
  private readonly redactor: Redactor;
  private readonly stacks: StackTraces;
  private readonly spool: SpoolFile;
  private limited: ReturnType<typeof limit> | undefined;
  private instrumentMs = 0;
  private countersAt = 0;
  private ended = false;
  private readonly exact: boolean;
  private followsSync = false;
  private leavesTexts = false;
  private readonly live: LiveLevels;
  private readonly memory: MemoryRecorder | undefined;

  /** `isStarted`: perhaps by another process of the run. */
  constructor(config: TracerConfig, ownFile: string, isStarted: boolean) {
    this.rewriter = new Rewriter(config, ownFile);
    // Only where each entry has its own time can it be taken back.
    const exact = config.clock === 'exact' || (config.limits?.minDurationNs ?? 0) > 0;
    this.exact = exact;
    const deep = highestLevel(config) >= 3;
    this.redactor = new Redactor({ keys: config.redactKeys, ...config.redact });
    const timers = [IDLE_FLUSH_MS, BUSY_FLUSH_MS].map((ms) =>
      startTimer(() => this.recorder?.flush(true), Math.min(ms, config.flushMs)).unref(),
    ) as [NodeJS.Timeout, NodeJS.Timeout];
    this.recorder = createRecorder({
      clock: exact ? stillClock() : clockOrStill(join(config.spoolDir, LEVELS_FILE)),
      now: sharedNow,
      exact,
      deep,
      awaits: config.capture.async !== false,
      flushNs: Math.min(config.flushMs, 20) * 1e6,
      ...(config.maxTraces ? { mostTraces: config.maxTraces } : {}),
      strings: this.strings,
      ambient: createAmbient(),
      captureWords: config.capture.maxBytes >> 2,
      createCapture: (words) =>
        new Capture(words, this.strings, this.redactor, config.capture.maxBytes, config.capture.full),
      takeFrames: (isThrottlingNew) => this.takeFrames(isThrottlingNew),
      write: (frame) => this.spool.write(frame),
      armTimer: (idleNs) => {
        timers[idleNs > BUSY_FLUSH_MS * 2e6 ? 0 : 1].refresh();
        this.figures.busy();
      },
      levelsChanged: () => this.live.poll(),
      failed: () => {},
      ...(budgetOf(config) > 0
        ? { budget: { share: budgetOf(config), deep, cpuNs, measureCost: () => measureCost(exact) } }
        : {}),
    });
    this.live = new LiveLevels({
      spoolDir: config.spoolDir,
      modeOf: this.recorder.modeOf,
      setMode: this.recorder.setMode,
      timeNs: this.recorder.timeNs,
      report: (changes) => this.recorder.writeJson(FRAME.LEVELS, changes),
    });
    // The clock's thread, which watches the file, does not run then.
    if (exact) startInterval(() => this.live.poll(), LOOK_MS).unref();
    const info = encodeJsonFrame(
      FRAME.PROCESS,
      processInfo(config, this.recorder.origin, this.redactor, exact, isStarted),
    );
    this.spool = new SpoolFile(config.spoolDir, process.pid, threadId, info);
    // Loaders run threads of their own, which trace nothing; a process always shows.
    if (isMainThread) this.spool.open();
    this.stacks = new StackTraces(this.files, ownFile);
    hideInFunctionText(this.files);
    this.memory = config.memory && this.startMemory(config.memory, ownFile);
    this.publish(config);
  }

  /**
   * The text to compile in place of `source`, which is the same text where nothing is to be traced. `isTried`: it may
   * prove to be no text of this kind at all. `place`: of a text that is a part of the file.
   */
  rewrite(
    file: string,
    name: string,
    source: string,
    module: boolean,
    isTried = false,
    place?: Place,
  ): string {
    if (this.leavesTexts || this.recorder.isOff()) return source;
    if (!this.followsSync && source.includes('child_process')) {
      this.followsSync = true;
      followSyncProcesses(this.recorder.messages);
    }
    const start = now();
    try {
      this.stacks.update();
      const plan = this.rewriter.plan(file, source, module, false, place);
      if (plan.kind === 'leave' || (plan.kind === 'skip' && isTried)) return source;
      if (plan.kind === 'skip') {
        this.recorder.writeJson(FRAME.SKIPPED, [{ file: plan.path, reason: plan.reason }]);
        return source;
      }
      return this.install(plan, file, name, source, module, place);
    } catch (error) {
      this.recorder.fail(error);
      return source;
    } finally {
      this.instrumentMs += now() - start;
    }
  }

  /** From now on texts are compiled as they are; false when that is so already. */
  leaveTexts(): boolean {
    if (this.leavesTexts) return false;
    this.leavesTexts = true;
    return true;
  }

  private install(
    plan: Rewriting,
    file: string,
    name: string,
    source: string,
    module: boolean,
    place: Place | undefined,
  ): string {
    const { instrumented: found, cached } = plan;
    if (this.definitions.count + found.functions.length > MAX_FUNCTIONS) {
      const reason = `More than ${MAX_FUNCTIONS} functions in one thread`;
      this.recorder.writeJson(FRAME.SKIPPED, [{ file: this.rewriter.scope.pathOf(file), reason }]);
      return source;
    }
    const first = this.define(found, file, name);
    if (found.functions.length === 0) return source;
    const apply = () =>
      applyEdits(source, editsOf(found, source, module, place), (index) => String(first + index));
    // The ids are mostly those of the last run: then the text is there already, and where its edits lie is seldom asked for.
    const rewritten = cached?.first === first ? appliedBefore(cached.text, apply) : apply();
    if (!cached) this.rewriter.cache.write(plan.key, found, source, first, rewritten.text);
    this.files.add(name, { rewritten, place, heads: found.heads, firstId: first });
    if (place) return rewritten.text;
    return this.stacks.followsSourceMaps ? shiftSourceMap(rewritten, file) : rewritten.text + MAP_COMMENT;
  }

  /** Functions and errors of another context show the text that its author wrote. */
  hideIn(functions: object, errors: ErrorConstructor): void {
    hideInFunctionText(this.files, functions);
    this.stacks.follow(errors);
  }

  /** Ids for the functions of a file, which the engine knows as `script`; gives the first. */
  define(found: Instrumented, file: string, script: string): number {
    const first = this.definitions.define(found.functions);
    for (const [index, meta] of found.functions.entries()) this.defineFunction(first + index, meta);
    this.defineSites(found, first, script);
    if (found.functions.some(({ name }) => /(?:^|\.)then$/.test(name))) this.recorder.watchThenables();
    this.defineVariables(found, first);
    if (found.untouched.length > 0) {
      const path = this.rewriter.scope.pathOf(file);
      const skipped = found.untouched.map((one) => ({ file: path, reason: `${one.name}: ${one.reason}` }));
      this.recorder.writeJson(FRAME.SKIPPED, skipped);
    }
    return first;
  }

  private defineVariables({ functions }: Instrumented, first: number): void {
    for (const [i, { variables }] of functions.entries()) {
      if (!variables) continue;
      // What a member is called stands behind its last dot.
      const names = variables.map(({ name }) => name.slice(name.lastIndexOf('.') + 1));
      const telling = names.map((name) => this.redactor.isSecretKey(name));
      this.recorder.defineVariables(first + i, { names, telling, captures: names.map(() => 0) });
    }
  }

  private defineSites({ functions, siteLines }: Instrumented, first: number, script: string): void {
    if (siteLines.length === 0) return;
    const { sites } = this.recorder;
    const firstSite = functions.length - siteLines.length;
    for (const [i, [line, endLine]] of siteLines.entries())
      sites.define(first + firstSite + i, script, line, endLine);
    for (const [i, { kind, name }] of functions.entries()) {
      if (kind === 'getter' || kind === 'setter' || /(?:^|\.)\[Symbol\./.test(name))
        sites.neverCall(first + i);
    }
  }

  private defineFunction(
    id: number,
    { path, name, kind, params, level = 0, upTo = level }: FunctionMeta,
  ): void {
    // A pattern's text is no name; the names in it stand as the keys of what it bound.
    const names = params.map((param) => (/^[\w$.]+$/.test(param) ? param : ''));
    const plain = !names.some((name) => this.redactor.isSecretKey(name));
    const isSite = kind === 'call' || kind === 'await' || kind === 'module';
    const mode = isSite ? MODE.CAPTURED : this.live.define(id, path, name, level, upTo);
    this.recorder.defineFunction(id, names, plain, mode);
  }

  /** What a module that the loader's thread has rewritten asks for: the id of the first of its `count` functions. */
  load(key: string, url: string, count: number): number {
    const file = fileURLToPath(url);
    const found = this.rewriter.cache.read(key);
    if (!found?.source)
      return this.definitions.define(lostFunctions(this.rewriter.scope.pathOf(file), count));
    const first = this.define(found, file, url);
    const base = firstIdName(found);
    const edits = remoteModuleEdits(found, key, url);
    const rewritten = applyEdits(found.source, edits, (index) => `${base}+${index}`);
    this.files.add(url, { rewritten, heads: found.heads, firstId: first });
    return first;
  }

  /** Nothing of the app runs any more, and Node is about to say why. */
  showOriginalLines(error: unknown): void {
    if (isMainThread) showOriginalLines(this.files, error);
  }

  /** `undefined` where the engine cannot be asked, or others ask it: the recording says so. */
  private startMemory(measure: AllocationMeasure, ownFile: string): MemoryRecorder | undefined {
    try {
      if (countsCoverage()) return undefined;
      if (isHeapProfiled()) throw new Error('The program has a profile of its heap made (--heap-prof)');
      return new MemoryRecorder(measure, this.files, ownFile);
    } catch (error) {
      this.sayNoMemory(error);
      return undefined;
    }
  }

  private sayNoMemory(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.recorder.writeJson(FRAME.SKIPPED, [{ file: 'memory by function', reason }]);
  }

  /**
   * The last profile of memory, and nothing is sampled any more. At the end before the app is told of it: what it does then is not
   * followed by its microtasks, which the engine's answer would run.
   */
  endMemory(reason?: string): void {
    const { recorder, memory } = this;
    if (!memory || recorder.isOff()) return;
    try {
      recorder.flush();
      const profile = memory.end(recorder.timeNs());
      if (!profile) return;
      // What was loaded and never called has not been written yet.
      const definitions = this.definitions.takeFrame();
      if (definitions) this.spool.write(definitions);
      recorder.writeJson(FRAME.ALLOCATIONS, profile);
      if (reason) this.sayNoMemory(reason);
    } catch (error) {
      this.sayNoMemory(error);
    }
  }

  /** Everything to disk, and how the thread ended. What comes later is still recorded. */
  end(reason: 'exit' | 'uncaught' | 'signal', code?: number, signal?: string): void {
    const { recorder } = this;
    recorder.flush();
    if (this.ended || !this.spool.isOpen) return;
    this.ended = true;
    try {
      recorder.writeJson(FRAME.COUNTERS, this.counters(measureCost(this.exact)));
      const timeNs = Math.round(recorder.timeNs());
      recorder.writeJson(FRAME.METRICS, [this.figures.take(timeNs, true)]);
      recorder.writeJson(FRAME.END, {
        timeNs,
        reason,
        ...(code === undefined ? {} : { code }),
        ...(signal ? { signal } : {}),
      });
    } catch (error) {
      recorder.fail(error);
    }
  }

  private takeFrames(countersDue: boolean): Uint8Array[] {
    const time = this.recorder.timeNs();
    // Before anything is taken, because the stack may have no room for it.
    const memory = this.memory?.take(time);
    const frames = [this.definitions.takeFrame(), this.strings.takeFrame()];
    if (countersDue || time - this.countersAt > COUNTERS_EVERY_NS) {
      this.countersAt = time;
      // Not by `push`, which may be the app's own by now.
      frames[frames.length] = encodeJsonFrame(FRAME.COUNTERS, this.counters(0));
    }
    const sample = this.figures.take(time);
    if (memory) frames[frames.length] = encodeJsonFrame(FRAME.ALLOCATIONS, memory);
    if (sample) frames[frames.length] = encodeJsonFrame(FRAME.METRICS, [sample]);
    return frames.filter((frame) => frame !== undefined);
  }

  /** `costPerCallNs` is 0 until it has been measured, at the end. */
  private counters(costPerCallNs: number) {
    return {
      sampled: this.limited?.leftOut() ?? 0,
      throttled: 0,
      ...this.recorder.counts(),
      instrumentedFiles: this.definitions.instrumentedFiles,
      instrumentedFunctions: this.definitions.instrumentedFunctions,
      instrumentNs: Math.round(this.instrumentMs * 1e6),
      costPerCallNs,
    };
  }

  private publish({ limits, linkCallbacks = true, capture }: TracerConfig): void {
    const { recorder } = this;
    if (hasLimits(limits)) {
      this.limited = limit(recorder, limits, () => this.spool.bytes);
      recorder.messages.limitBy(this.limited.gate);
    }
    const limited = { ...recorder, ...this.limited?.wrapped };
    const values: Record<keyof typeof BINDINGS, unknown> = {
      ...limited,
      ...(linkCallbacks ? {} : { markSpan: () => 0, linkTo: () => {} }),
      ...(capture.errors === false ? withoutErrors(limited) : {}),
      ...(capture.vars === false ? WITHOUT_VARIABLES : {}),
      incomplete: INCOMPLETE,
      recorded: RECORDED,
    };
    const handle = Object.fromEntries(
      Object.entries(BINDINGS).map(([name, letter]) => [letter, values[name as keyof typeof BINDINGS]]),
    );
    Object.defineProperty(Module, HANDLE, {
      value: Object.freeze({ ...handle, load: this.load.bind(this) }),
    });
  }
}

/** Lines alone are recorded. */
const WITHOUT_VARIABLES = {
  holds: () => {},
  mayHold: () => {},
  assigned: <T>(value: T): T => value,
  stepped: (old: unknown): unknown => old,
};

type Ends = Pick<Recorder, 'exit' | 'returned' | 'failedAsync'>;

/** Calls end by an error, but nothing is written of what it was. */
function withoutErrors({ exit, returned, failedAsync }: Ends): Partial<Recorder> {
  return {
    thrownLater: () => exit(INCOMPLETE),
    returned: (value, id, detail) => (value === INCOMPLETE ? exit(value) : returned(value, id, detail)),
    failedAsync: (error) => failedAsync(error, false),
  };
}

function editsOf(found: Instrumented, source: string, module: boolean, place: Place | undefined): Edit[] {
  if (place) return embeddedEdits(found, source);
  return module ? moduleEdits(found) : commonJsEdits(found, source);
}

/** Without worker threads (a permission, a limit) every event gets its own stamp. */
function clockOrStill(watched: string) {
  try {
    return startClock(130_000, watched);
  } catch {
    return stillClock();
  }
}

/** Whether Node itself was told to sample the heap from the start. */
const isHeapProfiled = (): boolean =>
  [...process.execArgv, process.env.NODE_OPTIONS ?? ''].some((flag) => flag.includes('--heap-prof'));

/** For a module whose entry has left the cache between its rewriting and its start. */
function lostFunctions(path: string, count: number): FunctionMeta[] {
  const meta: FunctionMeta = {
    path,
    name: '<unknown>',
    line: 1,
    column: 1,
    endLine: 1,
    kind: 'function',
    async: false,
    generator: false,
    params: [],
  };
  return Array.from({ length: count }, () => meta);
}
