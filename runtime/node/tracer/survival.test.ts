import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runTraced } from '../testing/run-traced.ts';

const cwd = fileURLToPath(new URL('fixtures/survival', import.meta.url));

describe('what is kept when the process ends by force', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'] as const)(
    'an idle process ended by %s loses nothing',
    async (signal) => {
      const { threads, signal: died } = await runTraced({
        cwd,
        args: ['server.cjs'],
        meanwhile: (child) => child.stdout?.once('data', () => child.kill(signal)),
      });
      expect(died).toBe(signal);
      expect(threads[0]?.spans.filter((span) => span.name === 'handle')).toHaveLength(1000);
      expect(threads[0]).toMatchObject({ torn: 0, damaged: 0, unmatched: 0 });
    },
  );

  test.each(['SIGTERM', 'SIGKILL'] as const)(
    'a busy loop dies at once by %s and loses the last 100 ms at most',
    async (signal) => {
      const {
        stdout,
        threads,
        signal: died,
      } = await runTraced({
        cwd,
        args: ['busy.cjs'],
        meanwhile: (child) => {
          let first = 0;
          child.stdout?.on('data', (text: string) => {
            // Each line is one write; the first of a piece is whole.
            const [calls, at] = (text.split('\n')[0] ?? '').split(' ').map(Number) as [number, number];
            first ||= at;
            if (at - first > 250 && calls > 250_000) child.kill(signal);
          });
        },
      });
      expect(died).toBe(signal);
      // The program says how many calls it had made when, so that a slow machine changes nothing.
      const said = stdout
        .trim()
        .split('\n')
        .map((line) => line.split(' ').map(Number) as [calls: number, at: number]);
      const end = said.at(-1)?.[1] ?? 0;
      const due = said.findLast(([, at]) => at <= end - 100)?.[0] ?? 0;
      const [thread] = threads;
      expect(due).toBeGreaterThan(0);
      expect(thread?.spans.length).toBeGreaterThanOrEqual(due);
      expect(thread?.damaged).toBe(0);
    },
  );
});

test('as many traces wait to be written as may, and are lost when the process ends by force', async () => {
  for (const [maxTraces, kept] of [
    [1, 49],
    [20, 40],
  ] as const) {
    const outcome = await runTraced({
      cwd,
      args: ['kills-itself.cjs'],
      config: { maxTraces, flushMs: 60_000 },
    });
    expect(outcome).toMatchObject({ stdout: '', stderr: '', signal: 'SIGKILL' });
    const { spans } = outcome.threads[0] ?? { spans: [] };
    // More only if it took longer than a flush may wait.
    expect(spans.length).toBeGreaterThanOrEqual(kept);
    expect(outcome.threads[0]).toMatchObject({ torn: 0, damaged: 0, unmatched: 0 });
  }
});

describe('a fault of the recording never reaches the app', () => {
  test('its spool folder is deleted while it runs', async () => {
    const outcome = await runTraced({
      cwd,
      args: ['slow.cjs'],
      meanwhile: (child, spoolDir) =>
        child.stdout?.once('data', () => rmSync(spoolDir, { recursive: true, force: true })),
    });
    expect(outcome).toMatchObject({ stdout: 'ready\ndone\n', stderr: '', code: 0, threads: [] });
  });

  test('its spool folder does not exist', async () => {
    const outcome = await runTraced({
      cwd,
      args: ['slow.cjs'],
      config: { spoolDir: join(tmpdir(), 'callscape-no-such-folder/spool') },
    });
    expect(outcome).toMatchObject({ stdout: 'ready\ndone\n', stderr: '', code: 0 });
  });

  const disk = smallDisk();
  test.skipIf(!disk)('its disk is full', async () => {
    const dir = disk as string;
    const fd = openSync(join(dir, 'ballast'), 'w');
    try {
      // Leaves room for the first frames only.
      for (;;) writeSync(fd, Buffer.alloc(4096));
    } catch {
      closeSync(fd);
    }
    try {
      const outcome = await runTraced({ cwd, args: ['slow.cjs'], config: { spoolDir: dir, cacheDir: dir } });
      expect(outcome).toMatchObject({ stdout: 'ready\ndone\n', stderr: '', code: 0 });
    } finally {
      execFileSync('umount', [dir]);
      rmSync(dir, { recursive: true });
    }
  });
});

/** A file system of 64 KB, where this machine lets us mount one. */
function smallDisk(): string | undefined {
  const dir = mkdtempSync(join(tmpdir(), 'callscape-disk-'));
  mkdirSync(dir, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', dir], { stdio: 'ignore' });
    return dir;
  } catch {
    rmSync(dir, { recursive: true });
    return undefined;
  }
}
