import { requireHook } from './tracer/launch.ts';
import { measureWorkload } from './tracer/measure.ts';
import { printWorkload } from './tracer/report.ts';
import { measureService } from './tracer/service.ts';
import startUp from './tracer/start-up.ts';
import { WORKLOADS } from './tracer/workloads.ts';

const START_UP = 'start-up';

/** What tracing costs, beside floors and peers, each measured in one interleaved run. `only`: workloads to run. */
export default async function bench(only: readonly string[]): Promise<void> {
  requireHook();
  const names = [...WORKLOADS.map(({ name }) => name), START_UP];
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new Error(`There is no workload "${unknown}". There are: ${names.join(', ')}`);
  }
  const isWanted = (name: string) => only.length === 0 || only.includes(name);
  for (const workload of WORKLOADS) {
    if (!isWanted(workload.name)) continue;
    printWorkload(
      workload,
      workload.kind === 'service' ? await measureService(workload) : measureWorkload(workload),
    );
  }
  if (isWanted(START_UP)) startUp();
  console.log(
    '\n* on a smaller input, or asked for a shorter time, and compared with the untraced program on the same',
  );
}
