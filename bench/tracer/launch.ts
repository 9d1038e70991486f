import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchProject } from './project.ts';
import { textProject } from './text-floor.ts';
import type { Variant } from './variants.ts';
import type { Workload } from './workloads.ts';

const hook = join(import.meta.dirname, '../../dist/runtime/node/hook.cjs');
const appmap = join(import.meta.dirname, '../node_modules/appmap-node/bin/appmap-node.js');

/** How a process of a variant is started. */
export interface Launch {
  /** Of Node: options, the program, and behind it what it is given. */
  readonly args: string[];
  readonly env: NodeJS.ProcessEnv;
  /** Where a traced one records. */
  readonly spool: string;
  /** Where one that counts its calls writes how many there were, at its end. */
  readonly callsFile: string;
}

/** Throws with what to do when the hook is not built. */
export function requireHook(): void {
  if (!existsSync(hook)) throw new Error('The hook is not built: run `npm run build` first');
}

/** `scratch`: a folder for what the process leaves behind; `args`: of the program. */
export function launch(
  workload: Workload,
  project: BenchProject,
  variant: Variant,
  scratch: string,
  args: readonly string[] = [],
): Launch {
  const spool = join(scratch, 'spool');
  const callsFile = join(scratch, 'calls');
  const main = 'main.cjs';
  const env: NodeJS.ProcessEnv = { ...process.env };
  const made = (program: string, before: readonly string[] = []): Launch => ({
    args: [...before, program, ...args],
    env,
    spool,
    callsFile,
  });
  const program = join(project.dir, main);
  switch (variant.kind) {
    case 'count':
    case 'clock':
    case 'otel':
      env.NODE_OPTIONS = `--require ${join(project.dir, '../wrap.cjs')}`;
      Object.assign(env, { BENCH_WRAP: variant.kind, BENCH_FILES: workload.files.join() });
      if (variant.kind === 'count') env.BENCH_CALLS_FILE = callsFile;
      return made(program);
    case 'text':
      env.NODE_OPTIONS = `--require ${join(project.dir, '../text.cjs')}`;
      env.BENCH_TEXT_ASKED = String(variant.asked ?? 0);
      return made(join(textProject(workload, project, variant.level ?? 1), main));
    case 'profile':
      return made(program, ['--cpu-prof', `--cpu-prof-dir=${scratch}`]);
    case 'appmap':
      return made(program, [appmap, 'node']);
    case 'trace':
      Object.assign(env, traceInto(scratch, spool, workload, project, variant));
      return made(program);
    case 'plain':
      return made(program);
  }
}

function traceInto(
  scratch: string,
  spoolDir: string,
  workload: Workload,
  project: BenchProject,
  { level, clock, budget, memory, build }: Variant,
): NodeJS.ProcessEnv {
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
    cacheDir: join(project.dir, build ? '../cache-before' : '../cache'),
    flushMs: 100,
    ...(budget === undefined ? {} : { budget }),
    ...(memory === undefined ? {} : { memory }),
  };
  const file = join(scratch, 'config.json');
  writeFileSync(file, JSON.stringify(config));
  return { CALLSCAPE_CONFIG: file, NODE_OPTIONS: `--require ${build ?? hook}` };
}
