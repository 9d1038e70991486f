import type { Session } from 'node:inspector';
import type { AllocationMeasure } from '../../format/index.ts';

/** What the engine says of a function on a stack; line and column from 0, of where its parameters begin. */
export interface CallFrame {
  readonly functionName: string;
  readonly scriptId: string;
  readonly url: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/** A node of the engine's tree of stacks. */
export interface HeapNode {
  readonly callFrame: CallFrame;
  /** Estimated bytes, without the nodes below. */
  readonly selfSize: number;
  readonly children: readonly HeapNode[];
}

// Captured before the app can replace it.
const { apply } = Reflect;

/**
 * The engine's sampling profiler of the heap of this thread, by an inspector session of our own: it opens no port and enables no
 * domain. There is one such profiler in a thread, whoever starts it.
 */
export class HeapSampler {
  readonly #session: Session;
  readonly #post: Session['post'];
  readonly #measure: AllocationMeasure;

  /** Starts it. Throws where there is no inspector, or none is allowed. */
  constructor(measure: AllocationMeasure, intervalBytes: number) {
    const { Session: Sessions } = process.getBuiltinModule('node:inspector');
    this.#post = Sessions.prototype.post;
    this.#measure = measure;
    this.#session = new Sessions();
    this.#session.connect();
    this.start(intervalBytes);
  }

  start(samplingInterval: number): void {
    const includes = this.#measure === 'allocated';
    this.#send('HeapProfiler.startSampling', {
      samplingInterval,
      includeObjectsCollectedByMajorGC: includes,
      includeObjectsCollectedByMinorGC: includes,
    });
  }

  /** The tree since the last start. Collects garbage first. */
  read(): HeapNode {
    return this.#send('HeapProfiler.getSamplingProfile').profile.head;
  }

  /** As `read`, and gives back what the engine kept of each sample. */
  stop(): HeapNode {
    return this.#send('HeapProfiler.stopSampling').profile.head;
  }

  close(): void {
    this.#session.disconnect();
  }

  /** The engine answers before `post` returns. */
  #send(method: string, params: object = {}): { readonly profile: { readonly head: HeapNode } } {
    let failure: Error | null = null;
    let answer: unknown;
    const take = (error: Error | null, result?: object) => {
      failure = error;
      answer = result;
    };
    apply(this.#post, this.#session, [method, params, take]);
    if (failure) throw failure;
    return answer as { readonly profile: { readonly head: HeapNode } };
  }
}
