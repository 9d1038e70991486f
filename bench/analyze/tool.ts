import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const tools = ['floor', 'callscape', 'callscape-all', 'dependency-cruiser', 'madge', 'knip'] as const;
const compileCache = join(import.meta.dirname, '..', '.cache', 'compiled');

export type Tool = (typeof tools)[number];

/** What one tool said of a project and what it took, in a process of its own. */
export interface ToolRun {
  /** Time on all cores, user and system, ms: what other work on the machine changes least. */
  readonly cpuMs: number;
  /** From the start of the process to its end, ms. */
  readonly wallMs: number;
  readonly peakMb: number;
  /** `from to`, relative to the project; empty for a tool that gives no graph. */
  readonly edges: readonly string[];
  readonly modules: number;
}

/** Runs a tool once. Throws with what it wrote when it fails. */
export function runTool(tool: Tool, dir: string): ToolRun {
  const folder = mkdtempSync(join(tmpdir(), 'callscape-bench-'));
  const out = join(folder, 'result.json');
  try {
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--max-old-space-size=4096', join(import.meta.dirname, 'run-tool.ts'), tool, dir, out],
      {
        encoding: 'utf8',
        cwd: dir,
        maxBuffer: 1e8,
        // The compiled code of every tool is at hand, as after its first use; Callscape switches that on by itself.
        env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
      },
    );
    if (status !== 0) throw new Error(`${tool} failed in ${dir}: ${stderr.slice(-2000)}`);
    return JSON.parse(readFileSync(out, 'utf8')) as ToolRun;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
