import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { glob } from 'tinyglobby';
import type { FilePreview, ProjectDir } from '#contract';

/** What the project's own TypeScript compiler says of changed files before they are written. */
export type TypeCheck =
  /** It is no TypeScript project, or none of the changes concerns one. */
  | { readonly kind: 'none' }
  /** It is one, and cannot be checked: a sentence. */
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'checked'; readonly newErrors: readonly string[] };

const LIMIT_MS = 120_000;
const source = /\.(?:[cm]?[jt]sx?|json)$/;

/**
 * Compares what the compiler says of the project as it is with what it says of a copy that has the changes. Only errors that are
 * new count: a project that had some is no worse. The compiler is the project's own; without one nothing is run.
 *
 * @param node absolute path of the Node that runs it
 */
export async function typeCheck(
  dir: ProjectDir,
  files: readonly FilePreview[],
  node: string,
  signal?: AbortSignal,
): Promise<TypeCheck> {
  if (!existsSync(join(dir, 'tsconfig.json')) || !files.some(({ path }) => source.test(path)))
    return { kind: 'none' };
  const compiler = join(dir, 'node_modules', 'typescript', 'bin', 'tsc');
  if (!existsSync(compiler))
    return {
      kind: 'unknown',
      reason: 'The types were not checked: TypeScript is not installed in the project.',
    };
  const copy = await mkdtemp(join(tmpdir(), 'callscape-types-'));
  try {
    await copyProject(dir, copy);
    const before = await errorsOf([node, compiler], copy, signal);
    for (const { path, after } of files) await put(join(copy, path), after);
    const after = await errorsOf([node, compiler], copy, signal);
    if (before === null || after === null)
      return {
        kind: 'unknown',
        reason: 'The types were not checked: the compiler did not end in two minutes.',
      };
    return { kind: 'checked', newErrors: added(before, after) };
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** The sources, and links to what is installed. */
async function copyProject(dir: string, copy: string): Promise<void> {
  const sources = await glob('**/*.{ts,mts,cts,tsx,js,mjs,cjs,jsx,json}', {
    cwd: dir,
    ignore: ['**/node_modules/**', '**/.git/**'],
    dot: true,
    followSymbolicLinks: false,
  });
  const folders = new Set(['.']);
  for (const path of sources) {
    for (let at = dirname(path); !folders.has(at); at = dirname(at)) folders.add(at);
    await mkdir(join(copy, dirname(path)), { recursive: true });
    await copyFile(join(dir, path), join(copy, path));
  }
  for (const folder of folders) {
    const installed = join(dir, folder, 'node_modules');
    if (existsSync(installed)) await symlink(installed, join(copy, folder, 'node_modules'), 'junction');
  }
}

async function put(place: string, text: string | null): Promise<void> {
  if (text === null) return await rm(place, { force: true });
  await mkdir(dirname(place), { recursive: true });
  await writeFile(place, text);
}

/** One line an error, without its place in the line, which other edits move; `null` when the time was up. */
function errorsOf(
  [node, compiler]: readonly [string, string],
  dir: string,
  signal: AbortSignal | undefined,
): Promise<string[] | null> {
  const args = [compiler, '--noEmit', '--pretty', 'false', '--incremental', 'false', '-p', dir];
  return new Promise((resolve, reject) => {
    const options = { cwd: dir, timeout: LIMIT_MS, maxBuffer: 64 * 1024 * 1024, signal };
    execFile(node, args, options, (error, stdout) => {
      if (signal?.aborted) reject(signal.reason);
      else if (error?.killed === true) resolve(null);
      else resolve(stdout.split(/\r?\n/).filter((line) => /\berror TS\d+:/.test(line)));
    });
  });
}

/** Errors that are there more often than before. */
function added(before: readonly string[], after: readonly string[]): string[] {
  const key = (line: string): string => line.replace(/\(\d+,\d+\)/, '');
  const left = new Map<string, number>();
  for (const line of before) left.set(key(line), (left.get(key(line)) ?? 0) + 1);
  return after.filter((line) => {
    const known = left.get(key(line)) ?? 0;
    left.set(key(line), known - 1);
    return known <= 0;
  });
}
