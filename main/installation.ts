import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where Callscape itself is installed; all paths absolute. */
export interface Installation {
  readonly root: string;
  readonly version: string;
  /** What is preloaded into a Node target. */
  readonly nodeHook: string;
  /** The folder that a Python target finds its `sitecustomize` in; Python reads it as it stands. */
  readonly pythonHook: string;
  /** The program that calls Python functions in a sandbox; Python reads it as it stands. */
  readonly pythonExerciser: string;
  readonly samples: string;
  /** Folder of the Node that Callscape is pinned to; the samples need a newer one than the person may have. */
  readonly ownNode: string;
  /** The built pages of the renderer. */
  readonly renderer: string;
}

/** Found by its package.json above this module, from source and from the bundle alike. */
export function findInstallation(): Installation {
  let root = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(root, 'package.json'))) {
    const above = dirname(root);
    if (above === root)
      throw new Error('Callscape is not installed as a package: no package.json above its code.');
    root = above;
  }
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return {
    root,
    version: manifest.version,
    nodeHook: join(root, 'dist', 'runtime', 'node', 'hook.cjs'),
    pythonHook: join(root, 'runtime', 'python'),
    pythonExerciser: join(root, 'runtime', 'python-exerciser'),
    ownNode: join(root, 'node_modules', 'node', 'bin'),
    samples: join(root, 'assets', 'samples'),
    renderer: join(root, 'dist', 'renderer'),
  };
}
