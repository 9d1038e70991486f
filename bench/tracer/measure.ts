import { median } from '../table.ts';
import { makeProject } from './project.ts';
import { runVariant, type VariantRun } from './run-variant.ts';
import { VARIANTS, type Variant } from './variants.ts';
import type { Workload } from './workloads.ts';

/** A quick look takes one. */
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const SLOW_ROUNDS = Math.min(2, ROUNDS);

/** Medians of one variant, and what they are compared with, on the same input. */
export interface Measured {
  readonly variant: Variant;
  /** CPU time of a unit, ns. */
  readonly cpuNs: number;
  /** Of the untraced program on the same input. */
  readonly untracedNs: number;
  readonly startingNs: number;
  readonly processNs: number;
  readonly callsPerUnit: number;
  readonly bytesPerSpan?: number;
  readonly spansPerCall?: number;
}

/** Calls of a run: `base` once and `unit` for each unit. */
interface Calls {
  readonly base: number;
  readonly unit: number;
}

/** Runs all variants in turns. Throws when a run has recorded another number of calls than the program makes. */
export function measureWorkload(workload: Workload): Measured[] {
  const project = makeProject(workload);
  try {
    const variants = VARIANTS.filter(({ onlyFor }) => onlyFor?.includes(workload.name) !== false);
    const counting = variants.find(({ kind }) => kind === 'count') as Variant;
    const plain = variants[0] as Variant;
    const calls = [false, true].map((small): Calls => {
      const [one = 0, two = 0] = [1, 2].map(
        (units) => runVariant(workload, project, counting, units, small).counted,
      );
      // Each number of units is run twice: to warm up and measured.
      return { base: one - (two - one), unit: (two - one) / 2 };
    });
    const samples = new Map<Variant, VariantRun[]>(variants.map((variant) => [variant, []]));
    const smallPlain: number[] = [];
    const rounds = ROUNDS * (workload.processes ?? 1);
    for (let round = 0; round < rounds; round++) {
      for (const variant of variants) {
        if (variant.slow && round >= SLOW_ROUNDS) continue;
        const run = runVariant(workload, project, variant);
        samples.get(variant)?.push(run);
        if (run.spool) check(workload, variant, run, calls[variant.slow ? 1 : 0] as Calls);
      }
      if (round < SLOW_ROUNDS) smallPlain.push(runVariant(workload, project, plain, 0, true).cpuNs);
    }
    const of = (variant: Variant, pick: (run: VariantRun) => number) =>
      median((samples.get(variant) ?? []).map(pick));
    const untraced = of(plain, ({ cpuNs }) => cpuNs);
    return variants.map((variant) => ({
      variant,
      cpuNs: of(variant, ({ cpuNs }) => cpuNs),
      untracedNs: variant.slow ? median(smallPlain) : untraced,
      startingNs: of(variant, ({ startingNs }) => startingNs),
      processNs: of(variant, ({ processNs }) => processNs),
      callsPerUnit: (calls[variant.slow ? 1 : 0] as Calls).unit,
      ...(variant.kind === 'trace'
        ? {
            bytesPerSpan: of(variant, ({ spool }) => (spool?.bytes ?? 0) / (spool?.spans ?? 1)),
            spansPerCall: of(variant, ({ spool }) => (spool?.spans ?? 0) / (spool?.calls ?? 1)),
          }
        : {}),
    }));
  } finally {
    project.remove();
  }
}

function check(workload: Workload, variant: Variant, run: VariantRun, { base, unit }: Calls): void {
  const expected = base + unit * run.inAll;
  if (run.spool?.calls === expected) return;
  throw new Error(
    `${workload.name}, ${variant.label}: ${run.spool?.calls} calls were recorded of ${expected}`,
  );
}
