import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeCounters, FRAME, FrameReader } from '../../runtime/format/index.ts';
import { median, printTable } from '../table.ts';

const hook = join(import.meta.dirname, '../../dist/runtime/node/hook.cjs');
const packages = join(import.meta.dirname, '../../node_modules');
const programs = join(import.meta.dirname, 'programs');
const ROUNDS = 9;
/** Lines that the figures are about. */
const LINES = 10_000;

/** ms of a process: CPU time of all its threads, time that passed, and what the tracer says it took to rewrite. */
interface Sample {
  readonly cpu: number;
  readonly wall: number;
  readonly rewriting: number;
}

/** What starting costs: an app of 10,000 lines that is the app's own source, first and again, and one of none. */
export default function startUp(): void {
  const dir = mkdtempSync(join(tmpdir(), 'callscape-start-up-'));
  try {
    const app = join(dir, 'app');
    const { files, lines } = makeApp(app);
    const caches = { code: join(dir, 'code'), full: join(dir, 'full') };
    const empty = () => traced(dir, app, [], caches.code);
    const first = () => {
      const cache = mkdtempSync(join(dir, 'first-'));
      cpSync(caches.code, cache, { recursive: true });
      return traced(dir, app, files, cache);
    };
    const again = () => traced(dir, app, files, caches.full);
    mkdirSync(caches.code);
    // The tracer's own code is compiled once for a machine, not for an app.
    traced(dir, join(dir, 'elsewhere'), files, caches.code);
    again();
    const variants: readonly (readonly [label: string, run: () => Sample, scale: number])[] = [
      ['nothing, untraced', () => untraced([]), 1],
      ['nothing, traced', empty, 1],
      ['10,000 lines, untraced', () => untraced(files), LINES / lines],
      ['10,000 lines, the first time', first, LINES / lines],
      ['10,000 lines, from the cache', again, LINES / lines],
      ['floor: acorn reads the same lines', () => floor(files), LINES / lines],
    ];
    const samples = variants.map((): Sample[] => []);
    for (let round = 0; round < ROUNDS; round++) {
      for (const [i, [, run]] of variants.entries()) samples[i]?.push(run());
    }
    const rows = variants.map(([label, , scale], i) => {
      const of = (key: keyof Sample, pick: (values: number[]) => number) =>
        (pick((samples[i] ?? []).map((sample) => sample[key])) * scale).toFixed(1);
      const least = (values: number[]) => Math.min(...values);
      const rewriting = i === 1 || i === 3 || i === 4;
      return [
        label,
        of('cpu', median),
        of('cpu', least),
        of('wall', median),
        of('wall', least),
        rewriting ? of('rewriting', median) : '',
        rewriting ? of('rewriting', least) : '',
      ];
    });
    const head = ['ms', 'CPU', 'least', 'passed', 'least', 'rewriting', 'least'];
    printTable(
      `Tracer: starting, Node ${process.version}, medians of ${ROUNDS} interleaved runs`,
      head,
      rows,
    );
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Packages as the app's own source: a parser and a WebSocket library. */
function makeApp(app: string): { files: string[]; lines: number } {
  cpSync(join(packages, 'ws/lib'), app, { recursive: true });
  cpSync(join(packages, 'acorn/dist/acorn.js'), join(app, 'acorn.js'));
  const files = readdirSync(app)
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(app, name));
  const lines = files.reduce((sum, file) => sum + readFileSync(file, 'utf8').split('\n').length, 0);
  return { files, lines };
}

function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Sample {
  const printed = execFileSync(process.execPath, args, { env: { ...process.env, ...env } }).toString();
  return { ...(JSON.parse(printed) as Omit<Sample, 'rewriting'>), rewriting: 0 };
}

const untraced = (files: readonly string[]): Sample => run([join(programs, 'start-up.cjs'), ...files]);

const floor = (files: readonly string[]): Sample =>
  run([join(programs, 'parse-floor.cjs'), join(packages, 'acorn'), ...files]);

function traced(dir: string, projectDir: string, files: readonly string[], cacheDir: string): Sample {
  const spoolDir = mkdtempSync(join(dir, 'spool-'));
  const configFile = join(spoolDir, 'config.json');
  const config = {
    version: 1,
    spoolDir,
    projectDir,
    level: 1,
    clock: 'bounded',
    include: [],
    exclude: [],
    excludeFunctions: [],
    excludeNodeModules: true,
    levels: { languages: {}, files: {}, functions: {} },
    capture: { params: true, returns: true, maxBytes: 10_000 },
    redactKeys: [],
    cacheDir,
    flushMs: 100,
  };
  writeFileSync(configFile, JSON.stringify(config));
  const sample = run([join(programs, 'start-up.cjs'), ...files], {
    CALLSCAPE_CONFIG: configFile,
    NODE_OPTIONS: `--require ${hook}`,
  });
  return { ...sample, rewriting: rewritingMs(spoolDir) };
}

function rewritingMs(spoolDir: string): number {
  let ns = 0;
  for (const name of readdirSync(spoolDir).filter((file) => file.endsWith('.spool'))) {
    const reader = new FrameReader();
    reader.push(readFileSync(join(spoolDir, name)));
    for (let frame = reader.next(); frame; frame = reader.next()) {
      if (frame.kind === FRAME.COUNTERS) ns = decodeCounters(frame).instrumentNs;
    }
  }
  return ns / 1e6;
}
