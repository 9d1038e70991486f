import { noProgress } from '../../main/ingest/index.ts';
import { createRecordings } from '../../main/query/index.ts';
import { sealedState } from '../../main/store/index.ts';
import type { Recordings } from '../../preload/contract/index.ts';
import { facts } from './measure-recording.ts';

const RUN = { run: 'rbench' };
/** As narrow as a flame graph of a wide screen asks for. */
const MIN_SHARE = 1 / 1920 / 4;

/** What needs most memory to be answered. */
export const HARDEST = {
  'flame graphs of a tenth of the run': async (recordings, durationNs, place) => {
    const startNs = (durationNs * place) / 6;
    const range = { startNs, endNs: startNs + durationNs / 10 };
    await recordings.callTree({ ...RUN, order: 'left-heavy', minShare: MIN_SHARE, range });
  },
  'bottom-up trees': async (recordings) => {
    const transforms = [{ kind: 'invert' } as const];
    await recordings.callTree({ ...RUN, order: 'left-heavy', minShare: MIN_SHARE, transforms });
  },
  'bottom-up trees of a tenth': async (recordings, durationNs, place) => {
    const startNs = (durationNs * place) / 6;
    const range = { startNs, endNs: startNs + durationNs / 10 };
    const transforms = [{ kind: 'invert' } as const];
    await recordings.callTree({ ...RUN, order: 'left-heavy', minShare: MIN_SHARE, range, transforms });
  },
  'collapsed recursion': async (recordings, _durationNs, place) => {
    const transforms = [{ kind: 'collapse-recursion', function: place, direct: false } as const];
    await recordings.callTree({ ...RUN, order: 'left-heavy', minShare: MIN_SHARE, transforms });
  },
  'statistics of a half': async (recordings, durationNs, place) => {
    const startNs = (durationNs * place) / 12;
    const range = { startNs, endNs: startNs + durationNs / 2 };
    await recordings.statistics({ ...RUN, by: 'function', range });
  },
  'callers and callees': async (recordings, _durationNs, place) => {
    await recordings.neighbours({ ...RUN, function: place });
  },
} satisfies Record<string, (recordings: Recordings, durationNs: number, place: number) => Promise<unknown>>;

export const ALL = 'all of them, one after another';

export interface MemoryFigures {
  readonly name: string;
  readonly readers: number;
  /** The most that the process ever had, and what it has afterwards; bytes. */
  readonly peakRss: number;
  readonly restRss: number;
  readonly cpuMs: number;
}

/** Has each of some readers asked one of the hardest questions, or `ALL`, at several places, all of them at the same time. */
export async function measureMemory(file: string, name: string, readers: number): Promise<MemoryFigures> {
  const state = sealedState(file);
  if (!state) throw new Error(`${file} is no complete recording.`);
  const { revision, summary } = state;
  const progress = { ...noProgress('rbench'), revision };
  const run = { ...facts, dir: '/srv', file, pinned: false, bytes: 0, spans: 0, functions: 0, errors: 0 };
  const options = { workers: readers, timeLimitMs: 60_000 };
  const recordings = createRecordings(async () => ({ file, run, progress }), options);
  const asked = Object.entries(HARDEST).filter(([each]) => name === ALL || each === name);
  try {
    for (const [, ask] of asked) {
      for (let place = 0; place < 5; place++) {
        await Promise.all(Array.from({ length: readers }, () => ask(recordings, summary.durationNs, place)));
      }
    }
    const restRss = process.memoryUsage.rss();
    const { user, system } = process.cpuUsage();
    const peakRss = process.resourceUsage().maxRSS * 1024;
    return { name, readers, peakRss, restRss, cpuMs: (user + system) / 1000 };
  } finally {
    recordings.dispose();
  }
}
