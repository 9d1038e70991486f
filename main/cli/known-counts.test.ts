import { describe, expect, it } from 'vitest';
import { commandLineIn } from '../testing/command-line.ts';
import { projectFolder } from '../testing/folder.ts';

/** The one program, in the three ways of writing modules. Types are left out of the first two by the same words. */
function program(style: 'commonjs' | 'esm' | 'typescript') {
  const extension = { commonjs: 'cjs', esm: 'mjs', typescript: 'ts' }[style];
  const typed = style === 'typescript';
  const use = (names: string, file: string) =>
    style === 'commonjs'
      ? `const { ${names} } = require('./${file}.${extension}');`
      : `import { ${names} } from './${file}.${extension}';`;
  const give = (...names: string[]) =>
    style === 'commonjs' ? `module.exports = { ${names.join(', ')} };` : `export { ${names.join(', ')} };`;
  const number = typed ? ': number' : '';
  const files: Record<string, string> = {
    [`even.${extension}`]: `${use('fibOdd', 'odd')}
function fibEven(n${number})${number} { return n < 2 ? n : fibOdd(n - 1) + fibOdd(n - 2); }
${give('fibEven')}`,
    [`odd.${extension}`]: `${use('fibEven', 'even')}
function fibOdd(n${number})${number} { return n < 2 ? n : fibEven(n - 1) + fibEven(n - 2); }
${give('fibOdd')}`,
    [`shapes.${extension}`]: `class Shape {
  ${typed ? 'name: string;' : ''}
  constructor(name${typed ? ': string' : ''}) { this.name = name; }
  area()${number} { throw new TypeError(this.name + ' has no area'); }
  describe()${typed ? ': string' : ''} { return this.name + ' ' + this.area(); }
}
class Square extends Shape {
  ${typed ? 'side: number;' : ''}
  constructor(side${number}) { super('square'); this.side = side; }
  area()${number} { return this.side ** 2; }
  static unit() { return new Square(1); }
  get edge()${number} { return this.side; }
}
${give('Shape', 'Square')}`,
    [`work.${extension}`]: `async function step(i${number}, k${number}) { await null; if (i === 3 && k === 1) throw new Error('step'); return i * k; }
async function worker(i${number}) { let sum = 0; for (let k = 0; k < 3; k++) sum += await step(i, k); return sum; }
async function pool() { return Promise.allSettled([1, 2, 3, 4, 5].map((i) => worker(i))); }
${give('pool')}`,
  };
  // CommonJS cannot hold a cycle of destructured names: the odd one asks for the other when it is called.
  if (style === 'commonjs') {
    files['odd.cjs'] =
      `function fibOdd(n) { return n < 2 ? n : require('./even.cjs').fibEven(n - 1) + require('./even.cjs').fibEven(n - 2); }
${give('fibOdd')}`;
  }
  files[`main.${extension}`] = `${use('fibEven', 'even')}
${use('Shape, Square', 'shapes')}
${use('pool', 'work')}
function attempt(shape${typed ? ': Shape' : ''}) { try { return shape.describe(); } catch { return 'none'; } }
function main() {
  const shapes = [new Square(2), Square.unit(), new Shape('blob'), new Shape('fog')];
  return fibEven(10) + shapes.map(attempt).join() + new Square(3).edge;
}
console.log(main());
pool().then((results) => console.log(results.map((r) => r.status === 'fulfilled' ? r.value : 'failed').join()));
`;
  return { files, main: `main.${extension}`, extension };
}

/** Calls of the two functions of fib(n), by the parity of the depth: the ground truth, counted without a tracer. */
function fibonacciCalls(n: number): { even: number; odd: number } {
  const counts = { even: 0, odd: 0 };
  const waiting = [{ n, depth: 0 }];
  for (let call = waiting.pop(); call !== undefined; call = waiting.pop()) {
    counts[call.depth % 2 === 0 ? 'even' : 'odd']++;
    if (call.n >= 2)
      waiting.push({ n: call.n - 1, depth: call.depth + 1 }, { n: call.n - 2, depth: call.depth + 1 });
  }
  return counts;
}

interface SpanLine {
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly function: string;
  readonly status: string;
}

const { even, odd } = fibonacciCalls(10);
/** By function: calls and errors. */
const expected: Readonly<Record<string, readonly [number, number]>> = {
  fibEven: [even, 0],
  fibOdd: [odd, 0],
  main: [1, 0],
  attempt: [4, 0],
  'Shape.constructor': [5, 0],
  'Square.constructor': [3, 0],
  'Square.unit': [1, 0],
  'Square.edge': [1, 0],
  'Shape.describe': [4, 2],
  'Shape.area': [2, 2],
  'Square.area': [2, 0],
  pool: [1, 0],
  worker: [5, 1],
  step: [14, 1],
};

/** Every pair of caller and callee, with the number of calls; `null` calls from the top of a module or from nowhere. */
const expectedParents: Readonly<Record<string, number>> = {
  'main > fibEven': 1,
  'fibEven > fibOdd': odd,
  'fibOdd > fibEven': even - 1,
  'main > Square.unit': 1,
  'main > Square.constructor': 2,
  'Square.unit > Square.constructor': 1,
  'Square.constructor > Shape.constructor': 3,
  'main > Shape.constructor': 2,
  'main > attempt': 4,
  'main > Square.edge': 1,
  'attempt > Shape.describe': 4,
  'Shape.describe > Shape.area': 2,
  'Shape.describe > Square.area': 2,
  'worker > step': 14,
};

/** Arrow functions that stand between two named ones are looked through. */
const isNamed = (name: string) => name in expected;

describe('a program with known counts', () => {
  for (const style of ['commonjs', 'esm', 'typescript'] as const) {
    it(`gives exactly its calls, errors and parents from ${style}`, async () => {
      const { files, main, extension } = program(style);
      const { callscape } = commandLineIn(await projectFolder(files));
      const untraced = await callscape('run', '--level', '0', '--', process.execPath, main);
      const traced = await callscape('run', '--name', 'known', '--', process.execPath, main);
      expect(traced.stdout).toBe(untraced.stdout);
      expect(traced.code).toBe(0);

      const report = JSON.parse((await callscape('report', 'known', '--format', 'json')).stdout);
      const figures = new Map<string, unknown>(
        report.functions.map((f: { function: string; calls: number; errors: number }) => [
          f.function,
          [f.calls, f.errors],
        ]),
      );
      for (const [name, counts] of Object.entries(expected)) expect(figures.get(name), name).toEqual(counts);
      expect(new Set(report.functions.map((f: { file: string }) => f.file))).toEqual(
        new Set(['even', 'odd', 'shapes', 'work', 'main'].map((name) => `${name}.${extension}`)),
      );

      const exported = await callscape('export', 'known', '--format', 'spans', '-o', '-');
      const spans: SpanLine[] = exported.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(parentsOf(spans)).toEqual(expectedParents);
    });
  }
});

function parentsOf(spans: readonly SpanLine[]): Record<string, number> {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const pairs: Record<string, number> = {};
  for (const span of spans) {
    const parent = span.parentSpanId === null ? undefined : byId.get(span.parentSpanId);
    if (parent === undefined || !isNamed(span.function) || !isNamed(parent.function)) continue;
    const pair = `${parent.function} > ${span.function}`;
    pairs[pair] = (pairs[pair] ?? 0) + 1;
  }
  return pairs;
}
