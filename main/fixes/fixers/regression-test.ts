import { basename, dirname, join, relative } from 'node:path/posix';
import type { CapturedValue, SpanDetail } from '#contract';
import type { FixContext } from '../fixer.ts';
import type { FileChange } from '../plan.ts';
import { testRunner } from './test-runners.ts';

/** A function that failed, as a test can reach it. */
export interface Failed {
  readonly name: string;
  readonly file: string;
  /** Whether its file exports it by `export` or by `exports`. */
  readonly by: 'module' | 'script';
  /** It is what its file exports as a whole: `module.exports = f`. */
  readonly isWhole: boolean;
  readonly calls: readonly SpanDetail[];
  /** What the error says that it throws from now on, a literal; `null`: it throws none. */
  readonly message: string | null;
}

/**
 * A test for the project's own runner that repeats a call which failed. `null` where no call was recorded whole, the runner is not
 * known, or there is a file of that name.
 */
export async function regressionTest(
  { name, file, by, isWhole, calls, message }: Failed,
  { files, peek }: FixContext,
): Promise<FileChange | null> {
  const known = testRunner((await peek('package.json')) ?? '');
  const head = known?.runner.head[by];
  const args = calls
    .map(({ params }) => params?.map(({ value }) => literalOf(value)))
    .find((one) => one?.every((text) => text !== null));
  if (known === null || head == null || args === undefined || !/\.[cm]?[jt]s$/.test(file)) return null;
  const { runner } = known;
  const other = files.find((path) => /(?:\.|\/)(?:test|spec)\.[cm]?[jt]s$|(?:^|\/)tests?\//.test(path));
  const own = basename(file).replace(/\.[^.]+$/, '');
  const ending = /\.[^.]+$/.exec(file)?.[0] ?? '.js';
  // What mocha looks for by itself stands in this folder.
  const usual = known.name === 'mocha' && other === undefined ? 'test' : dirname(file);
  const folder = other === undefined || dirname(other) === dirname(file) ? usual : dirname(other);
  const path = join(folder, `${own}.${name}${/\.spec\./.test(other ?? '') ? '.spec' : '.test'}${ending}`);
  if (files.includes(path)) return null;
  const way = relative(dirname(path), file);
  const specifier = `'${way.startsWith('.') ? way : `./${way}`}'`;
  const names = isWhole ? name : `{ ${name} }`;
  const load =
    by === 'module' ? `import ${names} from ${specifier};\n` : `const ${names} = require(${specifier});\n`;
  const call = `${name}(${args.join(', ')})`;
  const test =
    message === null
      ? runner.test(`${name} takes what it failed for`, runner.passes(call))
      : runner.test(`${name} says what is missing`, runner.throws(call, message));
  return { kind: 'create', path, text: `${head}${load}\n${test}` };
}

/** A captured value as source text; `null` where something of it was left out or cannot be written. */
export function literalOf(value: CapturedValue): string | null {
  switch (value.kind) {
    case 'primitive':
      if (value.cutFrom !== undefined || value.type === 'symbol') return null;
      if (value.type === 'string') return quoted(value.text);
      return value.type === 'bigint' ? `${value.text}n` : value.text;
    case 'list':
      return value.type === 'Array' && value.items.length === value.size
        ? listOf(value.items.map(literalOf), '[', ']')
        : null;
    case 'object':
      return value.type === 'Object' && value.entries.length === value.size
        ? listOf(
            value.entries.map((entry) => {
              const text = literalOf(entry.value);
              return text === null
                ? null
                : `${/^[A-Za-z_$][\w$]*$/.test(entry.key) ? entry.key : quoted(entry.key)}: ${text}`;
            }),
            '{ ',
            ' }',
          )
        : null;
    case 'date':
      return Number.isNaN(value.unixMs) ? null : `new Date(${value.unixMs})`;
    default:
      return null;
  }
}

const listOf = (parts: readonly (string | null)[], open: string, close: string): string | null =>
  parts.includes(null)
    ? null
    : parts.length === 0
      ? `${open.trim()}${close.trim()}`
      : `${open}${parts.join(', ')}${close}`;

/** As the rest of the test is written, where that needs no signs before others. */
const quoted = (text: string): string => (/^[^'\\\p{Cc}]*$/u.test(text) ? `'${text}'` : JSON.stringify(text));
