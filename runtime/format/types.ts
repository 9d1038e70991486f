/** JSON payloads of the spool, as FORMAT.md describes them. Nothing here may change without a new format version. */

/** What a thread says of itself in the first frame of its spool. */
export interface ProcessInfo {
  readonly pid: number;
  readonly ppid: number;
  /** Processes above that one, the nearest first, where the system tells: who started a shell that started this one. */
  readonly ancestors?: readonly number[];
  /** 0 for a process's main thread; Node: `worker_threads.threadId`. */
  readonly threadId: number;
  readonly threadName: string;
  readonly runtime: 'node' | 'python';
  readonly runtimeVersion: string;
  readonly platform: string;
  readonly arch: string;
  readonly argv: readonly string[];
  readonly cwd: string;
  /** Wall clock at the thread's origin: nanoseconds since 1970 as decimal digits, past what a double can hold. */
  readonly originUnixNs: string;
  readonly clock: 'bounded' | 'exact';
  /** Period of the clock worker in nanoseconds; 0 with the exact clock. */
  readonly tickNs: number;
  /** Global level the thread started with, 0-5. */
  readonly level: number;
  readonly tracerVersion: string;
  /** The thread that started this one (`new Worker`, `fork`), where it is known. */
  readonly parent?: { readonly pid: number; readonly threadId: number; readonly mark?: number };
}

export interface FileDefinition {
  /** Dense per spool, from 0. */
  readonly id: number;
  /** Relative to the project with forward slashes when inside it, else absolute. TypeScript: the original file. */
  readonly path: string;
  readonly language: 'javascript' | 'typescript' | 'python';
}

export type FunctionKind =
  | 'function'
  | 'arrow'
  | 'method'
  | 'constructor'
  | 'getter'
  | 'setter'
  | 'static-block'
  /** A module's top level: the owner of its variables. */
  | 'module'
  /** No function of the scope, but a place in one that calls code outside it (`JSON.parse`) or awaits (`await load()`). */
  | 'call'
  | 'await'
  /** A call of a library that reaches outside the process: a query, a request, a command. */
  | 'operation';

/** What an operation is. `system` names the product by OpenTelemetry's conventions: `sqlite`, `postgresql`, `redis`. */
export interface OperationDefinition {
  readonly kind: 'database' | 'cache' | 'http' | 'network' | 'messaging' | 'file' | 'process';
  readonly system: string;
}

export interface FunctionDefinition {
  /** Dense per spool, from 0; the ENTER word. */
  readonly id: number;
  /** `FileDefinition.id`. */
  readonly file: number;
  /** Qualified: `Class.method`, `outer.inner`; `<anonymous>` where the source gives no name. */
  readonly name: string;
  /** Original position, from 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  readonly endLine: number;
  readonly kind: FunctionKind;
  readonly async: boolean;
  readonly generator: boolean;
  /** Parameter names in order; a pattern is written as it stands in the source; a rest parameter starts with `...`. */
  readonly params: readonly string[];
  /** Level it is recorded at, 0-5; absent where the writer does not say. */
  readonly level?: number;
  /** Level that its text was rewritten for, where that is higher. */
  readonly upTo?: number;
  /** Which rule gave that level: `function`, `file`, `language`, `run`, `project` or `global`, with `:` and its pattern. */
  readonly rule?: string;
  /** Of the kind `operation`. */
  readonly operation?: OperationDefinition;
  /** From level 4 on: what SET and SET_MODULE refer to by its place here. */
  readonly variables?: readonly VariableDefinition[];
}

export interface VariableDefinition {
  /** As the source has it; `order.total` for a member that is assigned. */
  readonly name: string;
  /** Original line where it is declared, or for a member first assigned, from 1. */
  readonly line: number;
  readonly kind: 'parameter' | 'variable' | 'member';
}

/**
 * What the workbench asks of a running app: `levels.json` in the spool folder. Changes are only ever added; the last one
 * that reaches a function counts.
 */
export interface LevelsFile {
  readonly version: 1;
  readonly changes: readonly Pick<LevelChange, 'scope' | 'target' | 'level'>[];
}

/** A change of levels while the app ran, as the thread met it. */
export interface LevelChange {
  readonly timeNs: number;
  readonly scope: 'global' | 'file' | 'function';
  /** Path of the file, or `path#qualified name` of the function; empty for `global`. */
  readonly target: string;
  readonly level: number;
  /** Functions whose recording changed. */
  readonly functions: number;
}

/** Totals of one thread since it began. Honest numbers: what is not in the recording is counted here. */
export interface Counters {
  /** Spans lost by a recorder failure. */
  readonly dropped: number;
  /** Spans left out on purpose: sampling, depth, minimum duration. */
  readonly sampled: number;
  /** Functions that were throttled at some time, to keep the overhead budget. */
  readonly throttled: number;
  /** Which they were; absent where there is none. */
  readonly throttledFunctions?: readonly ThrottledFunction[];
  /** Values cut by a capture limit, and secrets redacted. */
  readonly truncatedValues: number;
  readonly redactedValues: number;
  /** Files and functions instrumented. */
  readonly instrumentedFiles: number;
  readonly instrumentedFunctions: number;
  /** Time spent rewriting source, and writing the spool, in ns; and the measured cost of one recorded call. */
  readonly instrumentNs: number;
  readonly writeNs: number;
  readonly costPerCallNs: number;
  /** Largest clock error bound seen, in ns (0 with the exact clock). */
  readonly maxClockErrorNs: number;
}

/** While it was throttled, one call in `factor` had a span and the others were counted (COUNTED). */
export interface ThrottledFunction {
  /** `FunctionDefinition.id`. */
  readonly function: number;
  /** The largest one. */
  readonly factor: number;
  /** Time during which it was throttled. */
  readonly ns: number;
  /** Calls in that time without and with a span. */
  readonly counted: number;
  readonly sampled: number;
  /** Whether it is throttled still. */
  readonly active: boolean;
}

/** Figures of the process at a moment; FORMAT.md lists their names and units. */
export interface MetricSample {
  readonly timeNs: number;
  readonly values: Readonly<Record<string, number>>;
}

/** What functions have allocated in a thread since it began, as a tree: four lists of one length. */
export interface AllocationProfile {
  /** When it was taken. */
  readonly timeNs: number;
  /** Everything, also what was collected again; or what was still in use at `timeNs`. */
  readonly measure: AllocationMeasure;
  /** Bytes between two samples, on average; 0: nothing was left to chance. */
  readonly intervalBytes: number;
  /** A node that stands before it; -1 for node 0, the whole. */
  readonly parent: readonly number[];
  /** `FunctionDefinition.id`; -1: none, as in node 0. */
  readonly function: readonly number[];
  /** The node's own, without those below it. */
  readonly bytes: readonly number[];
  /** Objects; the node's own. -1: the runtime does not tell. */
  readonly count: readonly number[];
}

export type AllocationMeasure = 'allocated' | 'retained';

export interface EndInfo {
  readonly timeNs: number;
  readonly reason: 'exit' | 'uncaught' | 'signal' | 'terminated';
  readonly code?: number;
  readonly signal?: string;
}

export interface SkippedFile {
  readonly file: string;
  readonly reason: string;
}

/** Which functions a pattern means; `_` or `*` stands for any. */
export interface FunctionPattern {
  /** A path relative to the project, with or without its extension, or a glob; without a slash in any folder. */
  readonly module: string;
  /** Qualified, or the last part of it. */
  readonly function: string;
  /** Parameters that the function declares; null: any number. */
  readonly arity: number | null;
}

/**
 * What the launcher tells the hook, as JSON in the file named by the environment variable `CALLSCAPE_CONFIG`.
 * Child processes inherit the variable, and so the configuration.
 */
export interface TracerConfig {
  readonly version: 1;
  /** Absolute; spools are written here as `<pid>-<threadId>-<random>.spool`. */
  readonly spoolDir: string;
  /** Absolute; the default scope is the files below it, without node_modules. */
  readonly projectDir: string;
  readonly level: 0 | 1 | 2 | 3 | 4 | 5;
  /** Who asked for that level: this run, the project's settings, or nobody (`global`, also where it is absent). */
  readonly levelFrom?: 'run' | 'project' | 'global';
  /**
   * Level that every function of the scope can be switched to while the app runs: its text is rewritten for it, also where
   * its own level is lower or 0. Absent: functions can be switched off and back to what they were.
   */
  readonly liveLevel?: 1 | 2;
  readonly clock: 'bounded' | 'exact';
  /** Globs over paths relative to the project. An empty include list means every file of the default scope. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly excludeFunctions: readonly string[];
  readonly excludeNodeModules: boolean;
  readonly levels: {
    readonly languages: Readonly<Record<string, number>>;
    readonly files: Readonly<Record<string, number>>;
    readonly functions: Readonly<Record<string, number>>;
  };
  readonly capture: {
    readonly params: boolean;
    readonly returns: boolean;
    /** Bytes per captured value list, at most. */
    readonly maxBytes: number;
    /** `this` as the first of the parameters, except in constructors and arrow functions. */
    readonly self?: boolean;
    /** Whether variables are recorded at levels 4 and 5, and awaits as spans from level 3 on; absent: yes. */
    readonly vars?: boolean;
    readonly async?: boolean;
    /** Whether what goes to databases, and to servers and clients of HTTP, has spans of its own; absent: yes. */
    readonly database?: boolean;
    readonly http?: boolean;
    /** Whether what a function threw is recorded, besides that it threw; absent: yes. */
    readonly errors?: boolean;
    /** Every value with its fields, however often its function is called; else hot functions tell less. */
    readonly full?: boolean;
  };
  /** Keys (case-insensitive, `*` as wildcard) whose values are redacted besides the built-in ones. */
  readonly redactKeys: readonly string[];
  /** Functions that are traced; absent or empty: all. The level of all others is 0. */
  readonly patterns?: readonly FunctionPattern[];
  /** Packages in node_modules that are traced, whatever `excludeNodeModules` says. */
  readonly includePackages?: readonly string[];
  /** False: files that have changed since the run began, or have come since, run as they are. Absent: true. */
  readonly changedFiles?: boolean;
  readonly newFiles?: boolean;
  /** Whether callbacks that run later keep the parent that handed them over; absent: yes. */
  readonly linkCallbacks?: boolean;
  /**
   * Hosts whose requests say which span has sent them, by a W3C trace context: names, `*.name`, `*` for all, `local` for this machine.
   * Absent: this machine; empty: none.
   */
  readonly contextHosts?: readonly string[];
  /** What is left out on purpose, by each thread. */
  readonly limits?: {
    /** Share of the traces that is kept, 0 to 1. */
    readonly sampleRate?: number;
    /** Spans on the stack above each other, at most; deeper calls are counted below the last. */
    readonly maxDepth?: number;
    /** Shorter synchronous calls that end normally are counted below the span around them. */
    readonly minDurationNs?: number;
    /** Spans, and bytes of the spool, after which nothing more is recorded. */
    readonly maxSpans?: number;
    readonly maxBytes?: number;
  };
  /** What else settles redaction. */
  readonly redact?: {
    /** Off by choice. */
    readonly off?: boolean;
    /** Keys that tell nothing, though they look as if. */
    readonly keep?: readonly string[];
    /** Regular expressions of texts that are never written. */
    readonly values?: readonly string[];
  };
  /**
   * Of each thread's CPU time (in Python of the process's: one thread runs at a time), 0 to 1, that recording may take before the functions called most often are throttled.
   * Absent: no limit.
   */
  readonly budget?: number;
  /** Absolute directory for rewritten sources, by content hash. */
  readonly cacheDir: string;
  /** Threads, of all processes of the run, that are recorded at most; absent: 4,096. */
  readonly maxThreads?: number;
  /** Milliseconds between flushes at the latest while events come. */
  readonly flushMs: number;
  /** Traces of a thread that may wait in memory to be written, or parts of them between two waits; absent: as many as come in that time. */
  readonly maxTraces?: number;
  /** Which memory is recorded by function; absent: none. */
  readonly memory?: AllocationMeasure;
}
