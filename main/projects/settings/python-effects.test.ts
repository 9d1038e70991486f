import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPythons } from '../../../runtime/python/testing/pythons.ts';
import { buildRecorder, runTraced } from '../../../runtime/python/testing/run-python.ts';
import { projectFolder, temporaryFolder } from '../../testing/folder.ts';
import {
  type Effect,
  effectsOf,
  expectEffect,
  has,
  noThread,
  type Seen,
} from '../../testing/setting-effects.ts';

import { openSettings, tracerOptions } from './index.ts';
import { settingKeys } from './keys.ts';

/** A program with something for every key: it prints `done` whatever is recorded of it. */
const FILES = {
  'main.py': `import asyncio, http.client, importlib, os, sqlite3, sys
from lib import helper
sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "env", "lib", "site-packages"))
class Cart:
    def __init__(self, total):
        self.total = total
    def add(self, x, password):
        sum = self.total + x
        sum += 1
        return {"sum": sum, "list": [1, 2, 3]}
def fails():
    raise TypeError("wrong")
def deep(n):
    return 0 if n == 0 else deep(n - 1)
def soon():
    pass
def start(loop):
    loop.call_soon(soon)
async def waits():
    await asyncio.sleep(0)
    return 1
def hot(x):
    return x
def stores():
    sqlite3.connect(":memory:").execute("SELECT 1")
def asks():
    try:
        http.client.HTTPConnection("127.0.0.1", 9).request("GET", "/")
    except OSError:
        pass
async def main():
    start(asyncio.get_running_loop())
    await waits()
Cart(2).add(40, "secret text")
try:
    fails()
except TypeError:
    pass
deep(8)
asyncio.run(main())
asks()
stores()
hot("a text " * 20 + "characters")
for i in range(300):
    hot({"a": {"b": {"c": i}}})
import pkg
pkg.packaged()
helper.helper("tok-123456")
folder = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(folder, "made.py"), "w") as file:
    file.write("def made():\\n    pass\\n")
importlib.invalidate_caches()
import made
made.made()
with open(os.path.join(folder, "lib", "helper.py"), "a") as file:
    file.write("# changed\\n")
importlib.reload(helper).helper("")
print("done")
`,
  'lib/__init__.py': '',
  'lib/helper.py': 'def helper(text):\n    return text\n',
  'env/lib/site-packages/pkg/__init__.py': 'def packaged():\n    pass\n',
};

const python = findPythons().at(-1);
const binary = python && buildRecorder(python);
const recorders = (['native', 'python'] as const).filter((one) => one === 'python' || binary);

async function run(recorder: 'native' | 'python', lines: string): Promise<Seen> {
  if (!python) throw new Error('no Python');
  const dir = await projectFolder({ ...FILES, '.env.tracing': lines });
  const settings = await openSettings(dir, temporaryFolder()).read();
  expect(settings.filter(({ problem }) => problem)).toEqual([]);
  let bytes = 0;
  const inspect = (spoolDir: string) => {
    for (const name of readdirSync(spoolDir)) bytes += statSync(join(spoolDir, name)).size;
  };
  const { budget: _, ...config } = tracerOptions(settings, null);
  const outcome = await runTraced({ python, recorder, cwd: dir, args: ['main.py'], config, inspect });
  expect(outcome).toMatchObject({ stdout: 'done\n', stderr: '', code: 0 });
  return {
    thread: outcome.threads[0] ?? noThread,
    bytes,
  };
}

const EFFECTS: readonly Effect[] = [
  ...effectsOf({
    file: 'main.py',
    other: 'made',
    otherFile: 'made.py',
    untraced: 'javascript',
    sender: 'GET 127.0.0.1',
    request: 'GET 127.0.0.1',
    statement: 'SELECT',
    deepest: '"c"',
  }),
  ['TRACING_LEVEL_PYTHON', '0', has('deep'), 9, 0],
];

/** Keys that act elsewhere, with the test that shows it. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  TRACING_PYTHON: 'main/launch/python',
  TRACING_OVERHEAD_BUDGET: 'runtime/python/budget.test.ts',
  TRACING_MAX_RECORDED_MB: 'runtime/python/limits.test.ts',
  TRACING_FLUSH_INTERVAL: 'runtime/python/start.test.ts',
  TRACING_COMPRESS_TRACES: 'main/runs/runs.test.ts',
  TRACING_STORE_TRACES: 'main/runs/runs.test.ts',
  TRACING_RETENTION_DAYS: 'main/runs/care.test.ts',
  TRACING_MAX_STORAGE_GB: 'main/runs/care.test.ts',
  TRACING_AUTO_CLEANUP: 'main/runs/care.test.ts',
};

/** Keys that say nothing of Python, and why. */
const NOT_OF_PYTHON: Readonly<Record<string, string>> = {
  TRACING_LEVEL_TYPESCRIPT: 'the level of another language',
  TRACING_LEVEL_JAVASCRIPT: 'the level of another language',
  TRACING_EXACT_CLOCK: 'every call in Python is timed',
  TRACING_MAX_TRACES_MEMORY: 'what waits is written by time and size alone',
};

describe('every key that acts', () => {
  it('acts in Python, or there is a reason why not', () => {
    const acting = settingKeys.filter(({ acts }) => acts).map(({ key }) => key);
    const known = [...EFFECTS.map(([key]) => key), ...Object.keys(ELSEWHERE), ...Object.keys(NOT_OF_PYTHON)];
    expect(known.sort()).toEqual(acting.sort());
  });

  describe.skipIf(!python).each(recorders)('with the %s recorder', (recorder) => {
    // In Python alone the system does not tell when a file was made.
    const shown = EFFECTS.filter(([key]) => recorder === 'native' || key !== 'TRACING_AUTO_REINSTRUMENT');
    it.for(shown)('%s=%s can be seen in what is recorded', (effect) =>
      expectEffect((lines) => run(recorder, lines), effect),
    );
  });
});
