import { printTable } from '../table.ts';
import type { Measured } from './measure.ts';
import type { Spread } from './slices.ts';
import type { Workload } from './workloads.ts';

const ratio = (value: number): string => `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)}x`;
const added = ({ cpuNs, untracedNs, callsPerUnit }: Measured): number => (cpuNs - untracedNs) / callsPerUnit;

/** The ratio's quartiles, that of each process, and the CPU time of a request. */
function spreadCells({ spread, cpuNs }: Measured): string[] {
  const { lower, upper, processes } = spread as Spread;
  return [
    `${lower.toFixed(2)} to ${upper.toFixed(2)}`,
    processes.map((one) => one.toFixed(2)).join(' '),
    (cpuNs / 1e3).toFixed(1),
  ];
}

/** One table for a workload: every figure beside the floors and peers of the same run. */
export function printWorkload(workload: Workload, measured: readonly Measured[]): void {
  const find = (label: string) => measured.find(({ variant }) => variant.label === label);
  const [, counting, clock] = measured as [Measured, Measured, Measured];
  const isSliced = measured[0]?.spread !== undefined;
  const rows = measured.map((one) => {
    const { variant } = one;
    const isFirst = one === measured[0];
    return [
      variant.label + (variant.slow ? ' *' : ''),
      ratio(one.cpuNs / one.untracedNs),
      ...(isSliced ? spreadCells(one) : []),
      isFirst ? '' : added(one).toFixed(1),
      isFirst ? '' : ratio(added(one) / added(counting)),
      isFirst ? '' : ratio(added(one) / added(clock)),
      (one.startingNs / 1e6).toFixed(0),
      one.bytesPerSpan === undefined ? '' : one.bytesPerSpan.toFixed(1),
      one.spansPerCall === undefined ? '' : `${(one.spansPerCall * 100).toFixed(0)}%`,
      one.spansPerCall === undefined ? '' : 'exact',
      workload.targets[variant.label] ?? '',
    ];
  });
  const head = [
    '',
    'of untraced',
    ...(isSliced ? ['quartiles', 'by process', 'us a request'] : []),
    'ns added a call',
    'of counting',
    'of two reads',
    'starting, ms',
    'bytes a span',
    'spans a call',
    'counts',
    'to reach',
  ];
  printTable(`Tracer: ${workload.title}, Node ${process.version}, CPU time`, head, rows);
  const levels = [find('level 1'), find('level 2')] as const;
  for (const peer of [find('OpenTelemetry, a span a call'), find('appmap-node')]) {
    if (!peer) continue;
    const times = levels.map((level) => (level ? ratio(added(peer) / added(level)) : ''));
    console.log(
      `${peer.variant.label}: ${times[0]} of level 1 and ${times[1]} of level 2, in time added a call`,
    );
  }
}
