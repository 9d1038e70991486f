import type { NodeVersion } from '../testing/node-versions.ts';
import type { Outcome } from '../testing/run-traced.ts';

type Compared = Pick<Outcome, 'stdout' | 'stderr' | 'code' | 'signal'>;

interface Limit {
  readonly field: keyof Compared;
  /** Where it holds; everywhere if not given. */
  readonly on?: (node: NodeVersion, level: number) => boolean;
}

/** The compile hook stands on the stack while a module's top level runs. */
const compileHooked = ({ major }: NodeVersion) => major < 22;
const withSites = (_: NodeVersion, level: number) => level >= 3;

/** Programs that show the lower frames of a stack, or the columns that go with it, on Node 20. */
const ON_NODE_20: Readonly<Record<string, keyof Compared>> = {
  'errors/assertions-quote-the-source.cjs': 'stdout',
  'errors/causes-and-aggregates.cjs': 'stdout',
  'errors/prepare-stack-trace-of-the-app.cjs': 'stdout',
  'errors/stack-read-late.cjs': 'stdout',
  'errors/trace-uncaught.cjs': 'stderr',
  'errors/uncaught-in-a-getter.cjs': 'stderr',
  'errors/uncaught-in-a-listener.cjs': 'stderr',
  'errors/uncaught-in-a-promise-constructor.cjs': 'stderr',
  'syntax/syntax-error.cjs': 'stderr',
  // Modules with functions go through the loader's thread, and may be there later than others.
  'modules/parallel-dynamic-imports.mjs': 'stdout',
  // The loader's thread opens the streams of the process.
  'process/active-resources.cjs': 'stdout',
};

/** Programs of which a part is not compared; `docs/tracer-limits.md` explains why. */
const LIMITS: Readonly<Record<string, readonly Limit[]>> = {
  // The native stack dump holds addresses, and the wrapper of process.abort.
  'process/abort.cjs': [{ field: 'stderr' }],
  'errors/error-stacks.cjs': [
    // The compile hook is one of the ten frames that V8 keeps.
    { field: 'stdout', on: compileHooked },
    // The frame of a getter's caller has the column of the inserted call.
    { field: 'stdout', on: withSites },
  ],
  // Above an error of a module Node prints the path in place of the URL where the tracer gives it the original line.
  'modules/types.ts': [{ field: 'stderr' }],
  // What stands for an awaited value is named in the engine's messages.
  'async/messages-about-awaited-values.cjs': [{ field: 'stdout', on: withSites }],
};

/**
 * The line of the source above an uncaught error; from level 4 on there are steps in it. Of a module Node then prints the
 * path, in place of the URL.
 */
const EXCERPT = /^(?:file:\/\/)?(\S.*:\d+)\n.*\n *\^+\n/gm;

/**
 * What must be equal, traced at `level` and untraced: all that can be seen of a process but its number. Both sides are
 * taken with the same level.
 */
export function comparable(
  outcome: Outcome,
  program: string,
  node: NodeVersion,
  level: number,
): Partial<Compared> {
  const { stdout, code, signal } = outcome;
  const stderr = outcome.stderr.replace(/^\(node:\d+\)/gm, '(node:pid)');
  const all: Partial<Compared> = {
    stdout,
    stderr: level >= 4 ? stderr.replace(EXCERPT, '$1\n') : stderr,
    code,
    signal,
  };
  for (const { field, on } of LIMITS[program] ?? []) if (on?.(node, level) ?? true) delete all[field];
  const old = compileHooked(node) ? ON_NODE_20[program] : undefined;
  if (old) delete all[old];
  return all;
}
