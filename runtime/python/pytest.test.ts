import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { findPythons } from './testing/pythons.ts';
import { renderThreads } from './testing/render-tree.ts';
import { buildRecorder, runPlain, runTraced } from './testing/run-python.ts';

const project = mkdtempSync(join(tmpdir(), 'callscape-pytest-'));
cpSync(fileURLToPath(new URL('fixtures/pytest', import.meta.url)), project, { recursive: true });
afterAll(() => rmSync(project, { recursive: true, force: true }));

const pythons = findPythons().filter(
  ({ command }) => spawnSync(command, ['-c', 'import pytest']).status === 0,
);
const binary = pythons[0] && buildRecorder(pythons[0]);
const recorders = (['native', 'python'] as const).filter((one) => one === 'python' || binary);
if (pythons.length === 0) console.warn('Not tested: pytest, which no Python here has.');

describe.skipIf(pythons.length === 0)('pytest', { timeout: 120_000 }, () => {
  it.each(recorders)(
    'keeps its own rewriting of assertions, and is traced, with the %s recorder',
    async (recorder) => {
      for (const python of pythons) {
        const args = ['-m', 'pytest', '-q', '--tb=short', '-p', 'no:randomly', '-p', 'no:cacheprovider'];
        const env = { PYTHONDONTWRITEBYTECODE: '' };
        const traced = await runTraced({ python, args, cwd: project, recorder, env });
        // pytest makes the folder of its cache in any case.
        const written = readdirSync(project, { recursive: true }).map(String);
        expect(written.filter((name) => name.endsWith('.pyc'))).toEqual([]);
        const plain = await runPlain({ python, args, cwd: project });
        const withoutTime = (text: string) => text.replace(/in [\d.]+s/, 'in some time');
        expect(withoutTime(traced.stdout)).toBe(withoutTime(plain.stdout));
        expect(plain.stdout).toContain('assert [2, 3] == [2, 4]');
        expect(traced.code).toBe(plain.code);
        // Its plugins run commands of their own to describe the machine.
        const calls = traced.threads.map((thread) => ({
          ...thread,
          spans: thread.spans.filter(({ kind }) => kind !== 'operation'),
        }));
        expect(renderThreads(calls)).toBe(
          [
            'main',
            ...['start ~1', 'test_price', '  price', 'start ~1', 'test_price', '  price'],
            ...['test_negative', '  price !', 'test_wrong !', '  price', ''],
          ].join('\n'),
        );
      }
    },
  );
});
