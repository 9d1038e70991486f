import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { findPythons } from './testing/pythons.ts';
import { buildRecorder, runPlain, runTraced, type TraceOptions } from './testing/run-python.ts';

const folder = fileURLToPath(new URL('fixtures/start', import.meta.url));
const pythons = findPythons();
const binary = pythons[0] && buildRecorder(pythons[0]);
const recorder = binary ? 'native' : 'python';

const copies: string[] = [];
afterAll(() => {
  for (const copy of copies) rmSync(copy, { recursive: true, force: true });
});

/** Compiled files below a folder, with what they hold. */
function compiledIn(dir: string): ReadonlyMap<string, string> {
  const names = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.pyc') && !/lib\/python3/.test(name),
  );
  return new Map(names.sort().map((name) => [name, readFileSync(join(dir, name)).toString('base64')]));
}

function copied(): string {
  const copy = mkdtempSync(join(tmpdir(), 'callscape-flags-'));
  copies.push(copy);
  cpSync(folder, copy, { recursive: true, filter: (path) => !path.includes('__pycache__') });
  return copy;
}

for (const python of pythons) {
  describe(`Python ${python.version}`, { timeout: 60_000 }, () => {
    const run = async (args: readonly string[], more: Partial<TraceOptions> = {}) => {
      const plain = await runPlain({ python, args, cwd: folder, ...more });
      const { threads, ...seen } = await runTraced({ python, args, cwd: folder, recorder, ...more });
      // The variable by which the tracer is found brings a module of this name.
      const forget = (text: string) => text.replace(/^(True|False) (?=True|False)/m, '');
      expect({ ...seen, stdout: forget(seen.stdout) }).toEqual({ ...plain, stdout: forget(plain.stdout) });
      expect(plain.code).toBe(0);
      return threads.flatMap(({ spans }) => spans.map(({ name }) => name));
    };

    it.each([
      '',
      '-O',
      '-OO',
      '-B',
      '-b',
      '-u',
      '-W error',
      '-X utf8',
      '-X dev',
      '-X faulthandler',
      '-X tracemalloc=5',
      '-X pycache_prefix=/nonexistent/cache',
    ])('keeps what `python %s` means', async (flags) => {
      const args = [...flags.split(' ').filter(Boolean), 'flags.py'];
      expect(await run(args)).toEqual(['helped', 'checked']);
    });

    it.each(['-I', '-E', '-S'])(
      'runs an app that wants none of its surroundings, by %s, as it is',
      async (flag) => {
        // Isolated, its own folder is not on the path.
        const args =
          flag === '-I' ? [flag, '-c', 'import sys; print(sys.flags.isolated)'] : [flag, '-B', 'flags.py'];
        expect(await run(args)).toEqual([]);
      },
    );

    it('writes no compiled file where Python would write its own, and leaves those that are there', async () => {
      for (const env of [{}, { PYTHONPYCACHEPREFIX: 'prefix' }]) {
        const [traced, plain] = [copied(), copied()];
        const variables = (dir: string) =>
          Object.fromEntries(Object.entries(env).map(([key, value]) => [key, join(dir, value)]));
        for (const dir of [traced, plain]) mkdirSync(join(dir, 'prefix'));
        const how = (cwd: string) => ({ python, args: ['flags.py'], cwd });
        const env2 = (dir: string) => ({ PYTHONDONTWRITEBYTECODE: '', ...variables(dir) });
        await runTraced({ ...how(traced), recorder, env: env2(traced) });
        expect([...compiledIn(traced).keys()]).toEqual([]);
        await runPlain({ ...how(traced), env: env2(traced) });
        const own = compiledIn(traced);
        expect(own.size).toBe(1);
        await runTraced({ ...how(traced), recorder, env: env2(traced) });
        expect(compiledIn(traced)).toEqual(own);
      }
    });

    it("lets the app's import hooks do what they do", async () => {
      // Two of the three are traced: the third compiles its source itself.
      const calls = await run(['import_hooks.py']);
      expect(calls.filter((name) => name === 'helped')).toHaveLength(4);
    });

    it('measures memory by tracemalloc where the app is started with it', async () => {
      const metrics = async (...flags: string[]) => {
        const args = [...flags, 'flags.py'];
        const { threads } = await runTraced({ python, args, cwd: folder, recorder });
        return threads.flatMap((thread) => thread.metrics).at(-1)?.values;
      };
      expect(await metrics('-X', 'tracemalloc')).toMatchObject({ 'memory.heap': expect.any(Number) });
      expect(await metrics()).not.toHaveProperty('memory.heap');
    });
  });
}
