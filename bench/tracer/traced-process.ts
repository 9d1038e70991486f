import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const hook = join(import.meta.dirname, '../../dist/runtime/node/hook.cjs');

export interface Trace {
  readonly level: number;
  readonly clock: 'bounded' | 'exact';
}

/** Throws with what to do when the hook is not built. */
export function requireHook(): void {
  if (!existsSync(hook)) throw new Error('The hook is not built: run `npm run build` first');
}

/**
 * Runs a program and gives what it printed, as JSON, with what `look` says of its spool folder. Only the files that match
 * `include` are traced, and nothing without `trace`.
 */
export function runProgram<Printed, Seen>(
  args: readonly string[],
  trace: Trace | undefined,
  project: { readonly dir: string; readonly include: readonly string[] },
  look: (spoolDir: string) => Seen,
): { printed: Printed; seen: Seen | undefined } {
  const dir = mkdtempSync(join(tmpdir(), 'callscape-bench-'));
  const spoolDir = join(dir, 'spool');
  try {
    const env = { ...process.env };
    if (trace) {
      mkdirSync(spoolDir);
      const config = {
        version: 1,
        spoolDir,
        projectDir: project.dir,
        ...trace,
        include: project.include,
        exclude: [],
        excludeFunctions: [],
        excludeNodeModules: true,
        levels: { languages: {}, files: {}, functions: {} },
        capture: { params: true, returns: true, maxBytes: 10_000 },
        redactKeys: [],
        cacheDir: join(dir, 'cache'),
        flushMs: 100,
      };
      writeFileSync(join(dir, 'config.json'), JSON.stringify(config));
      Object.assign(env, { CALLSCAPE_CONFIG: join(dir, 'config.json'), NODE_OPTIONS: `--require ${hook}` });
    }
    const printed = JSON.parse(execFileSync(process.execPath, args, { env }).toString()) as Printed;
    return { printed, seen: trace ? look(spoolDir) : undefined };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
