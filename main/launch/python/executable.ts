import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { findInterpreters, type InterpreterSearch } from './interpreters.ts';

/** Oldest Python that Callscape's own code in Python runs on. */
const OLDEST = '3.8';

/**
 * The program behind the Python that is meant for a project, absolute; `null` where there is none that is new enough. A name on the path may be a
 * script that chooses one (pyenv), which needs an environment that a sandbox does not have; so it is asked, without running anything of the project's.
 */
export async function findExecutable(search: InterpreterSearch): Promise<string | null> {
  for (const { path } of await findInterpreters(search)) {
    const answer = await promisify(execFile)(
      path,
      [
        '-I',
        '-c',
        `import sys; sys.version_info >= (${OLDEST.replace('.', ', ')}) and print(sys.executable)`,
      ],
      { cwd: tmpdir(), timeout: 10_000 },
    ).catch(() => null);
    const executable = answer?.stdout.trim() ?? '';
    if (executable !== '') return executable;
  }
  return null;
}
