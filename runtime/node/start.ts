import { hookExit } from './exit.ts';
import type { Started } from './load-compiled.ts';
import { hookCompile } from './modules/commonjs.ts';
import { hasLoadHook, hookLoad } from './modules/es-modules.ts';
import { startLoader } from './modules/loader-thread.ts';
import { Tracer } from './tracer.ts';

/** The wrapper's parameter. */
declare const started: Started;

const { config, keepCode } = started;
const tracer = new Tracer(config, __filename);
if (hasLoadHook) hookLoad(tracer);
else {
  hookCompile(tracer);
  startLoader();
}
hookExit(tracer, keepCode);
