import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Interpreter } from './interpreters.ts';

/** A compiler takes about a second; one that takes this long would keep the person waiting for little. */
const limitMs = 30_000;
/** Interpreters tried at most: each may lack its headers, and says so at once. */
const tried = 4;

export type BuiltRecorder =
  | { readonly path: string }
  /** Why the recorder in Python has to do; for the person. */
  | { readonly reason: string };

/**
 * Builds the recorder in C into `cacheDir` unless it is there, with the first interpreter whose headers are installed: one
 * binary serves all versions. Takes some tens of ms when it is there.
 */
export async function buildRecorder(
  interpreters: readonly Interpreter[],
  pythonHook: string,
  cacheDir: string,
): Promise<BuiltRecorder> {
  let reason = 'no Python was found';
  for (const { path } of interpreters.slice(0, tried)) {
    const built = await build(path, join(pythonHook, 'build_recorder.py'), cacheDir);
    if ('path' in built) return built;
    reason = built.reason;
  }
  return { reason };
}

function build(python: string, script: string, cacheDir: string): Promise<BuiltRecorder> {
  return new Promise((resolve) => {
    // Isolated: nothing of the project's, and no setting of the person's, is run or read.
    execFile(python, ['-I', script, cacheDir], { timeout: limitMs }, (error, stdout, stderr) => {
      if (error === null) resolve({ path: stdout.trim() });
      else resolve({ reason: stderr.trim().split('\n').at(-1) || error.message });
    });
  });
}
