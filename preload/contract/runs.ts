import * as v from 'valibot';
import { level, type ProjectDir, projectDir, type RunId, runId } from './ids.ts';
import { type SetLevelAnswer, type SetLevelRequest, setLevelRequest } from './live-levels.ts';
import type { TracingLevel } from './projects.ts';
import type { Backup, Restored } from './recording-care.ts';
import { defineService } from './service.ts';

/**
 * `running`: the target lives. `stopping`: asked to end. `finishing`: it ended, its last spans are being read.
 * `done`: everything is in the recording. `failed`: it never started. `interrupted`: the workbench died meanwhile and what
 * the spool held has been recovered.
 */
export type RunState = 'running' | 'stopping' | 'finishing' | 'done' | 'failed' | 'interrupted';

/** Calls of a function that kept the overhead budget from being met: counted, but for one in `factor`. */
export interface ThrottledCalls {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** The largest one in use. */
  readonly factor: number;
  /** Time during which the function was throttled, ns, summed over the threads. */
  readonly timeNs: number;
  /** Calls in that time without a span, and with one: only the latter have times. */
  readonly counted: number;
  readonly timed: number;
}

/** What is not in the recording, and what the tracer cost: shown wherever it matters. */
export interface Honesty {
  readonly dropped: number;
  readonly sampled: number;
  readonly throttledFunctions: number;
  /** Which they were, the most counted first; absent where there is none. Long lists are cut. */
  readonly throttled?: readonly ThrottledCalls[];
  readonly truncatedValues: number;
  readonly redactedValues: number;
  /** Frames of the spool that were torn or damaged. */
  readonly damagedFrames: number;
  /**
   * Threads whose stream stops without saying how they ended: killed, or there was no space left to write. What they did
   * after it is missing, and nobody counted it. Absent where there is none.
   */
  readonly cutShort?: number;
  /** Spans without a recorded end. */
  readonly unfinished: number;
  /** Files of the scope that ran uninstrumented, with the reason. */
  readonly skippedFiles: readonly { readonly file: string; readonly reason: string }[];
  /** Estimated time the tracer added to the target, ns, and its share of the run's traced time, 0-1. */
  readonly tracerCostNs: number;
  readonly tracerCostShare: number;
  /** Largest error of a recorded time, ns. */
  readonly maxClockErrorNs: number;
}

/** Why a run failed and what to do, in words for the person in front of it. */
export interface Diagnosis {
  readonly title: string;
  readonly detail: string;
  readonly action: string;
}

export interface Run {
  readonly id: RunId;
  readonly dir: ProjectDir;
  /** Unique among the project's runs; given by the person, or made from the command and the time. */
  readonly name: string;
  readonly command: string;
  /** Relative to the project. */
  readonly cwd: string;
  readonly level: TracingLevel;
  readonly state: RunState;
  readonly pid: number | null;
  /** ms since 1970. */
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly pinned: boolean;
  /** Made while recordings were not to be kept: unless pinned it is removed when the next run begins or Callscape starts. */
  readonly temporary?: true;
  /** Absolute path of the recording, and its size on disk. */
  readonly file: string;
  readonly bytes: number;
  readonly spans: number;
  readonly functions: number;
  readonly errors: number;
  readonly diagnosis: Diagnosis | null;
}

export interface RunProgress {
  readonly run: RunId;
  /** Grows by one whenever queries can answer something new. */
  readonly revision: number;
  readonly spans: number;
  readonly spansPerSecond: number;
  /** Spool bytes not read yet. */
  readonly lagBytes: number;
  readonly bytes: number;
  readonly honesty: Honesty;
}

export interface StartRun {
  readonly dir: ProjectDir;
  /** A saved or detected configuration, or a command of its own. */
  readonly configuration?: string | undefined;
  readonly command?: string | undefined;
  readonly cwd?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly level?: TracingLevel | undefined;
  readonly name?: string | undefined;
  readonly columns: number;
  readonly rows: number;
}

export interface TerminalOutput {
  readonly run: RunId;
  /** Position of the first byte in the run's whole output. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** What retention has removed from a project. */
export interface Tidied {
  /** Names, the oldest first. */
  readonly removed: readonly string[];
  readonly bytes: number;
  /** The limits that asked for it; `null`: they were temporary. */
  readonly limits: { readonly days: number; readonly bytes: number } | null;
}

/** What happened, for a person. */
export const tidiedText = ({ removed, bytes, limits }: Tidied): string =>
  `${removed.length} ${removed.length === 1 ? 'run' : 'runs'} (${(bytes / 1e6).toFixed(0)} MB): ${removed.slice(0, 5).join(', ')}` +
  `${removed.length > 5 ? ` and ${removed.length - 5} more` : ''}. ` +
  (limits === null
    ? 'Runs made while TRACING_STORE_TRACES is off are kept until the next one begins, unless they are pinned.'
    : `Runs are kept for ${limits.days} days and up to ${limits.bytes / 1e9} GB unless they are pinned; ` +
      'TRACING_RETENTION_DAYS, TRACING_MAX_STORAGE_GB and TRACING_AUTO_CLEANUP say so.');

export interface Runs {
  start(request: StartRun): Promise<Run>;
  /** Terminal input, as typed. */
  write(request: { run: RunId; text: string }): Promise<void>;
  resize(request: { run: RunId; columns: number; rows: number }): Promise<void>;
  /** Graceful: signal, a time limit, then kill of the process group. `force` kills at once. */
  stop(request: { run: RunId; force: boolean }): Promise<Run>;
  list(request: { dir: ProjectDir }): Promise<readonly Run[]>;
  /** `run` is an id, a name, or `latest`. */
  get(request: { dir: ProjectDir; run: string }): Promise<Run>;
  rename(request: { run: RunId; name: string }): Promise<Run>;
  pin(request: { run: RunId; pinned: boolean }): Promise<Run>;
  remove(request: { run: RunId }): Promise<void>;
  /** What the terminal showed so far (the last 4 MB at most). */
  output(request: { run: RunId }): Promise<TerminalOutput>;
  progress(request: { run: RunId }): Promise<RunProgress>;
  /** Changes what is recorded of a running app. `refused` when it has ended. */
  setLevel(request: SetLevelRequest): Promise<SetLevelAnswer>;
  /** Copies a recording file into the project's catalogue and opens it; `damaged` or `refused` with the reason. */
  importRecording(request: { dir: ProjectDir; file: string }): Promise<Run>;
  /** Copies the project's recordings and the list of them into a new folder; `refused` when it cannot be made. */
  backup(request: { dir: ProjectDir; folder: string }): Promise<Backup>;
  /** Takes up what a backup holds and the project does not; `not-found`, `damaged` or `refused` (newer) for the backup itself. */
  restore(request: { dir: ProjectDir; folder: string }): Promise<Restored>;

  onChanged(filter: { dir: ProjectDir }, listener: (run: Run) => void): { dispose(): void };
  onOutput(filter: { run: RunId }, listener: (output: TerminalOutput) => void): { dispose(): void };
  onProgress(filter: { run: RunId }, listener: (progress: RunProgress) => void): { dispose(): void };
  /** Runs that the settings no longer keep were removed. What nobody has heard of yet is told to the first who listens. */
  onTidied(filter: { dir: ProjectDir }, listener: (tidied: Tidied) => void): { dispose(): void };
}

const text = v.pipe(v.string(), v.maxLength(1000));
const cells = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000));
const ofRun = v.strictObject({ run: runId });

export const runs = defineService<Runs>({
  name: 'runs',
  methods: {
    start: v.strictObject({
      dir: projectDir,
      configuration: v.optional(text),
      command: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(32_768))),
      cwd: v.optional(text),
      env: v.optional(v.record(v.string(), v.string())),
      level: v.optional(level),
      name: v.optional(v.pipe(text, v.minLength(1))),
      columns: cells,
      rows: cells,
    }),
    write: v.strictObject({ run: runId, text: v.pipe(v.string(), v.maxLength(1_000_000)) }),
    resize: v.strictObject({ run: runId, columns: cells, rows: cells }),
    stop: v.strictObject({ run: runId, force: v.boolean() }),
    list: v.strictObject({ dir: projectDir }),
    get: v.strictObject({ dir: projectDir, run: v.pipe(text, v.minLength(1)) }),
    rename: v.strictObject({ run: runId, name: v.pipe(text, v.minLength(1)) }),
    pin: v.strictObject({ run: runId, pinned: v.boolean() }),
    remove: ofRun,
    output: ofRun,
    progress: ofRun,
    setLevel: setLevelRequest,
    importRecording: v.strictObject({ dir: projectDir, file: projectDir }),
    backup: v.strictObject({ dir: projectDir, folder: projectDir }),
    restore: v.strictObject({ dir: projectDir, folder: projectDir }),
  },
  events: {
    onChanged: v.strictObject({ dir: projectDir }),
    onOutput: ofRun,
    onProgress: ofRun,
    onTidied: v.strictObject({ dir: projectDir }),
  },
});
