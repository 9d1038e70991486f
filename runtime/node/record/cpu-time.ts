import type { TracerConfig } from '../../format/index.ts';

// Captured before the app can replace them. The first exists since Node 22.19 and 23.9; else the whole process counts.
const { threadCpuUsage, cpuUsage } = process as typeof process & {
  threadCpuUsage?: () => NodeJS.CpuUsage;
};
const usage = (threadCpuUsage ?? cpuUsage).bind(process) as () => NodeJS.CpuUsage;

/** CPU time of this thread so far, ns. The system may move it on in steps of some ms. */
export function cpuNs(): number {
  const { user, system } = usage();
  return (user + system) * 1e3;
}

/** 0: no limit. */
export function budgetOf({ budget }: TracerConfig): number {
  return budget !== undefined && budget > 0 && budget < 1 ? budget : 0;
}
