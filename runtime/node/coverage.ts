import { FRAME } from '../format/index.ts';
import { replaceMethod } from './disguise.ts';
import type { Tracer } from './tracer.ts';

// Captured before the app can replace it.
const { apply } = Reflect;

const FILE = 'a process whose coverage is measured';
const REASON =
  'V8 counts which code runs, and would count ours. Run the tests without coverage to trace them';

const OWN_PROFILE = 'From some time on the program samples its own memory';

/** Whether V8 counts from the start what is covered (c8, `node --test` with coverage): by places in the text that it compiles. */
export function countsCoverage(): boolean {
  const flags = [...process.execArgv, process.env.NODE_OPTIONS ?? ''];
  return (
    Boolean(process.env.NODE_V8_COVERAGE) ||
    flags.some((flag) => flag.includes('--experimental-test-coverage'))
  );
}

export function sayNotTraced(tracer: Tracer): void {
  tracer.recorder.writeJson(FRAME.SKIPPED, [{ file: FILE, reason: REASON }]);
}

/** To be called when the app is about to get `node:inspector`: a program may ask V8 to count once it runs, as Vitest's provider does. */
export function followInspector(tracer: Tracer): void {
  const { Session } = process.getBuiltinModule('node:inspector');
  replaceMethod(Session.prototype, 'post', (original) => {
    const holder = {
      post(this: unknown, ...args: unknown[]): unknown {
        const [method] = args;
        if (method === 'Profiler.startPreciseCoverage' && tracer.leaveTexts()) sayNotTraced(tracer);
        // There is one sampling profiler in a thread.
        if (method === 'HeapProfiler.startSampling') tracer.endMemory(OWN_PROFILE);
        return apply(original, this, args);
      },
    };
    return holder.post;
  });
}
