import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { findPythons } from './testing/pythons.ts';
import { renderThreads } from './testing/render-tree.ts';
import { buildRecorder, HOOK, runPlain, runTraced, type TraceOptions } from './testing/run-python.ts';

const folder = fileURLToPath(new URL('fixtures/start', import.meta.url));
const pythons = findPythons();
const binary = pythons[0] && buildRecorder(pythons[0]);
const recorders = (['native', 'python'] as const).filter((one) => one === 'python' || binary);

const copies: string[] = [];
afterAll(() => {
  for (const copy of copies) rmSync(copy, { recursive: true, force: true });
});

for (const python of pythons) {
  describe.each(recorders)(`Python ${python.version}, %s recorder`, { timeout: 90_000 }, (recorder) => {
    const run = (args: readonly string[], more: Partial<TraceOptions> = {}) =>
      runTraced({ python, args, cwd: folder, recorder, ...more });
    const same = async (args: readonly string[], more: Partial<TraceOptions> = {}) => {
      const plain = await runPlain({ python, args, cwd: folder, ...more });
      const { threads, ...seen } = await run(args, more);
      expect(seen).toEqual(plain);
      return threads;
    };

    it('runs a script with the module attributes, path and shadowed modules that it has untraced', async () => {
      await same(['where.py', 'a', 'b']);
      await same([join(folder, 'where.py')], { cwd: tmpdir(), config: { projectDir: folder } });
      await same(['-m', 'where', 'x']);
      await same(['-c', 'import where']);
    });

    it('ends with the same exit code, signal and last words', async () => {
      for (const how of ['code', 'text', 'interrupt', 'error', 'well']) {
        const threads = await same(['leaving.py', how]);
        expect(renderThreads(threads)).toBe(`main\nleave${how === 'well' ? '' : ' !'}\n  work\n`);
      }
    });

    it('says how the process ended', async () => {
      const end = async (how: string) => (await run(['leaving.py', how])).threads[0]?.end;
      expect(await end('code')).toMatchObject({ reason: 'exit', code: 7 });
      expect(await end('error')).toMatchObject({ reason: 'uncaught', code: 1 });
    });

    it("chains the user's own sitecustomize", async () => {
      const own = join(folder, 'own_site');
      const plain = await runPlain({ python, args: ['uses_site.py'], cwd: folder, env: { PYTHONPATH: own } });
      const env = { PYTHONPATH: [HOOK, own].join(delimiter) };
      const { threads, ...seen } = await run(['uses_site.py'], { env });
      expect(seen).toEqual(plain);
      expect(renderThreads(threads)).toBe('main\nuse\n');
    });

    it('leaves syntax errors to Python', async () => {
      await same(['broken.py']);
      await same(['-c', 'import broken']);
    });

    it('writes no compiled file beside the sources', async () => {
      const copy = mkdtempSync(join(tmpdir(), 'callscape-pyc-'));
      copies.push(copy);
      cpSync(join(folder, 'levels.py'), join(copy, 'levels.py'));
      await run(['-c', 'import levels'], { cwd: copy, env: { PYTHONDONTWRITEBYTECODE: '' } });
      expect(readdirSync(copy)).toEqual(['levels.py']);
    });

    it('obeys levels, exclusions and patterns', async () => {
      const tree = async (config: TraceOptions['config']) =>
        renderThreads((await run(['levels.py'], { ...(config ? { config } : {}) })).threads);
      expect(await tree({})).toBe('main\nKept.method\n  counted\nKept.left_out\n  counted\n');
      expect(await tree({ excludeFunctions: ['Kept.left_*'] })).toBe(
        'main\nKept.method\n  counted\ncounted\n',
      );
      const functions = { counted: 0 };
      expect(await tree({ levels: { languages: {}, files: {}, functions } })).toBe(
        'main\nKept.method\nKept.left_out\n',
      );
      expect(await tree({ exclude: ['lev*.py'] })).toBe('main\n');
      expect(await tree({ include: ['other/**'] })).toBe('main\n');
      const { threads } = await run(['levels.py'], { config: { level: 1 } });
      expect(
        threads[0]?.spans.every((span) => span.params === undefined && span.returned === undefined),
      ).toBe(true);
    });

    it('runs the app untraced when there is no configuration', async () => {
      const plain = await runPlain({ python, args: ['leaving.py', 'code'], cwd: folder });
      const env = { PYTHONPATH: HOOK, CALLSCAPE_CONFIG: '/nowhere/config.json' };
      expect(await runPlain({ python, args: ['leaving.py', 'code'], cwd: folder, env })).toEqual(plain);
    });

    it('runs on when the spool cannot be written', async () => {
      const { code, stdout, stderr } = await run(['levels.py'], { config: { spoolDir: '/nowhere' } });
      expect([code, stdout, stderr]).toEqual([0, '1 2\n', '']);
    });

    it('loses at most the last moments to a signal that cannot be caught', async () => {
      const { signal, threads } = await run(['waiting.py'], {
        onOutput: (pid) => process.kill(pid, 'SIGKILL'),
      });
      expect(signal).toBe('SIGKILL');
      expect(threads[0]?.spans.length).toBeGreaterThanOrEqual(101);
    });
  });

  describe.runIf(binary)(`Python ${python.version}`, () => {
    it('adds nothing to an exception at the recursion limit', { timeout: 60_000 }, async () => {
      const run = { python, args: ['recursion.py'], cwd: folder };
      const { threads, ...seen } = await runTraced({ ...run, recorder: 'native' });
      expect(seen).toEqual(await runPlain(run));
      expect(seen.stdout).toContain("('RecursionError', None, False)\nTrue");
      expect(threads[0]?.unmatched).toBe(0);
    });

    it('keeps everything when a signal ends the process by default', { timeout: 60_000 }, async () => {
      const { signal, threads } = await runTraced({
        python,
        args: ['waiting.py'],
        cwd: folder,
        recorder: 'native',
        onOutput: (pid) => process.kill(pid, 'SIGTERM'),
      });
      expect(signal).toBe('SIGTERM');
      expect(threads[0]?.spans).toHaveLength(102);
      expect(threads[0]?.end).toMatchObject({ reason: 'signal', signal: 'SIGTERM' });
    });
  });
}
