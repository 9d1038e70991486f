import processor from './tracer/processor.ts';
import recursion from './tracer/recursion.ts';
import startUp from './tracer/start-up.ts';
import { requireHook } from './tracer/traced-process.ts';

/** What tracing costs, beside the floor and peers, each measured in one interleaved run. */
export default async function bench(): Promise<void> {
  requireHook();
  recursion();
  processor();
  startUp();
}
