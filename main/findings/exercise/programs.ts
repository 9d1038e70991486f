import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findInstallation } from '../../installation.ts';
import { workerUrl } from '../../worker-url.ts';

/** What a sandboxed child is started as. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Nothing of the person's own: no tokens, keys, addresses. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The heap of Node; more than that is seen from outside. Starting Node alone takes about 40 MB. */
const HEAP_MB = 256;

/**
 * Node under its permission model: it may read the project and Callscape's own code, write nothing, and start neither processes nor threads nor addons.
 * @param root absolute
 */
export function nodeProgram(root: string): Program {
  const worker = fileURLToPath(workerUrl('exercise-worker', import.meta.url));
  const installed = findInstallation().root;
  const readable = [
    root,
    dirname(worker),
    join(installed, 'package.json'),
    join(installed, 'node_modules'),
    ...ownSource(worker, installed),
  ];
  return {
    command: process.execPath,
    args: [
      '--permission',
      ...readable.map((path) => `--allow-fs-read=${path}`),
      `--max-old-space-size=${HEAP_MB}`,
      '--no-warnings',
      worker,
    ],
    cwd: root,
    env: { PATH: process.env.PATH, NODE_ENV: 'test', ELECTRON_RUN_AS_NODE: '1' },
  };
}

/** From source, the child's modules stand in folders of this repository. */
const ownSource = (worker: string, installed: string): string[] =>
  worker.endsWith('.ts') ? [join(installed, 'main'), join(installed, 'preload')] : [];

/**
 * A Python of the project's own, which locks itself down before it loads the project's code. It writes no bytecode, and takes nothing from the user's
 * own packages. A reason instead where there is none.
 * @param root absolute @param python absolute path of the interpreter
 */
export function pythonProgram(root: string, python: string | null): Program | string {
  if (python === null) return 'no Python was found to run it with';
  const worker = join(findInstallation().pythonExerciser, 'worker.py');
  return {
    command: python,
    args: ['-B', '-s', '-X', 'faulthandler', worker],
    cwd: root,
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8', PYTHONHASHSEED: '0', PYTHONIOENCODING: 'utf-8' },
  };
}
