import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Workload } from './workloads.ts';

const programs = join(import.meta.dirname, 'programs');
const packages = join(import.meta.dirname, '../node_modules');

/** A workload as a project of its own, in a folder that goes away. */
export interface BenchProject {
  readonly dir: string;
  /** For what a run leaves behind. */
  scratch(): string;
  remove(): void;
}

export function makeProject(workload: Workload): BenchProject {
  const root = mkdtempSync(join(tmpdir(), 'callscape-bench-'));
  const dir = join(root, workload.name);
  cpSync(join(programs, workload.name), dir, { recursive: true });
  for (const shared of ['phases.cjs', 'send.cjs', 'serve.cjs', 'text.cjs', 'wrap.cjs']) {
    cpSync(join(programs, shared), join(root, shared));
  }
  for (const [from, to] of Object.entries(workload.packages ?? {})) {
    cpSync(join(packages, from), join(dir, to));
  }
  symlinkSync(packages, join(root, 'node_modules'));
  mkdirSync(join(root, 'scratch'));
  writeFileSync(join(dir, 'appmap.yml'), 'name: bench\nappmap_dir: tmp/appmap\npackages:\n- path: .\n');
  return {
    dir,
    scratch: () => mkdtempSync(join(root, 'scratch/run-')),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
