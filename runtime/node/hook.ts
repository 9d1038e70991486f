import { join } from 'node:path';
import { highestLevel } from '../format/levels.ts';
import { readConfig } from './config.ts';
import { loadCompiled } from './load-compiled.ts';
import { isLoaderThread } from './modules/loader-thread.ts';

/**
 * Preloaded into the app by `NODE_OPTIONS=--require`. Whatever goes wrong here, the app runs untraced. Only decides
 * whether there is anything to trace: all else is in a text whose compiled code is kept.
 */
function start(): void {
  const config = readConfig(process.env.CALLSCAPE_CONFIG);
  if (!config || highestLevel(config) === 0 || isLoaderThread()) return;
  // The app should not find the hook among its modules.
  delete require.cache[__filename];
  loadCompiled(join(__dirname, 'tracer.cjs'), config, require);
}

try {
  start();
} catch {
  // No folder to write to, or a Node too old: nothing has been changed yet.
}
