/** A quick look takes one. */
export const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);

/** One way of running a workload. */
export interface Variant {
  readonly label: string;
  readonly kind: 'plain' | 'count' | 'clock' | 'text' | 'profile' | 'otel' | 'appmap' | 'trace';
  readonly level?: 1 | 2 | 3 | 4;
  readonly clock?: 'bounded' | 'exact';
  /** Calls of each function that ask a recorder, where the text alone is measured. */
  readonly asked?: number;
  /** Share of the CPU time that recording may take. */
  readonly budget?: number;
  /** What is recorded of memory by function. */
  readonly memory?: 'allocated' | 'retained';
  /** The names of the workloads of which it says something; absent: of all. */
  readonly onlyFor?: readonly string[];
  /** So slow that it gets the workload's small input, and fewer rounds. */
  readonly slow?: boolean;
  /** The file of another build's hook; absent: of this one. */
  readonly build?: string;
}

const traced = (level: 1 | 2 | 3 | 4, clock: 'bounded' | 'exact' = 'bounded'): Variant => ({
  label: clock === 'exact' ? `level ${level}, every event timed` : `level ${level}`,
  kind: 'trace',
  level,
  clock,
  slow: level > 2,
});

const limited = (level: 1 | 2 | 3 | 4, budget: number): Variant => ({
  ...traced(level),
  label: `level ${level}, budget ${budget * 100}%`,
  budget,
  slow: false,
});

const withMemory = (memory: 'allocated' | 'retained'): Variant => ({
  ...traced(1),
  label: `level 1, memory ${memory}`,
  memory,
});

const textOf = (level: 1 | 2 | 3 | 4, asked = 0): Variant => ({
  label: `floor: text of level ${level}, ${asked ? 'counted once hot' : 'all counted'}`,
  kind: 'text',
  level,
  asked,
  onlyFor: asked ? ['recursion'] : ['recursion', 'service', 'orders', 'awaits'],
});

/** Calls by which a budget has found that a function is hot; the recorder that is asked by them records nothing. */
const UNTIL_HOT = 2000;

/** The first is what all others are compared with, and the second and third are the floors. */
const VARIANTS: readonly Variant[] = [
  { label: 'untraced', kind: 'plain' },
  { label: 'floor: counting the calls', kind: 'count' },
  { label: 'floor: two clock reads a call', kind: 'clock' },
  textOf(1),
  textOf(2),
  textOf(3),
  textOf(4),
  textOf(1, UNTIL_HOT),
  textOf(2, UNTIL_HOT),
  textOf(3, UNTIL_HOT),
  textOf(4, UNTIL_HOT),
  traced(1),
  traced(1, 'exact'),
  traced(2),
  traced(3),
  traced(4),
  limited(1, 0.05),
  limited(2, 0.15),
  limited(3, 0.3),
  limited(4, 0.5),
  withMemory('allocated'),
  withMemory('retained'),
  { label: "V8's --cpu-prof (samples)", kind: 'profile' },
  { label: 'OpenTelemetry, a span a call', kind: 'otel', slow: true },
  { label: 'appmap-node', kind: 'appmap', slow: true },
];

/**
 * Those of a workload. BENCH_VARIANTS, a regular expression, leaves all out but untraced, the first two floors and those whose label it
 * finds. BENCH_BEFORE names the hook of another build, whose rows stand behind ours.
 */
export function variantsFor(workload: string): Variant[] {
  const wanted = new RegExp(process.env.BENCH_VARIANTS ?? '');
  const before = process.env.BENCH_BEFORE;
  return VARIANTS.filter(
    ({ label, onlyFor }, i) => onlyFor?.includes(workload) !== false && (i < 3 || wanted.test(label)),
  ).flatMap((variant) =>
    before !== undefined && variant.kind === 'trace'
      ? [variant, { ...variant, label: `${variant.label}, before`, build: before }]
      : [variant],
  );
}
