import { FRAME } from '../format/index.ts';
import { countsCoverage, followInspector, sayNotTraced } from './coverage.ts';
import { hookExit } from './exit.ts';
import type { Started } from './load-compiled.ts';
import { hookCompile } from './modules/commonjs.ts';
import { hasLoadHook, hookLoad } from './modules/es-modules.ts';
import { hookFunctionBodies } from './modules/function-bodies.ts';
import { startLoader } from './modules/loader-thread.ts';
import { hookVm } from './modules/vm-texts.ts';
import { followPorts } from './parents/ports.ts';
import { followProcesses } from './parents/processes.ts';
import { followRequests } from './parents/requests/index.ts';
import { mostThreads, placeOf } from './thread-limit.ts';
import { Tracer } from './tracer.ts';

/** The wrapper's parameter. */
declare const started: Started;

const { config, keepCode } = started;
const { place, isFirst } = placeOf(config);
if (place === 'none') throw new Error('More threads than the run may record');
const tracer = new Tracer(config, __filename, !isFirst);
if (place === 'last') {
  const reason = `Of this run no more than ${mostThreads(config)} threads are recorded`;
  tracer.recorder.writeJson(FRAME.SKIPPED, [{ file: 'further processes', reason }]);
}
const requestLoads = followRequests(tracer.recorder.messages, config, hasLoadHook);
let isInspected = false;
function moduleLoads(name: string): void {
  requestLoads(name);
  if (isInspected || !name.startsWith('inspector')) return;
  isInspected = true;
  followInspector(tracer);
}
if (countsCoverage()) sayNotTraced(tracer);
else {
  if (hasLoadHook) hookLoad(tracer, moduleLoads);
  else {
    hookCompile(tracer, true);
    startLoader();
  }
  hookVm(tracer);
  hookFunctionBodies(tracer);
}
followPorts(tracer.recorder.messages);
followProcesses(tracer.recorder.messages, !isFirst);
// What is kept holds only for the flags by which it was compiled, and recording memory changes them.
hookExit(tracer, config.memory ? () => {} : keepCode);
