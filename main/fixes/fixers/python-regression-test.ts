import { dirname, join } from 'node:path/posix';
import type { CapturedValue, Finding } from '#contract';
import type { FixContext } from '../fixer.ts';
import type { FileChange } from '../plan.ts';
import type { ProjectFile } from '../project-file.ts';
import { moduleName } from './python-text.ts';

const testFile = /(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/;

/**
 * A test that repeats a call of a Python function which failed for None, and wants the error that it raises now: for pytest, or unittest
 * where the project's tests are written for that. `null` where it has no tests, or no call was recorded whole.
 *
 * @param message what the error says, without quotes in it
 */
export async function pythonRegressionTest(
  { function: fn }: Finding,
  file: ProjectFile,
  message: string,
  { calls, files, peek }: FixContext,
): Promise<FileChange | null> {
  if (fn === null || !new RegExp(`^def ${fn.name}\\(`, 'm').test(file.text)) return null;
  const known = files.find((path) => testFile.test(path));
  if (known === undefined) return null;
  const failed = await calls.of(fn, 'errors', 5);
  const args = failed
    .filter(({ status }) => status === 'error')
    .map(({ params }) => params?.map(({ name, value }) => withName(name, pythonLiteral(value))))
    .find((one) => one?.every((text) => text !== null));
  const module = moduleName(file.path.replace(/^src\//, ''));
  if (args === undefined || !/^[A-Za-z_][\w.]*$/.test(module)) return null;
  const path = join(dirname(known), `test_${module.split('.').at(-1)}_${fn.name}.py`);
  if (files.includes(path)) return null;
  const call = `${fn.name}(${args.join(', ')})`;
  const load = `from ${module} import ${fn.name}\n\n\n`;
  const text = /^import unittest\b/m.test((await peek(known)) ?? '')
    ? `import unittest\n\n${load}class ${classNameOf(fn.name)}(unittest.TestCase):
    def test_says_what_is_missing(self):
        with self.assertRaises(ValueError) as failure:
            ${call}
        self.assertEqual(str(failure.exception), "${message}")
`
    : `import pytest\n\n${load}def test_${fn.name}_says_what_is_missing():
    with pytest.raises(ValueError) as failure:
        ${call}
    assert str(failure.value) == "${message}"
`;
  return { kind: 'create', path, text };
}

const classNameOf = (name: string): string =>
  `${name
    .split('_')
    .map((part) => `${part.slice(0, 1).toUpperCase()}${part.slice(1)}`)
    .join('')}Test`;

/** Arguments of a varying number are written one by one, and would have to be spread. */
const withName = (name: string, text: string | null): string | null => (name.startsWith('*') ? null : text);

/** What the words of a recording are in Python. */
const words: Readonly<Record<string, string>> = { null: 'None', true: 'True', false: 'False' };

/** A captured value as Python; `null` where something of it was left out or cannot be written. */
export function pythonLiteral(value: CapturedValue): string | null {
  switch (value.kind) {
    case 'primitive':
      if (value.cutFrom !== undefined || value.type === 'symbol') return null;
      if (value.type === 'string') return JSON.stringify(value.text);
      if (/^-?(?:NaN|Infinity)$/.test(value.text)) return `float("${value.text}")`;
      return words[value.text] ?? value.text;
    case 'list': {
      const items = value.items.map(pythonLiteral);
      if (items.includes(null) || items.length < value.size) return null;
      if (value.type === 'Array') return `[${items.join(', ')}]`;
      if (value.type === 'tuple') return `(${items.join(', ')}${value.size === 1 ? ',' : ''})`;
      if (value.type !== 'Set') return null;
      return value.size === 0 ? 'set()' : `{${items.join(', ')}}`;
    }
    case 'map': {
      const entries = value.entries.map((entry) => [pythonLiteral(entry.key), pythonLiteral(entry.value)]);
      return entries.length < value.size || entries.some((entry) => entry.includes(null))
        ? null
        : `{${entries.map((entry) => entry.join(': ')).join(', ')}}`;
    }
    default:
      return null;
  }
}
