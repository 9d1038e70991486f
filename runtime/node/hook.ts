import { highestLevel } from '../format/index.ts';
import { readConfig } from './config.ts';
import { hookExit } from './exit.ts';
import { hookCompile } from './modules/commonjs.ts';
import { hasLoadHook, hookLoad } from './modules/es-modules.ts';
import { isLoaderThread, startLoader } from './modules/loader-thread.ts';
import { Tracer } from './tracer.ts';

/** Preloaded into the app by `NODE_OPTIONS=--require`. Whatever goes wrong here, the app runs untraced. */
function start(): void {
  const config = readConfig(process.env.CALLSCAPE_CONFIG);
  if (!config || highestLevel(config) === 0 || isLoaderThread()) return;
  // The app should not find the hook among its modules.
  delete require.cache[__filename];
  const tracer = new Tracer(config, __filename);
  if (hasLoadHook) hookLoad(tracer);
  else {
    hookCompile(tracer);
    startLoader();
  }
  hookExit(tracer);
}

try {
  start();
} catch {
  // No folder to write to, or a Node too old: nothing has been changed yet.
}
