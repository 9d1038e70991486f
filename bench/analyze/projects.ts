import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A published package whose source is analysed. */
export interface BenchProject {
  readonly name: string;
  readonly version: string;
  /** What of it is its source; without this all of it. Built copies beside it would be counted twice. */
  readonly keep?: readonly string[];
}

export const projects: readonly BenchProject[] = [
  { name: 'rxjs', version: '7.8.2', keep: ['src'] },
  { name: 'zod', version: '4.1.5', keep: ['src'] },
  { name: 'eslint', version: '9.35.0' },
  { name: 'effect', version: '3.17.13', keep: ['src'] },
  { name: 'webpack', version: '5.101.3' },
  { name: 'lodash-es', version: '4.17.21' },
  { name: 'three', version: '0.180.0', keep: ['src', 'examples/jsm'] },
  { name: '@mui/material', version: '7.3.2' },
  { name: 'date-fns', version: '4.1.0' },
];

const cache = join(import.meta.dirname, '..', '.cache', 'analyze');

/** Folder with the package's source, fetched once. Throws when the registry cannot be reached. */
export function fetchProject({ name, version, keep }: BenchProject): string {
  const plain = `${name.replace('@', '').replace('/', '-')}-${version}`;
  const dir = join(cache, plain, 'project');
  if (existsSync(dir)) return dir;
  const scratch = join(cache, `${plain}.new`);
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(join(scratch, 'package'), { recursive: true });
  run('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', scratch]);
  run('tar', ['xzf', join(scratch, `${plain}.tgz`), '-C', scratch]);
  const unpacked = join(scratch, 'package');
  const parts = keep === undefined ? ['.'] : ['package.json', ...keep];
  for (const part of parts) cpSync(join(unpacked, part), join(scratch, 'project', part), { recursive: true });
  rmSync(unpacked, { recursive: true });
  rmSync(join(cache, plain), { recursive: true, force: true });
  renameSync(scratch, join(cache, plain));
  return dir;
}

function run(command: string, parameters: readonly string[]): void {
  const { status, stderr } = spawnSync(command, parameters, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${parameters.join(' ')} failed: ${stderr}`);
}
