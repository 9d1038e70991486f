import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { median, printTable } from '../table.ts';
import { spoolSize } from './spool-size.ts';
import { runProgram, type Trace } from './traced-process.ts';

const programs = join(import.meta.dirname, 'programs');
const ROUNDS = 7;

interface Variant {
  readonly label: string;
  readonly program: 'plain' | 'clock' | 'otel';
  /** Absent: not traced. */
  readonly trace?: Trace;
  /** Of the Fibonacci number; smaller where every span is an object. */
  readonly n: number;
}

const VARIANTS: readonly Variant[] = [
  { label: 'untraced', program: 'plain', n: 27 },
  { label: 'floor: two clock reads a call', program: 'clock', n: 25 },
  { label: 'level 1, bounded clock', program: 'plain', trace: { level: 1, clock: 'bounded' }, n: 25 },
  { label: 'level 1, exact clock', program: 'plain', trace: { level: 1, clock: 'exact' }, n: 25 },
  { label: 'level 2, bounded clock', program: 'plain', trace: { level: 2, clock: 'bounded' }, n: 25 },
  { label: 'level 2, exact clock', program: 'plain', trace: { level: 2, clock: 'exact' }, n: 25 },
  { label: 'OpenTelemetry, a span a call', program: 'otel', n: 17 },
];

function measure({ program, trace, n }: Variant): { ns: number; bytes: number } {
  const { printed, seen } = runProgram<
    { nsPerCall: number; calls: number },
    { bytes: number; calls: number }
  >(
    [join(programs, 'recursion.cjs'), program, String(n)],
    trace,
    { dir: programs, include: ['fib.cjs', 'add.cjs'] },
    spoolSize,
  );
  if (seen && seen.calls !== printed.calls)
    throw new Error(`${seen.calls} calls were recorded of ${printed.calls}`);
  return { ns: printed.nsPerCall, bytes: seen ? seen.bytes / seen.calls : 0 };
}

/** Time per recorded call on recursion over two modules; every call must be in the spool. */
export default function recursion(): void {
  const hasPeers = existsSync(join(import.meta.dirname, '../node_modules/@opentelemetry/api'));
  const variants = VARIANTS.filter(({ program }) => program !== 'otel' || hasPeers);
  const samples = variants.map((): { ns: number; bytes: number }[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, variant] of variants.entries()) samples[i]?.push(measure(variant));
  }
  const ns = samples.map((list) => median(list.map((sample) => sample.ns)));
  const untraced = ns[0] as number;
  const floor = (ns[1] as number) - untraced;
  const rows = variants.map(({ label }, i) => {
    const added = (ns[i] as number) - untraced;
    const bytes = median((samples[i] ?? []).map((sample) => sample.bytes));
    return [
      label,
      (ns[i] as number).toFixed(1),
      i === 0 ? '' : added.toFixed(1),
      i === 0 ? '' : `${(added / floor).toFixed(2)}x`,
      bytes > 0 ? bytes.toFixed(2) : '',
    ];
  });
  const title = `Tracer: recursion over two modules, Node ${process.version}, medians of ${ROUNDS} interleaved runs`;
  printTable(title, ['', 'ns a call', 'added', 'of the floor', 'bytes a call'], rows);
  if (!hasPeers)
    console.log('\nOpenTelemetry is not installed: run `npm ci` in bench/ to measure it as well.');
}
