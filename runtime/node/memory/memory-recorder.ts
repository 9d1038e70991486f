import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { isMainThread } from 'node:worker_threads';
import type { AllocationMeasure, AllocationProfile } from '../../format/index.ts';
import type { LoadedFiles } from '../loaded-files.ts';
import { sharedNow } from '../record/clock.ts';
import { SafeMap } from '../record/safe-map.ts';
import { probeStack } from '../record/stack-room.ts';
import { AllocationTree, type Owner } from './allocation-tree.ts';
import { FunctionPlaces } from './function-places.ts';
import { type CallFrame, HeapSampler } from './heap-sampler.ts';

/** Between two samples, on average: as the engine's own tools have it. */
const INTERVAL_BYTES = 32 * 1024;
const MAX_INTERVAL_BYTES = 32 * INTERVAL_BYTES;
/** Of a program that allocates fast, where the interval can be chosen anew. */
const MAX_SAMPLES_PER_S = 2000;
/**
 * Between two profiles: as long as the thread has run, within these bounds. Each has the whole heap collected first, which costs a
 * service more than the collection itself takes; and so many times that is waited for at least.
 */
const SOONEST_NS = 1e9;
const LATEST_NS = 30e9;
const PAUSES = 300;
/** Frames, of a small function, that the stack must have room for. */
const FRAMES = 2000;

/**
 * The engine takes what inlined code allocates for its caller's. The shortest function that is traced has 63 bytes of bytecode (level 1, Node 24);
 * libraries may have shorter ones, which count for their callers anyway.
 */
const NO_INLINING = '--max-inlined-bytecode-size=50';

/**
 * Which functions of this thread took how much memory, from the engine's samples. No traced function is inlined in a process
 * whose memory is recorded.
 */
export class MemoryRecorder {
  readonly #measure: AllocationMeasure;
  readonly #files: LoadedFiles;
  readonly #ownNames: readonly string[];
  readonly #owners = new SafeMap<string, Owner>();
  readonly #places = new SafeMap<string, FunctionPlaces | null>();
  readonly #sampler: HeapSampler;
  /** Everything so far, of what has been `allocated`. */
  readonly #kept = new AllocationTree();
  #isRunning = true;
  #interval = INTERVAL_BYTES;
  #longest = INTERVAL_BYTES;
  readonly #begunAt = sharedNow();
  /** When the engine began to sample for the next profile. */
  #startedAt = this.#begunAt;
  #dueAt = this.#begunAt + SOONEST_NS;

  /** Throws where the engine cannot be asked. `ownFile`: the tracer's. */
  constructor(measure: AllocationMeasure, files: LoadedFiles, ownFile: string) {
    this.#measure = measure;
    this.#files = files;
    this.#ownNames = [ownFile, pathToFileURL(ownFile).href];
    this.#sampler = new HeapSampler(measure, INTERVAL_BYTES);
    if (isMainThread) setFlagsFromString(NO_INLINING);
  }

  /** A profile when one is due. `timeNs`: now, on the recording's clock. Throws `RangeError` where the stack has no room. */
  take(timeNs: number): AllocationProfile | undefined {
    if (!this.#isRunning || sharedNow() < this.#dueAt) return undefined;
    probeStack(FRAMES);
    const begun = sharedNow();
    const profile = this.#profile(timeNs, true);
    const ended = sharedNow();
    const pause = Math.min(LATEST_NS, Math.max(SOONEST_NS, ended - this.#begunAt));
    this.#dueAt = ended + Math.max(pause, PAUSES * (ended - begun));
    return profile;
  }

  /** The last one; nothing is sampled behind it. `undefined` where that was already. */
  end(timeNs: number): AllocationProfile | undefined {
    if (!this.#isRunning) return undefined;
    this.#isRunning = false;
    const profile = this.#profile(timeNs, false);
    this.#sampler.close();
    return profile;
  }

  #profile(timeNs: number, goesOn: boolean): AllocationProfile {
    const isAllocated = this.#measure === 'allocated';
    const tree = isAllocated ? this.#kept : new AllocationTree();
    // Of what has been collected the engine would keep the samples for ever.
    const head = goesOn && !isAllocated ? this.#sampler.read() : this.#sampler.stop();
    const interval = this.#longest;
    try {
      const bytes = tree.add(head, (frame) => this.#ownerOf(frame));
      tree.prune();
      this.#adapt(bytes);
    } finally {
      if (goesOn && isAllocated) this.#sampler.start(this.#interval);
    }
    return tree.profile(Math.round(timeNs), this.#measure, interval);
  }

  /** `bytes`: since the last start. */
  #adapt(bytes: number): void {
    const time = sharedNow();
    const perSecond = (bytes / Math.max(1, time - this.#startedAt)) * 1e9;
    const wanted = Math.max(INTERVAL_BYTES, Math.round(perSecond / MAX_SAMPLES_PER_S));
    this.#interval = Math.min(MAX_INTERVAL_BYTES, wanted);
    if (this.#measure === 'allocated') this.#longest = Math.max(this.#longest, this.#interval);
    this.#startedAt = time;
  }

  #ownerOf({ scriptId, url, lineNumber, columnNumber }: CallFrame): Owner {
    if (url === '') return 'other';
    if (url === this.#ownNames[0] || url === this.#ownNames[1]) return 'own';
    const key = `${scriptId}:${lineNumber}:${columnNumber}`;
    let owner = this.#owners.get(key);
    if (owner === undefined) {
      const id = this.#placesOf(scriptId, url)?.idAt(lineNumber, columnNumber) ?? -1;
      owner = id < 0 ? 'other' : id;
      this.#owners.set(key, owner);
    }
    return owner;
  }

  /** By script: a file may be loaded again. */
  #placesOf(scriptId: string, url: string): FunctionPlaces | null {
    let places = this.#places.get(scriptId);
    if (places === undefined) {
      const file = this.#files.find(url);
      places = file ? new FunctionPlaces(file) : null;
      this.#places.set(scriptId, places);
    }
    return places;
  }
}
