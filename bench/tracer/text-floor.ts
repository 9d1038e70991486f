import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyEdits } from '../../runtime/node/instrument/edits.ts';
import { instrument } from '../../runtime/node/instrument/instrument.ts';
import { commonJsEdits } from '../../runtime/node/instrument/prologue.ts';
import type { BenchProject } from './project.ts';
import type { Workload } from './workloads.ts';

/**
 * A copy of the project whose files have the text of a level, for `programs/text.cjs`: every call is counted by its text and none
 * recorded. Gives its folder. What such a program takes is what a budget cannot save.
 */
export function textProject(workload: Workload, project: BenchProject, level: number): string {
  const dir = `${project.dir}-level-${level}`;
  if (existsSync(dir)) return dir;
  cpSync(project.dir, dir, { recursive: true });
  let first = 0;
  for (const name of workload.files) {
    const file = join(dir, name);
    const source = readFileSync(file, 'utf8');
    const found = instrument({
      source,
      file,
      projectDir: dir,
      module: false,
      params: true,
      self: false,
      returns: true,
      gate: level >= 3 ? 'guarded' : 'inline',
      pathOf: (path) => path,
      level: () => ({ level, rule: '' }) as never,
    });
    const base = first;
    const edits = commonJsEdits(found, source);
    writeFileSync(file, applyEdits(source, edits, (index) => String(base + index)).text);
    first += found.functions.length;
  }
  return dir;
}
