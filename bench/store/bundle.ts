import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { rolldown } from 'rolldown';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'bench', '.cache', 'store-bundle');

/**
 * `measure-process.ts` and the workers that it starts as JavaScript in few files, as the workbench ships them; where the first one is.
 * From source a thread would take the types out of a hundred files first, and the compiler in WebAssembly that does it leaves V8
 * with slower typed arrays.
 */
export async function bundleMeasures(): Promise<string> {
  const workers = globSync('main/**/*-worker.ts', { cwd: root });
  const bundle = await rolldown({
    cwd: root,
    input: {
      'measure-process': 'bench/store/measure-process.ts',
      ...Object.fromEntries(workers.map((file) => [basename(file, '.ts'), file])),
    },
    platform: 'node',
    external: ['better-sqlite3', 'oxc-parser', 'oxc-resolver', 'rolldown'],
  });
  await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].mjs' });
  await bundle.close();
  return join(folder, 'measure-process.mjs');
}
