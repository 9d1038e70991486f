import { ContractError, type MetricSeries, type RunId } from '#contract';
import { sealedState } from '../../store/index.ts';
import { identityKey, type Taken } from '../context.ts';
import { keepFacts, keptFacts } from './kept-facts.ts';
import { readFacts, readSums } from './read-run.ts';
import type { RunFacts, RunSums } from './types.ts';

export interface RunReaderDeps {
  /**
   * Where a recording is. It is not held: an analysis that nobody asked for must not be why a run cannot be removed.
   */
  fileOf(run: RunId): Promise<string>;
  /** Figures of the run's processes over time. */
  metricsOf(run: RunId): Promise<readonly MetricSeries[]>;
}

/** Runs whose functions' figures stay in memory: an analysis asks for those of ten. */
const MAX_TAKEN = 24;

interface Reading {
  readonly facts: Promise<RunFacts>;
  readonly abort: AbortController;
  readonly hearers: Set<(sums: RunSums) => void>;
  sums: RunSums | null;
  waiting: number;
}

/** Reads runs for an analysis, each at most once at a time, and remembers what does not change. */
export function createRunReader({ fileOf, metricsOf }: RunReaderDeps) {
  const readings = new Map<RunId, Reading>();
  const takenIn = new Map<RunId, ReadonlyMap<string, Taken>>();

  async function read(run: RunId, hear: (sums: RunSums) => void, signal: AbortSignal): Promise<RunFacts> {
    const file = await fileOf(run);
    const kept = keptFacts(file);
    if (kept !== null) return { ...kept, run };
    const facts = await readFacts(file, run, await metricsOf(run), hear, signal);
    keep(file, facts);
    return facts;
  }

  function start(run: RunId): Reading {
    const abort = new AbortController();
    const hearers: Reading['hearers'] = new Set();
    const hear = (sums: RunSums): void => {
      reading.sums = sums;
      for (const tell of hearers) tell(sums);
    };
    const facts = read(run, hear, abort.signal).finally(() => {
      if (readings.get(run) === reading) readings.delete(run);
    });
    // Whoever waited may have left.
    facts.catch(() => undefined);
    const reading: Reading = { facts, abort, hearers, sums: null, waiting: 0 };
    readings.set(run, reading);
    return reading;
  }

  return {
    /** @param hearSums told what the store has summed up, as soon as that is known and the rest is not */
    async facts(run: RunId, hearSums: (sums: RunSums) => void, signal?: AbortSignal): Promise<RunFacts> {
      const reading = readings.get(run) ?? start(run);
      reading.waiting++;
      reading.hearers.add(hearSums);
      if (reading.sums !== null) hearSums(reading.sums);
      const gone = Promise.withResolvers<never>();
      const leave = (): void => {
        gone.reject(new ContractError('cancelled', 'The analysis was cancelled.'));
        if (--reading.waiting > 0) return;
        readings.delete(run);
        reading.abort.abort();
      };
      signal?.addEventListener('abort', leave, { once: true });
      try {
        return await Promise.race([reading.facts, gone.promise]);
      } finally {
        signal?.removeEventListener('abort', leave);
        reading.hearers.delete(hearSums);
      }
    },
    /** What each function took in a run that is over, by `identityKey`. */
    async taken(run: RunId): Promise<ReadonlyMap<string, Taken>> {
      const known = takenIn.get(run);
      if (known !== undefined) return known;
      const file = await fileOf(run);
      const { table } = keptFacts(file) ?? (await readSums(file, run));
      const taken = takenOf(table);
      // One that a crash cut short may become more.
      if (sealedState(file) === undefined) return taken;
      takenIn.set(run, taken);
      const oldest = takenIn.keys().next().value;
      if (takenIn.size > MAX_TAKEN && oldest !== undefined) takenIn.delete(oldest);
      return taken;
    },
  };
}

/** Without them the next analysis takes longer, and that is all. */
function keep(file: string, facts: RunFacts): void {
  try {
    keepFacts(file, facts);
  } catch {
    // A full disk, a run that was removed meanwhile.
  }
}

function takenOf({ length, files, file, name, line, calls, selfNs }: RunSums['table']): Map<string, Taken> {
  const taken = new Map<string, Taken>();
  for (let f = 0; f < length; f++) {
    const key = identityKey(files[file[f] ?? 0] ?? '', name[f] ?? '', line[f] ?? 0);
    taken.set(key, { calls: calls[f] ?? 0, selfNs: selfNs[f] ?? 0 });
  }
  return taken;
}
