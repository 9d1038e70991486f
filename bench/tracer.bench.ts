import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, printTable } from './table.ts';

const programs = join(import.meta.dirname, 'tracer-programs');
const hook = join(import.meta.dirname, '../dist/runtime/node/hook.cjs');
const ROUNDS = 7;

interface Variant {
  readonly label: string;
  readonly program: 'plain' | 'clock' | 'otel';
  /** Absent: not traced. */
  readonly trace?: { readonly level: number; readonly clock: 'bounded' | 'exact' };
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

interface Sample {
  readonly nsPerCall: number;
  readonly bytesPerCall: number;
}

function measure({ program, trace, n }: Variant): Sample {
  const dir = mkdtempSync(join(tmpdir(), 'callscape-bench-'));
  try {
    const env = { ...process.env };
    if (trace) {
      mkdirSync(join(dir, 'spool'));
      writeFileSync(join(dir, 'config.json'), JSON.stringify(configuration(dir, trace)));
      Object.assign(env, { CALLSCAPE_CONFIG: join(dir, 'config.json'), NODE_OPTIONS: `--require ${hook}` });
    }
    const out = execFileSync(process.execPath, [join(programs, 'recursion.cjs'), program, String(n)], {
      env,
    });
    const { nsPerCall, calls } = JSON.parse(out.toString()) as { nsPerCall: number; calls: number };
    return { nsPerCall, bytesPerCall: trace ? spoolBytes(join(dir, 'spool')) / calls : 0 };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function configuration(dir: string, trace: { level: number; clock: string }): object {
  return {
    version: 1,
    spoolDir: join(dir, 'spool'),
    projectDir: programs,
    ...trace,
    include: ['fib.cjs', 'add.cjs'],
    exclude: [],
    excludeFunctions: [],
    excludeNodeModules: true,
    levels: { languages: {}, files: {}, functions: {} },
    capture: { params: true, returns: true, maxBytes: 10_000 },
    redactKeys: [],
    cacheDir: join(dir, 'cache'),
    flushMs: 100,
  };
}

function spoolBytes(dir: string): number {
  return readdirSync(dir).reduce((sum, file) => sum + statSync(join(dir, file)).size, 0);
}

/** Time per recorded call on recursion over two modules, beside the floor and a peer, interleaved. */
export default async function bench(): Promise<void> {
  if (!existsSync(hook)) throw new Error('The hook is not built: run `npm run build` first');
  const hasPeers = existsSync(join(import.meta.dirname, 'node_modules/@opentelemetry/api'));
  const variants = VARIANTS.filter(({ program }) => program !== 'otel' || hasPeers);
  const samples = variants.map((): Sample[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, variant] of variants.entries()) samples[i]?.push(measure(variant));
  }
  const ns = samples.map((list) => median(list.map((sample) => sample.nsPerCall)));
  const untraced = ns[0] as number;
  const floor = (ns[1] as number) - untraced;
  const rows = variants.map(({ label }, i) => {
    const added = (ns[i] as number) - untraced;
    const bytes = median((samples[i] as Sample[]).map((sample) => sample.bytesPerCall));
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
