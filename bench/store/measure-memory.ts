import { noProgress } from '../../main/ingest/index.ts';
import { createRecordings } from '../../main/query/index.ts';
import { sealedState } from '../../main/store/index.ts';
import type { Recordings } from '../../preload/contract/index.ts';
import { facts } from './facts.ts';

const RUN = { run: 'rbench' };
/** As narrow as a flame graph of a wide screen asks for. */
const MIN_SHARE = 1 / 1920 / 4;

interface Place {
  readonly durationNs: number;
  /** From 0 to 4: which function, and which part of the run. */
  readonly place: number;
}

const rangeOf = ({ durationNs, place }: Place, part: number) => {
  const startNs = (durationNs * (1 - part) * place) / 5;
  return { startNs, endNs: startNs + durationNs * part };
};
const SHOWN = { ...RUN, order: 'left-heavy', minShare: MIN_SHARE } as const;
const INVERTED = [{ kind: 'invert' } as const];

/** What takes most time and memory to be answered. */
export const HARDEST = {
  'flame graphs of a tenth of the run': (recordings, at) =>
    recordings.callTree({ ...SHOWN, range: rangeOf(at, 0.1) }),
  'bottom-up trees': (recordings) => recordings.callTree({ ...SHOWN, transforms: INVERTED }),
  'bottom-up trees of a tenth': (recordings, at) =>
    recordings.callTree({ ...SHOWN, transforms: INVERTED, range: rangeOf(at, 0.1) }),
  'collapsed recursion': (recordings, { place }) => {
    const transforms = [{ kind: 'collapse-recursion', function: place, direct: false } as const];
    return recordings.callTree({ ...SHOWN, transforms });
  },
  sandwiches: (recordings, { place }) =>
    recordings.sandwich({ ...RUN, function: place, minShare: MIN_SHARE }),
  'statistics of a half': (recordings, at) =>
    recordings.statistics({ ...RUN, by: 'function', range: rangeOf(at, 0.5) }),
  'callers and callees': (recordings, { place }) => recordings.neighbours({ ...RUN, function: place }),
  'differences of two halves': (recordings, at) => {
    const [range, baseRange] = [rangeOf(at, 0.5), rangeOf({ ...at, place: 4 - at.place }, 0.5)];
    return recordings.difference({ ...RUN, base: RUN.run, minShare: MIN_SHARE, range, baseRange });
  },
  'heat maps': (recordings, { durationNs }) =>
    recordings.heatMap({ ...RUN, range: { startNs: 0, endNs: durationNs }, columns: 480 }),
  'heat maps of a function': (recordings, { durationNs, place }) =>
    recordings.heatMap({ ...RUN, range: { startNs: 0, endNs: durationNs }, columns: 480, function: place }),
} satisfies Record<string, (recordings: Recordings, at: Place) => Promise<unknown>>;

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
        await Promise.all(
          Array.from({ length: readers }, () => ask(recordings, { durationNs: summary.durationNs, place })),
        );
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
