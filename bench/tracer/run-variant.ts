import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchProject } from './project.ts';
import { type SpoolTotals, spoolSize } from './spool-size.ts';
import { textProject } from './text-floor.ts';
import type { Variant } from './variants.ts';
import type { Workload } from './workloads.ts';

const hook = join(import.meta.dirname, '../../dist/runtime/node/hook.cjs');
const appmap = join(import.meta.dirname, '../node_modules/appmap-node/bin/appmap-node.js');

export interface VariantRun {
  /** CPU time of a unit, ns: of all threads of the process. */
  readonly cpuNs: number;
  /** CPU time that the first units took beyond what they take later, ns: compiling, and recording until a budget is found. */
  readonly startingNs: number;
  /** Units in all, those that warm up among them. */
  readonly inAll: number;
  /** CPU time of the process from its start to its end, ns. */
  readonly processNs: number;
  readonly spool?: SpoolTotals;
  /** Calls in all, as the floor that counts them has it. */
  readonly counted?: number;
}

/** Throws with what to do when the hook is not built. */
export function requireHook(): void {
  if (!existsSync(hook)) throw new Error('The hook is not built: run `npm run build` first');
}

/** Runs a workload once, in a process of its own. `units`: exactly so many to warm up and as many again, else by time. */
export function runVariant(
  workload: Workload,
  project: BenchProject,
  variant: Variant,
  units = 0,
  small = variant.slow === true,
): VariantRun {
  const scratch = project.scratch();
  const callsFile = join(scratch, 'calls');
  const args = [join(project.dir, 'main.cjs'), small ? workload.small : workload.size];
  const env: NodeJS.ProcessEnv = { ...process.env };
  if (workload.lasts) {
    env.BENCH_WARM_MS = String(workload.lasts.warmMs);
    env.BENCH_MS = String(workload.lasts.measuredMs);
  }
  if (variant.slow) Object.assign(env, { BENCH_WARM_MS: '250', BENCH_MS: '400' });
  // Until what is throttled has been found, and compiled anew.
  if (variant.budget !== undefined || variant.kind === 'text')
    env.BENCH_WARM_MS = String(workload.lasts?.warmMs ?? 3000);
  if (units > 0) env.BENCH_UNITS = String(units);
  switch (variant.kind) {
    case 'count':
    case 'clock':
    case 'otel':
      env.NODE_OPTIONS = `--require ${join(project.dir, '../wrap.cjs')}`;
      Object.assign(env, { BENCH_WRAP: variant.kind, BENCH_FILES: workload.files.join() });
      if (variant.kind === 'count') env.BENCH_CALLS_FILE = callsFile;
      break;
    case 'text':
      args[0] = join(textProject(workload, project, variant.level ?? 1), 'main.cjs');
      env.NODE_OPTIONS = `--require ${join(project.dir, '../text.cjs')}`;
      env.BENCH_TEXT_ASKED = String(variant.asked ?? 0);
      break;
    case 'profile':
      args.unshift('--cpu-prof', `--cpu-prof-dir=${scratch}`);
      break;
    case 'appmap':
      args.unshift(appmap, 'node');
      Object.assign(env, { BENCH_WARM_MS: '1', BENCH_MS: '300' });
      break;
    case 'trace':
      Object.assign(env, traceInto(scratch, workload, project, variant));
  }
  try {
    const before = childrenNs();
    const output = execFileSync(process.execPath, args, {
      env,
      cwd: project.dir,
      maxBuffer: 2 ** 26,
      stdio: 'pipe',
    });
    const processNs = childrenNs() - before;
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
      processNs,
      ...(variant.kind === 'trace' ? { spool: spoolSize(join(scratch, 'spool')) } : {}),
      ...(existsSync(callsFile) ? { counted: Number(readFileSync(callsFile, 'utf8')) } : {}),
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** CPU time of the children that have ended, in ns, as the system accounts it for this process (Linux). */
function childrenNs(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
  // utime and stime of waited-for children, in ticks of 10 ms.
  return (Number(fields[13]) + Number(fields[14])) * 1e7;
}

function traceInto(
  scratch: string,
  workload: Workload,
  project: BenchProject,
  { level, clock, budget, memory }: Variant,
): NodeJS.ProcessEnv {
  const spoolDir = join(scratch, 'spool');
  mkdirSync(spoolDir);
  const config = {
    version: 1,
    spoolDir,
    projectDir: project.dir,
    level,
    clock,
    include: workload.files,
    exclude: [],
    excludeFunctions: [],
    excludeNodeModules: true,
    levels: { languages: {}, files: {}, functions: {} },
    capture: { params: true, returns: true, maxBytes: 10_000 },
    redactKeys: [],
    cacheDir: join(project.dir, '../cache'),
    flushMs: 100,
    ...(budget === undefined ? {} : { budget }),
    ...(memory === undefined ? {} : { memory }),
  };
  const file = join(scratch, 'config.json');
  writeFileSync(file, JSON.stringify(config));
  return { CALLSCAPE_CONFIG: file, NODE_OPTIONS: `--require ${hook}` };
}
