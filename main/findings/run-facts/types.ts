import type { FunctionTable, RunId, SpanId } from '#contract';
import type { CallEdges } from '../../query/scan-types.ts';
import type { ReachedLines } from '../../query/steps/index.ts';
import type { MemoryGrowth } from './memory.ts';

/** What is known of a run before its calls are looked at one by one. Indexes are those of the function table. */
export interface RunSums {
  readonly run: RunId;
  readonly table: FunctionTable;
  readonly edges: CallEdges;
  /** By function: 1 when it was called below an asynchronous function or was one: other work waits meanwhile. */
  readonly belowAsync: Uint8Array;
  /** By function: its slowest call; '' without one, and where the store keeps no list because there are few. */
  readonly slowest: readonly SpanId[];
}

/** What the calls of a run show beyond that. */
export interface RunFacts extends RunSums {
  /** Values were captured: without them nothing is known about equal arguments and results. */
  readonly hasValues: boolean;
  readonly errors: readonly ErrorPattern[];
  readonly repeated: readonly RepeatedCalls[];
  readonly inputs: readonly GivenInputs[];
  /** By function: lines that ran, where a run of level 4 or 5 shows them. */
  readonly lines: ReadonlyMap<number, ReachedLines>;
  readonly loops: readonly CallLoop[];
  readonly unsteady: readonly UnsteadyFunction[];
  readonly notNumbers: readonly {
    readonly function: number;
    readonly count: number;
    readonly span: SpanId;
  }[];
  /** By function: time in its own calls that it was suspended, ns. */
  readonly waitingNs: Float64Array;
  /** Of the calls without a caller, which stand for requests and tasks; `null`: there is none. */
  readonly responses: { readonly averageNs: number; readonly p95Ns: number } | null;
  /** Processes whose memory keeps growing. */
  readonly memory: readonly MemoryGrowth[];
  /** Calls whose values were left out because there are too many; 0: all were compared. */
  readonly skipped: number;
}

/** Errors of one function that say the same but for numbers and names in them. */
export interface ErrorPattern {
  readonly function: number;
  /** Class of the error, or of what else was thrown; '' where it was not captured. */
  readonly type: string;
  /** The first message; of what is no error, what it is. */
  readonly message: string;
  /** What no engine and no library for errors throws is somebody's way to answer. */
  readonly isError: boolean;
  readonly count: number;
  /** ns since the recording's origin. */
  readonly firstNs: number;
  readonly lastNs: number;
  readonly span: SpanId;
  /** Arguments of the first few calls, as a person reads them. */
  readonly inputs: readonly string[];
}

export interface RepeatedCalls {
  readonly function: number;
  /** Calls whose arguments were captured, and how many different ones there were. */
  readonly calls: number;
  readonly distinct: number;
  /** Whether equal arguments gave equal results wherever both were captured. */
  readonly steady: boolean;
  /** Self time of all calls but the first of each kind, ns. */
  readonly repeatedNs: number;
  /** The arguments that came most often, and how often. */
  readonly most: { readonly input: string; readonly count: number; readonly span: SpanId };
}

/** Parameters of a function that had one value in all calls. */
export interface GivenInputs {
  readonly function: number;
  /** Calls whose parameters were captured, and how many parameters there are. */
  readonly calls: number;
  readonly params: number;
  /** The value as a person reads it: a primitive one. `name` is the parameter as the source has it, a pattern maybe. */
  readonly constant: readonly { readonly name: string; readonly at: number; readonly value: string }[];
  readonly span: SpanId;
}

/** A function that calls another again and again within one call of its own. */
export interface CallLoop {
  readonly caller: number;
  readonly callee: number;
  /** Calls of the caller that did so, and of the callee in them. */
  readonly times: number;
  readonly calls: number;
  readonly most: number;
  /** Different arguments in all; -1: not captured. */
  readonly distinct: number;
  /** Whether calls for other callers stood between them. */
  readonly interleaved: boolean;
  readonly span: SpanId;
}

export interface UnsteadyFunction {
  readonly function: number;
  /** Slow calls, by the function below that took most of their time; -1: the time was its own. */
  readonly causes: readonly { readonly function: number; readonly calls: number }[];
  readonly slowCalls: number;
  readonly span: SpanId;
}
