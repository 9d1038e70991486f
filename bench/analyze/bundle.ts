import { rolldown } from 'rolldown';
import { folder, root } from './bundled.ts';

/** Writes what `bundled` names. */
export async function bundleAnalysis(): Promise<void> {
  const bundle = await rolldown({
    cwd: root,
    input: {
      graph: 'main/source/static-graph.ts',
      code: 'main/source/program/analyse-code.ts',
      cache: 'main/source/facts-cache.ts',
    },
    platform: 'node',
    external: ['oxc-parser', 'oxc-resolver'],
  });
  await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].mjs' });
  await bundle.close();
}
