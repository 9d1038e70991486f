import { basename, dirname, join, relative } from 'node:path/posix';
import type { CapturedValue, SpanDetail } from '#contract';
import type { FixContext } from '../fixer.ts';
import type { FileChange } from '../plan.ts';

/** How the tests of the usual runners are written; `equal` is not needed: it is only said that the call does not throw. */
interface Runner {
  readonly head: string;
  readonly call: (call: string) => string;
}

const runners: Readonly<Record<'node' | 'vitest' | 'jest', Runner>> = {
  node: {
    head: "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\n",
    call: (call) => `assert.doesNotThrow(() => ${call});`,
  },
  vitest: {
    head: "import { expect, test } from 'vitest';\n",
    call: (call) => `expect(() => ${call}).not.toThrow();`,
  },
  jest: {
    head: '',
    call: (call) => `expect(() => ${call}).not.toThrow();`,
  },
};

/**
 * A test for the project's own runner that repeats a call which failed. `null` where no call was recorded whole, the runner is not
 * known, or there is a file of that name.
 */
export async function regressionTest(
  name: string,
  file: string,
  failed: readonly SpanDetail[],
  { files, peek }: FixContext,
): Promise<FileChange | null> {
  const runner = runnerOf((await peek('package.json')) ?? '');
  const call = failed
    .map(({ params }) => params?.map(({ value }) => literalOf(value)))
    .find((one) => one?.every((text) => text !== null));
  if (runner === null || call === undefined || !/\.[cm]?[jt]s$/.test(file) || (await isCommonJs(file, peek)))
    return null;
  const known = files.find((path) => /(?:\.|\/)(?:test|spec)\.[cm]?[jt]s$|\/test[^/]*\//.test(path));
  const own = basename(file).replace(/\.[^.]+$/, '');
  const ending = /\.[^.]+$/.exec(file)?.[0] ?? '.js';
  const folder = known === undefined || dirname(known) === dirname(file) ? dirname(file) : dirname(known);
  const path = join(folder, `${own}.${name}${/\.spec\./.test(known ?? '') ? '.spec' : '.test'}${ending}`);
  if (files.includes(path)) return null;
  const specifier = relative(dirname(path), file);
  const { head, call: check } = runners[runner];
  const text = `${head}import { ${name} } from '${specifier.startsWith('.') ? specifier : `./${specifier}`}';

test('${name} takes what it failed for', () => {
  ${check(`${name}(${call.join(', ')})`)}
});
`;
  return { kind: 'create', path, text };
}

function runnerOf(manifest: string): keyof typeof runners | null {
  const script = /"test"\s*:\s*"([^"]*)"/.exec(manifest)?.[1] ?? '';
  if (/node\s.*--test/.test(script)) return 'node';
  if (/vitest/.test(script)) return 'vitest';
  return /jest/.test(script) ? 'jest' : null;
}

async function isCommonJs(file: string, peek: FixContext['peek']): Promise<boolean> {
  if (/\.m[jt]s$/.test(file)) return false;
  return /\.c[jt]s$/.test(file) || !/"type"\s*:\s*"module"/.test((await peek('package.json')) ?? '');
}

/** A captured value as source text; `null` where something of it was left out or cannot be written. */
export function literalOf(value: CapturedValue): string | null {
  switch (value.kind) {
    case 'primitive':
      if (value.cutFrom !== undefined || value.type === 'symbol') return null;
      if (value.type === 'string') return JSON.stringify(value.text);
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
                : `${/^[A-Za-z_$][\w$]*$/.test(entry.key) ? entry.key : JSON.stringify(entry.key)}: ${text}`;
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
