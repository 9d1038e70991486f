import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { launch } from './launch.ts';
import type { BenchProject } from './project.ts';
import { type SpoolTotals, spoolSize } from './spool-size.ts';
import type { Variant } from './variants.ts';
import type { UnitWorkload } from './workloads.ts';

export interface VariantRun {
  /** CPU time of a unit, ns: of all threads of the process. */
  readonly cpuNs: number;
  /** CPU time that the first units took beyond what they take later, ns: compiling, and recording until a budget is found. */
  readonly startingNs: number;
  /** Units in all, those that warm up among them. */
  readonly inAll: number;
  readonly spool?: SpoolTotals;
  /** Calls in all, as the floor that counts them has it. */
  readonly counted?: number;
}

/** Runs a workload once, in a process of its own. `units`: exactly so many to warm up and as many again, else by time. */
export function runVariant(
  workload: UnitWorkload,
  project: BenchProject,
  variant: Variant,
  units = 0,
  small = variant.slow === true,
): VariantRun {
  const scratch = project.scratch();
  const { args, env, spool, callsFile } = launch(workload, project, variant, scratch, [
    small ? workload.small : workload.size,
  ]);
  if (variant.slow) Object.assign(env, { BENCH_WARM_MS: '250', BENCH_MS: '400' });
  // Until what is throttled has been found, and compiled anew.
  if (variant.budget !== undefined || variant.kind === 'text') env.BENCH_WARM_MS = '3000';
  if (units > 0) env.BENCH_UNITS = String(units);
  if (variant.kind === 'appmap') Object.assign(env, { BENCH_WARM_MS: '1', BENCH_MS: '300' });
  try {
    const output = execFileSync(process.execPath, args, {
      env,
      cwd: project.dir,
      maxBuffer: 2 ** 26,
      stdio: 'pipe',
    });
    // Tracers print as well.
    const line =
      output
        .toString()
        .split('\n')
        .find((one) => one.startsWith('{"units"')) ?? '';
    type Phase = { readonly units: number; readonly cpuNs: number };
    const printed = JSON.parse(line) as Phase & { readonly warm: Phase; readonly inAll: number };
    const cpuNs = printed.cpuNs / printed.units;
    return {
      cpuNs,
      startingNs: printed.warm.cpuNs - printed.warm.units * cpuNs,
      inAll: printed.inAll,
      ...(variant.kind === 'trace' ? { spool: spoolSize(spool) } : {}),
      ...(existsSync(callsFile) ? { counted: Number(readFileSync(callsFile, 'utf8')) } : {}),
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
