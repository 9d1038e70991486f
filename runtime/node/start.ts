import { FRAME } from '../format/index.ts';
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
const moduleLoads = followRequests(tracer.recorder.messages, config, hasLoadHook);
if (countsCoverage()) {
  const reason =
    'V8 counts which code runs, and would count ours. Run the tests without coverage to trace them';
  tracer.recorder.writeJson(FRAME.SKIPPED, [{ file: 'a process whose coverage is measured', reason }]);
} else {
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
hookExit(tracer, keepCode);

/** Whether V8 counts what is covered (c8, `node --test` with coverage): by places in the text that it compiles. */
function countsCoverage(): boolean {
  const flags = [...process.execArgv, process.env.NODE_OPTIONS ?? ''];
  return (
    Boolean(process.env.NODE_V8_COVERAGE) ||
    flags.some((flag) => flag.includes('--experimental-test-coverage'))
  );
}
