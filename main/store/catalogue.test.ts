import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Run } from '#contract';
import { openCatalogue } from './index.ts';
import { sealedRecording } from './testing/recording.ts';

let root: string;
let file: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'callscape-catalogue-'));
  file = join(root, 'catalogue.sqlite');
});

const runOf = (id: string, changes: Partial<Run> = {}): Run => ({
  id,
  dir: '/project',
  name: id,
  command: 'node app.js',
  cwd: '',
  level: 1,
  state: 'done',
  pid: 1,
  startedAt: 1000,
  endedAt: null,
  exitCode: null,
  signal: null,
  pinned: false,
  file: join(root, 'recordings', `${id}.callscape`),
  bytes: 0,
  spans: 0,
  functions: 0,
  errors: 0,
  diagnosis: null,
  ...changes,
});

describe('a catalogue', () => {
  it('lists runs with the newest first, and finds them by id, name and as the latest', () => {
    const catalogue = openCatalogue(file);
    catalogue.add(runOf('r1', { startedAt: 1, name: 'first' }));
    catalogue.add(runOf('r3', { startedAt: 3 }));
    catalogue.add(runOf('r2', { startedAt: 2 }));
    expect(catalogue.list().map((run) => run.id)).toEqual(['r3', 'r2', 'r1']);
    expect(catalogue.resolve('latest')?.id).toBe('r3');
    expect(catalogue.resolve('first')?.id).toBe('r1');
    expect(catalogue.resolve('r2')?.id).toBe('r2');
    expect(catalogue.resolve('nobody')).toBeUndefined();
    catalogue.dispose();
  });

  it('keeps names unique, when a run is added and when one is renamed', () => {
    const catalogue = openCatalogue(file);
    catalogue.add(runOf('r1', { name: 'morning' }));
    catalogue.add(runOf('r2'));
    expect(() => catalogue.add(runOf('r3', { name: 'morning' }))).toThrow(/another name/);
    expect(() => catalogue.rename('r2', 'morning')).toThrow(/another name/);
    expect(catalogue.freeName('morning')).toBe('morning 2');
    expect(catalogue.rename('r2', 'evening').name).toBe('evening');
    expect(catalogue.rename('r2', 'evening').name).toBe('evening');
    catalogue.dispose();
  });

  it('removes a run with its recording and spool, but none that is live or open in any workbench', () => {
    const mine = openCatalogue(file);
    const other = openCatalogue(file);
    const run = mine.add(runOf('r1', { state: 'running' }));
    mkdirSync(join(root, 'recordings'));
    mkdirSync(join(root, 'spool', 'r1'), { recursive: true });
    writeFileSync(run.file, '');
    expect(() => other.remove('r1')).toThrow(/still running/);
    mine.update('r1', { state: 'done' });
    const hold = mine.hold('r1');
    expect(() => other.remove('r1')).toThrow(/open/);
    expect(existsSync(run.file)).toBe(true);
    hold.dispose();
    other.remove('r1');
    expect(existsSync(run.file)).toBe(false);
    expect(existsSync(join(root, 'spool', 'r1'))).toBe(false);
    expect(mine.get('r1')).toBeUndefined();
    mine.dispose();
    other.dispose();
  });

  it('gives the live runs of a dead workbench to one caller, and leaves those of a living one', async () => {
    const catalogue = openCatalogue(file);
    catalogue.add(runOf('alive', { state: 'running' }));
    await killedWorkbench(file, [runOf('lost', { state: 'running' }), runOf('gone', { state: 'stopping' })]);
    mkdirSync(join(root, 'spool', 'lost'), { recursive: true });
    const other = openCatalogue(file);
    const claims = [...catalogue.recover(), ...other.recover()];
    expect(claims.map(({ run, spoolDir }) => [run.id, run.state, spoolDir !== null]).sort()).toEqual([
      ['gone', 'interrupted', false],
      ['lost', 'running', true],
    ]);
    catalogue.dispose();
    other.dispose();
  });

  it('knows a run as done when its recording was sealed before the workbench died', async () => {
    const run = runOf('r1', { state: 'finishing', file: sealedRecording() });
    await killedWorkbench(file, [run]);
    const catalogue = openCatalogue(file);
    expect(catalogue.recover()).toMatchObject([{ run: { state: 'done', spans: 1 }, spoolDir: null }]);
    catalogue.dispose();
  });

  it('says that a foreign file is damaged', () => {
    openCatalogue(file).dispose();
    const foreign = join(root, 'foreign.sqlite');
    writeFileSync(foreign, 'something else entirely, and long enough to look at');
    expect(() => openCatalogue(foreign)).toThrow(expect.objectContaining({ code: 'damaged' }));
  });
});

/** A process that adds runs to the catalogue and is killed without a chance to say anything. */
async function killedWorkbench(catalogue: string, runs: readonly Run[]): Promise<void> {
  const code = `
    const { openCatalogue } = await import(${JSON.stringify(new URL('./index.ts', import.meta.url).href)});
    const catalogue = openCatalogue(${JSON.stringify(catalogue)});
    for (const run of ${JSON.stringify(runs)}) catalogue.add(run);
    process.stdout.write('added');
    setInterval(() => catalogue, 1000);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
}
