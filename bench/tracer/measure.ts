import { median } from '../table.ts';
import { makeProject } from './project.ts';
import { runVariant, type VariantRun } from './run-variant.ts';
import type { Spread } from './slices.ts';
import type { SpoolTotals } from './spool-size.ts';
import { ROUNDS, type Variant, variantsFor } from './variants.ts';
import type { UnitWorkload, Workload } from './workloads.ts';

const SLOW_ROUNDS = Math.min(2, ROUNDS);

/** Medians of one variant, and what they are compared with, on the same input. */
export interface Measured {
  readonly variant: Variant;
  /** CPU time of a unit, ns. */
  readonly cpuNs: number;
  /** Of the untraced program on the same input. */
  readonly untracedNs: number;
  readonly startingNs: number;
  readonly callsPerUnit: number;
  readonly bytesPerSpan?: number;
  readonly spansPerCall?: number;
  /** How sure the ratio to the untraced program is, where it has been taken in slices. */
  readonly spread?: Spread;
}

/** Calls of a run: `base` once and `unit` for each unit. */
export interface Calls {
  readonly base: number;
  readonly unit: number;
}

/** Runs all variants in turns. Throws when a run has recorded another number of calls than the program makes. */
export function measureWorkload(workload: UnitWorkload): Measured[] {
  const project = makeProject(workload);
  try {
    const variants = variantsFor(workload.name);
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
    for (let round = 0; round < ROUNDS; round++) {
      for (const variant of variants) {
        if (variant.slow && round >= SLOW_ROUNDS) continue;
        const run = runVariant(workload, project, variant);
        samples.get(variant)?.push(run);
        if (run.spool) check(workload, variant, run.spool, calls[variant.slow ? 1 : 0] as Calls, run.inAll);
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
      callsPerUnit: (calls[variant.slow ? 1 : 0] as Calls).unit,
      ...spoolFigures((samples.get(variant) ?? []).flatMap(({ spool }) => spool ?? [])),
    }));
  } finally {
    project.remove();
  }
}

/** Medians of what recordings hold; nothing where there are none. */
export function spoolFigures(
  spools: readonly SpoolTotals[],
): Pick<Measured, 'bytesPerSpan' | 'spansPerCall'> {
  if (spools.length === 0) return {};
  return {
    bytesPerSpan: median(spools.map(({ bytes, spans }) => bytes / spans)),
    spansPerCall: median(spools.map(({ spans, calls }) => spans / calls)),
  };
}

/** Throws if the recording of so many units has another number of calls than they make. */
export function check(
  workload: Workload,
  variant: Variant,
  spool: SpoolTotals,
  { base, unit }: Calls,
  units: number,
): void {
  const expected = base + unit * units;
  if (spool.calls === expected) return;
  throw new Error(`${workload.name}, ${variant.label}: ${spool.calls} calls were recorded of ${expected}`);
}
