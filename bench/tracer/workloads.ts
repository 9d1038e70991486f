/** A program that the tracer is measured on; `programs/<name>/main.cjs` runs units of it. */
export interface Workload {
  readonly name: string;
  readonly title: string;
  /** The files that are traced. */
  readonly files: readonly string[];
  /** Copied into the project from bench/node_modules, as the app's own source. */
  readonly packages?: Readonly<Record<string, string>>;
  /** By label of the variant: what is to be reached, in words. */
  readonly targets: Readonly<Record<string, string>>;
}

/** One that runs units of its work by itself, and ends. */
export interface UnitWorkload extends Workload {
  readonly kind: 'units';
  /** Argument of the program: what a unit is, as a rule and for what is slow. */
  readonly size: string;
  readonly small: string;
}

/** One that answers requests for as long as it is asked. */
export interface ServiceWorkload extends Workload {
  readonly kind: 'service';
}

/** Of each kind of service. */
const SERVICE_TARGETS = {
  'level 1': '5%',
  'level 2': '10%',
  'level 1, budget 5%': '5%',
  'level 2, budget 15%': '15%',
  'level 3, budget 30%': '30%',
  'level 4, budget 50%': '50%',
};

export const WORKLOADS: readonly (UnitWorkload | ServiceWorkload)[] = [
  {
    kind: 'units',
    name: 'recursion',
    title: 'recursion over two modules',
    files: ['fib.cjs', 'add.cjs'],
    size: '23',
    small: '16',
    targets: {
      'level 1': '15 ns',
      'level 1, every event timed': '90 ns',
      'level 2': '40 ns',
      'level 1, budget 5%': '1.5 of counting',
      'level 2, budget 15%': '1.5 of counting',
      'OpenTelemetry, a span a call': '100 of level 1',
      'appmap-node': '500 of level 2',
    },
  },
  {
    kind: 'units',
    name: 'processor',
    title: "acorn and escodegen as the app's own source, reading and printing acorn",
    files: ['acorn.js', 'escodegen.js'],
    packages: {
      'acorn/dist/acorn.js': 'acorn.js',
      'escodegen/escodegen.js': 'escodegen.js',
      'escodegen/package.json': 'package.json',
      'estraverse/estraverse.js': 'small.js',
    },
    size: 'acorn.js',
    small: 'small.js',
    targets: {
      'level 1': '40 ns',
      'level 1, every event timed': '120 ns',
      'level 2': '150 ns',
      'level 1, budget 5%': '1.5 of counting',
      'level 2, budget 15%': '1.5 of counting',
      'level 3, budget 30%': '30%',
      'level 4, budget 50%': '50%',
      'appmap-node': '50 of level 2',
    },
  },
  {
    kind: 'service',
    name: 'service',
    title:
      'an HTTP service of 24 own calls a request under load, which does next to nothing, CPU of its process',
    files: ['shop.cjs'],
    targets: SERVICE_TARGETS,
  },
  {
    kind: 'service',
    name: 'orders',
    title:
      'an HTTP service of 20 own calls a request under load, which works on what it has in memory, CPU of its process',
    files: ['orders.cjs'],
    targets: SERVICE_TARGETS,
  },
  {
    kind: 'units',
    name: 'awaits',
    title: 'a million awaits, three to a chain',
    files: ['chain.cjs'],
    size: '33334',
    small: '3000',
    targets: {
      'level 1, budget 5%': '5%',
      'level 2, budget 15%': '15%',
      'level 3, budget 30%': '30%',
      'level 4, budget 50%': '50%',
    },
  },
];
