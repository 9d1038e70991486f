import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');
export const folder = join(root, 'bench', '.cache', 'analyze-bundle');

/** The analysis as JavaScript in few files, as the product ships it: the peers come so as well. */
export const bundled = {
  graph: join(folder, 'graph.mjs'),
  code: join(folder, 'code.mjs'),
  cache: join(folder, 'cache.mjs'),
};
