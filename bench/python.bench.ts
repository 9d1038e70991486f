import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPythons, type Python } from '../runtime/python/testing/pythons.ts';
import { median, printTable } from './table.ts';

const programs = join(import.meta.dirname, 'python-programs');
const hook = join(import.meta.dirname, '../runtime/python');
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
/** Rows whose labels it matches are measured, beside the first two. */
const CHOSEN = new RegExp(process.env.BENCH_VARIANTS ?? '');
/** The oldest, two in the middle and the newest say enough; `npm run bench -- python 3.9` measures another. */
const WANTED = ['3.8', '3.11', '3.12', '3.13'];
/** The modules of the library workload. */
const LIBRARY = [
  'configparser.py',
  'difflib.py',
  'fractions.py',
  'html/parser.py',
  '_markupbase.py',
  'json/*.py',
  'pprint.py',
  'statistics.py',
  'string.py',
  'textwrap.py',
];

interface Variant {
  readonly label: string;
  readonly how: 'plain' | 'profile' | 'setprofile' | 'monitoring';
  readonly trace?: {
    readonly level: number;
    readonly recorder: 'native' | 'python';
    readonly budget?: number;
    readonly memory?: 'retained';
  };
  /** What it says of the recursion only: what `floor.py` does in a call. */
  readonly floor?: 'once' | 'twice' | 'named' | 'appended' | 'written' | 'called' | 'operators';
}

const VARIANTS: readonly Variant[] = [
  { label: 'untraced', how: 'plain' },
  { label: 'cProfile', how: 'profile' },
  { label: 'sys.setprofile to a list', how: 'setprofile' },
  { label: 'sys.monitoring to a list', how: 'monitoring' },
  { label: 'floor in Python: a clock reading kept', how: 'plain', floor: 'once' },
  { label: 'floor in Python: two of them', how: 'plain', floor: 'twice' },
  { label: 'floor in Python: two, and of which function', how: 'plain', floor: 'named' },
  { label: 'floor in Python: the same by two calls', how: 'plain', floor: 'appended' },
  { label: 'floor in Python: the least of these, written', how: 'plain', floor: 'written' },
  { label: 'two calls in C that do nothing', how: 'plain', floor: 'called' },
  { label: 'two operators in C that do nothing', how: 'plain', floor: 'operators' },
  { label: 'level 1, recorder in C', how: 'plain', trace: { level: 1, recorder: 'native' } },
  { label: 'level 2, recorder in C', how: 'plain', trace: { level: 2, recorder: 'native' } },
  {
    label: 'level 1, in C, memory',
    how: 'plain',
    trace: { level: 1, recorder: 'native', memory: 'retained' },
  },
  { label: 'level 1, recorder in Python', how: 'plain', trace: { level: 1, recorder: 'python' } },
  { label: 'level 2, recorder in Python', how: 'plain', trace: { level: 2, recorder: 'python' } },
  { label: 'level 1, in C, budget 5 %', how: 'plain', trace: { level: 1, recorder: 'native', budget: 0.05 } },
  {
    label: 'level 2, in C, budget 15 %',
    how: 'plain',
    trace: { level: 2, recorder: 'native', budget: 0.15 },
  },
];

type Trace = NonNullable<Variant['trace']>;

interface Sample {
  readonly ns: number;
  readonly calls: number;
  readonly bytes: number;
}

function measure(
  python: Python,
  program: string,
  scope: Scope,
  { how, trace, floor }: Variant,
  cache: string,
): Sample {
  const dir = mkdtempSync(join(tmpdir(), 'callscape-bench-'));
  const spool = join(dir, 'spool');
  try {
    const env = { ...process.env };
    if (trace) {
      mkdirSync(spool);
      writeFileSync(join(dir, 'config.json'), JSON.stringify(configuration(spool, cache, trace, scope)));
      Object.assign(env, {
        CALLSCAPE_CONFIG: join(dir, 'config.json'),
        CALLSCAPE_PYTHON_RECORDER: trace.recorder,
        PYTHONPATH: hook,
      });
    }
    const command = floor ? [join(programs, 'floor.py'), floor, cache] : [join(programs, program), how];
    const out = execFileSync(python.command, command, { env, encoding: 'utf8' });
    const bytes = trace
      ? readdirSync(spool).reduce((sum, file) => sum + statSync(join(spool, file)).size, 0)
      : 0;
    return { ...(JSON.parse(out) as { ns: number; calls: number }), bytes };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

interface Scope {
  readonly projectDir: string;
  readonly include: readonly string[];
}

function configuration(spoolDir: string, cacheDir: string, trace: Trace, scope: Scope): object {
  return {
    version: 1,
    spoolDir,
    ...scope,
    level: trace.level,
    ...(trace.budget === undefined ? {} : { budget: trace.budget }),
    ...(trace.memory === undefined ? {} : { memory: trace.memory }),
    clock: 'exact',
    exclude: [],
    excludeFunctions: [],
    excludeNodeModules: true,
    levels: { languages: {}, files: {}, functions: {} },
    capture: { params: true, returns: true, maxBytes: 10_000 },
    redactKeys: [],
    cacheDir,
    flushMs: 100,
  };
}

function compare(python: Python, title: string, program: string, scope: Scope, cache: string): void {
  const hasMonitoring = Number(python.version.slice(2)) >= 12;
  const isRecursion = program === 'recursion.py';
  const variants = VARIANTS.filter(
    ({ how, floor, label }, i) =>
      (how !== 'monitoring' || hasMonitoring) &&
      (floor === undefined || isRecursion) &&
      (i < 2 || CHOSEN.test(label)),
  );
  const samples = variants.map((): Sample[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, variant] of variants.entries()) {
      samples[i]?.push(measure(python, program, scope, variant, cache));
    }
  }
  const ns = samples.map((list) => median(list.map((sample) => sample.ns)));
  const calls = samples[0]?.[0]?.calls as number;
  const untraced = ns[0] as number;
  const added = ns.map((one) => (one - untraced) / calls);
  const rows = variants.map(({ label }, i) => [
    label,
    ((ns[i] as number) / calls).toFixed(0),
    i === 0 ? '' : (added[i] as number).toFixed(0),
    `${((ns[i] as number) / untraced).toFixed(2)}x`,
    i === 0 ? '' : `${((added[i] as number) / (added[1] as number)).toFixed(2)}x`,
    `${((ns[i] as number) / (ns[1] as number)).toFixed(2)}x`,
  ]);
  printTable(
    `Python ${python.version}: ${title}, ${calls.toLocaleString('en')} calls, medians of ${ROUNDS} interleaved runs`,
    ['', 'ns a call', 'added', 'of untraced', 'added, of cProfile', 'whole, of cProfile'],
    rows,
  );
}

/** Builds the type of operators that do nothing into the folder: with the compiler and the headers that built the recorder. */
function buildOperators(python: Python, folder: string): void {
  const script = 'import sysconfig; print(sysconfig.get_paths()["include"], end="")';
  const headers = execFileSync(python.command, ['-c', script], { encoding: 'utf8' });
  const flags = ['-O2', '-shared', '-fPIC', '-DPy_LIMITED_API=0x03080000', '-I', headers];
  execFileSync('cc', [...flags, join(programs, 'operators.c'), '-o', join(folder, 'operators.abi3.so')]);
}

/** What a recorded call costs in Python, beside the profilers that come with it. */
export default async function bench(args: readonly string[]): Promise<void> {
  const cache = mkdtempSync(join(tmpdir(), 'callscape-bench-cache-'));
  try {
    const pythons = findPythons().filter(({ version }) =>
      (args.length > 0 ? args : WANTED).includes(version),
    );
    for (const python of pythons) {
      execFileSync(python.command, [join(hook, 'build_recorder.py'), cache]);
      buildOperators(python, cache);
      const recursion: Scope = { projectDir: programs, include: ['numbers_of_fibonacci.py'] };
      compare(python, 'recursion over two functions', 'recursion.py', recursion, cache);
      const folder = execFileSync(
        python.command,
        ['-c', 'import os; print(os.path.dirname(os.__file__), end="")'],
        {
          encoding: 'utf8',
        },
      );
      compare(
        python,
        'modules of the standard library',
        'library.py',
        { projectDir: folder, include: LIBRARY },
        cache,
      );
    }
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}
