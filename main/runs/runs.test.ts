import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Run, RunProgress } from '#contract';
import { projectPaths } from '../data-dir.ts';
import { findInstallation } from '../installation.ts';
import { createProjects } from '../projects/index.ts';
import { forge } from '../store/testing/forge.ts';
import { projectFolder, temporaryFolder, writeFiles } from '../testing/folder.ts';
import { createRuns, type RunsEngine } from './index.ts';

const installation = findInstallation();
const terminal = { columns: 80, rows: 24 };
const node = `"${process.execPath}"`;

function openRuns(dataDir: string, maxRecordingBytes?: number): RunsEngine {
  const projects = createProjects({ dataDir, samplesDir: installation.samples });
  const runs = createRuns({ dataDir, installation, projects, maxRecordingBytes });
  onTestFinished(() => runs.dispose());
  return runs;
}

async function setUp(files: Readonly<Record<string, unknown>>, maxRecordingBytes?: number) {
  const dir = await projectFolder(files);
  const dataDir = temporaryFolder();
  return { dir, dataDir, runs: openRuns(dataDir, maxRecordingBytes) };
}

/** Resolves with the first state of the project's runs that fits. */
function untilRun(runs: RunsEngine, dir: string, fits: (run: Run) => boolean): Promise<Run> {
  return new Promise((resolve) => {
    const listener = runs.onChanged({ dir }, (run) => {
      if (!fits(run)) return;
      listener.dispose();
      resolve(run);
    });
  });
}

const hasEnded = (run: Run) => ['done', 'failed', 'interrupted'].includes(run.state);

const textOf = async (runs: RunsEngine, run: string) =>
  Buffer.from((await runs.output({ run })).bytes).toString();

const threeCalls = { 'app.js': `function f() {} f(); f(); f(); console.log('ready');` };
const waiting = {
  'app.js': `function f() {} for (let i = 0; i < 1000; i++) f(); process.stdin.resume(); console.log('ready');`,
};

describe('a run', () => {
  it('goes from running to done, with its calls, its output and its exit code', async () => {
    const { runs, dir } = await setUp(threeCalls);
    const states: string[] = [];
    runs.onChanged({ dir }, (run) => states.push(run.state));
    const ended = untilRun(runs, dir, hasEnded);
    const started = await runs.start({ dir, command: `${node} app.js; exit 3`, ...terminal });
    expect(started).toMatchObject({ state: 'running', exitCode: null, cwd: '.', level: 2 });
    const run = await ended;
    expect(run).toMatchObject({
      id: started.id,
      state: 'done',
      exitCode: 3,
      signal: null,
      spans: 3,
      functions: 1,
      errors: 0,
    });
    expect([...new Set(states)]).toEqual(['running', 'finishing', 'done']);
    expect(await textOf(runs, run.id)).toBe('ready\r\n');
    expect(run.endedAt).toBeGreaterThanOrEqual(run.startedAt);
    expect(await runs.list({ dir })).toEqual([run]);
  });

  it('leaves a recording and no spool', async () => {
    const { runs, dir, dataDir } = await setUp(threeCalls);
    const ended = untilRun(runs, dir, hasEnded);
    await runs.start({ dir, command: `${node} app.js`, ...terminal });
    const run = await ended;
    const paths = projectPaths(dataDir, dir);
    expect(await readdir(paths.spool)).toEqual([]);
    expect(await readdir(paths.recordings)).toEqual([`${run.id}.callscape`]);
    expect((await runs.progress({ run: run.id })).spans).toBe(3);
  });

  it('is compressed unless the settings say otherwise, and is the same either way', async () => {
    const app = 'function f(i) { return i; } for (let i = 0; i < 20000; i++) f(i);';
    const bytes: number[] = [];
    for (const compress of [true, false]) {
      const settings = `TRACING_OVERHEAD_BUDGET=0\nTRACING_COMPRESS_TRACES=${compress}`;
      const { runs, dir } = await setUp({ 'app.js': app, '.env.tracing': settings });
      const ended = untilRun(runs, dir, hasEnded);
      await runs.start({ dir, command: `${node} app.js`, ...terminal });
      const run = await ended;
      expect(run).toMatchObject({ state: 'done', spans: 20_000, functions: 1 });
      bytes.push(run.bytes);
    }
    expect(bytes[1]).toBeGreaterThan((bytes[0] as number) * 1.2);
  });

  it('is removed when the settings no longer keep it, and the first who listens hears of it', async () => {
    const { runs, dir, dataDir } = await setUp(threeCalls);
    const ended = untilRun(runs, dir, hasEnded);
    await runs.start({ dir, command: `${node} app.js`, ...terminal, name: 'long ago' });
    const run = await ended;
    await runs.dispose();
    const then = Date.now() - 8 * 24 * 60 * 60 * 1000;
    const paths = projectPaths(dataDir, dir);
    const catalogue = new Database(paths.catalogue);
    const aged = "UPDATE runs SET started_at = ?, run = json_set(run, '$.startedAt', ?, '$.endedAt', ?)";
    catalogue.prepare(aged).run(then, then, then);
    catalogue.close();
    await utimes(join(paths.recordings, `${run.id}.callscape`), new Date(then), new Date(then));
    const later = openRuns(dataDir);
    await later.list({ dir });
    const tidied = await new Promise((resolve) => later.onTidied({ dir }, resolve));
    expect(tidied).toMatchObject({ removed: ['long ago'], limits: { days: 7 } });
    expect(await later.list({ dir })).toEqual([]);
  });

  it('is kept until the next one begins where recordings are not to be stored, and for good when it is pinned', async () => {
    const { runs, dir } = await setUp({ ...threeCalls, '.env.tracing': 'TRACING_STORE_TRACES=false' });
    const record = async (name: string) => {
      const ended = untilRun(runs, dir, (run) => run.name === name && hasEnded(run));
      await runs.start({ dir, command: `${node} app.js`, ...terminal, name });
      return ended;
    };
    const first = await record('first');
    expect(first).toMatchObject({ temporary: true, spans: 3 });
    await runs.pin({ run: first.id, pinned: true });
    await record('second');
    const tidied = new Promise((resolve) => runs.onTidied({ dir }, resolve));
    await record('third');
    expect(await tidied).toMatchObject({ removed: ['second'], limits: null });
    expect((await runs.list({ dir })).map(({ name }) => name)).toEqual(['third', 'first']);
  });

  it('shows its calls while it lives, and is stopped on request without a diagnosis', async () => {
    const { runs, dir } = await setUp(waiting);
    const run = await runs.start({ dir, command: `${node} app.js`, ...terminal });
    const progress = await new Promise<RunProgress>((resolve) => {
      runs.onProgress({ run: run.id }, (now) => now.spans === 1000 && resolve(now));
    });
    expect(progress.revision).toBeGreaterThan(0);
    const ended = untilRun(runs, dir, hasEnded);
    await runs.stop({ run: run.id, force: false });
    expect(await ended).toMatchObject({ state: 'done', signal: 'SIGTERM', spans: 1000, diagnosis: null });
  });

  it('takes what is typed', async () => {
    const { runs, dir } = await setUp({
      'app.js': `process.stdin.once('data', (d) => { console.log('got ' + d); process.exit(); });`,
    });
    const ended = untilRun(runs, dir, hasEnded);
    const run = await runs.start({ dir, command: `${node} app.js`, ...terminal });
    await runs.write({ run: run.id, text: 'yes\r' });
    await ended;
    expect(await textOf(runs, run.id)).toContain('got yes');
  });

  it('that cannot start is kept as failed, with what to do', async () => {
    const { runs, dir } = await setUp(threeCalls);
    const noCommand = untilRun(runs, dir, hasEnded);
    await runs.start({ dir, command: 'nodd app.js', ...terminal });
    expect(await noCommand).toMatchObject({
      state: 'failed',
      exitCode: 127,
      diagnosis: { title: 'Command not found: nodd' },
    });
    const noFolder = untilRun(runs, dir, hasEnded);
    await runs.start({ dir, command: 'node app.js', cwd: 'gone', ...terminal });
    expect(await noFolder).toMatchObject({
      state: 'failed',
      exitCode: null,
      diagnosis: { title: 'The working directory does not exist' },
    });
  });

  it('says why nothing was recorded', async () => {
    const { runs, dir } = await setUp(threeCalls);
    const ended = untilRun(runs, dir, hasEnded);
    await runs.start({ dir, command: 'true', ...terminal });
    expect(await ended).toMatchObject({ state: 'done', diagnosis: { title: 'No calls were recorded' } });
  });

  it.runIf(process.platform !== 'win32')('is for the eyes of its owner alone, running and kept', async () => {
    const { runs, dir, dataDir } = await setUp(waiting);
    const { root, spool } = projectPaths(dataDir, dir);
    const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
    const ended = untilRun(runs, dir, hasEnded);
    const run = await runs.start({ dir, command: `${node} app.js`, ...terminal });
    expect(await mode(root)).toBe('700');
    expect(await mode(join(spool, run.id))).toBe('700');
    expect(await mode(join(spool, run.id, 'config.json'))).toBe('600');
    await runs.stop({ run: run.id, force: true });
    await ended;
    expect(await mode(run.file)).toBe('600');
  });

  it('follows a run configuration', async () => {
    const { runs, dir } = await setUp({
      'package.json': { scripts: { start: 'node app.js' } },
      ...threeCalls,
    });
    const ended = untilRun(runs, dir, hasEnded);
    await runs.start({ dir, configuration: 'script:start', level: 1, env: { X: '1' }, ...terminal });
    expect(await ended).toMatchObject({ command: 'npm run start', level: 1, spans: 3 });
    await expect(runs.start({ dir, configuration: 'script:gone', ...terminal })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(runs.start({ dir, ...terminal })).rejects.toMatchObject({ code: 'refused' });
  });

  it('goes on when its recording cannot be written, and says so', async () => {
    const files = {
      'app.js': `function f(n) { return n; } for (let i = 0; i < 3e5; i++) f('text ' + i); console.log('ready');`,
    };
    const { runs, dir } = await setUp(files, 200_000);
    const ended = untilRun(runs, dir, hasEnded);
    const run = await runs.start({ dir, command: `${node} app.js`, ...terminal });
    expect(await ended).toMatchObject({
      state: 'interrupted',
      exitCode: 0,
      diagnosis: { title: 'The recording is not complete' },
    });
    expect(await textOf(runs, run.id)).toContain('ready');
    await runs.remove({ run: run.id });
    expect(await runs.list({ dir })).toEqual([]);
  });
});

describe('a run of another workbench', () => {
  it('is heard of, can be read while it lives, and be stopped', async () => {
    const { runs, dir, dataDir } = await setUp(waiting);
    const other = openRuns(dataDir);
    const appeared = untilRun(other, dir, (run) => run.pid !== null);
    const started = await runs.start({ dir, command: `${node} app.js`, ...terminal });
    const seen = await appeared;
    expect(seen).toMatchObject({ id: started.id, state: 'running' });
    await new Promise<void>((resolve) => {
      other.onProgress({ run: seen.id }, (progress) => progress.spans === 1000 && resolve());
    });
    await expect(other.write({ run: seen.id, text: 'x' })).rejects.toMatchObject({ code: 'refused' });
    const ended = untilRun(other, dir, hasEnded);
    await other.stop({ run: seen.id, force: true });
    expect(await ended).toMatchObject({ id: started.id, spans: 1000, signal: 'SIGKILL' });
  });
});

describe('kept runs', () => {
  async function oneRun() {
    const set = await setUp(threeCalls);
    const ended = untilRun(set.runs, set.dir, hasEnded);
    await set.runs.start({ dir: set.dir, command: `${node} app.js`, name: 'first', ...terminal });
    return { ...set, run: await ended };
  }

  it('have names of their own', async () => {
    const { runs, dir, run } = await oneRun();
    await expect(runs.start({ dir, command: 'true', name: 'first', ...terminal })).rejects.toMatchObject({
      code: 'refused',
    });
    for (const name of ['latest', 'r0123456789ab', 'two\nlines', ' ']) {
      await expect(runs.rename({ run: run.id, name }), name).rejects.toMatchObject({ code: 'refused' });
      await expect(runs.start({ dir, command: 'true', name, ...terminal })).rejects.toMatchObject({
        code: 'refused',
      });
    }
    await runs.rename({ run: run.id, name: 'renamed' });
    await runs.pin({ run: run.id, pinned: true });
    const found = await runs.get({ dir, run: 'renamed' });
    expect(found).toMatchObject({ id: run.id, name: 'renamed', pinned: true });
    expect(await runs.get({ dir, run: 'latest' })).toEqual(found);
    expect(await runs.get({ dir, run: run.id })).toEqual(found);
  });

  it('are found by id alone after a restart, and removed with their files', async () => {
    const { runs, dir, dataDir, run } = await oneRun();
    await runs.dispose();
    const again = openRuns(dataDir);
    expect((await again.locate(run.id)).run).toEqual(run);
    expect((await again.progress({ run: run.id })).spans).toBe(3);
    await again.remove({ run: run.id });
    expect(await again.list({ dir })).toEqual([]);
    expect(await readdir(projectPaths(dataDir, dir).recordings)).toEqual([]);
    await expect(again.progress({ run: run.id })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('are not removed while another workbench shows them', async () => {
    const { runs, dir, dataDir, run } = await oneRun();
    const other = openRuns(dataDir);
    const shown = [other.onProgress({ run: run.id }, () => {}), other.onProgress({ run: run.id }, () => {})];
    await expect(runs.remove({ run: run.id })).rejects.toMatchObject({
      code: 'refused',
      message: '"first" is open. Close it everywhere before you remove it.',
    });
    shown[0]?.dispose();
    await expect(runs.remove({ run: run.id })).rejects.toMatchObject({ code: 'refused' });
    shown[1]?.dispose();
    runs.onProgress({ run: run.id }, () => {});
    await runs.remove({ run: run.id });
    expect(await runs.list({ dir })).toEqual([]);
  });

  it('are not removed while they are read for an export', async () => {
    const { runs, dir, run } = await oneRun();
    const hold = runs.hold(run.id);
    runs.onProgress({ run: run.id }, () => {});
    await expect(runs.remove({ run: run.id })).rejects.toMatchObject({ code: 'refused' });
    hold.dispose();
    await runs.remove({ run: run.id });
    expect(await runs.list({ dir })).toEqual([]);
  });

  it('are imported from a file, once', async () => {
    const { runs, run } = await oneRun();
    const other = await setUp(threeCalls);
    const file = join(temporaryFolder(), 'sent.callscape');
    await copyFile(run.file, file);
    const imported = await other.runs.importRecording({ dir: other.dir, file });
    expect(imported).toMatchObject({ id: run.id, name: 'first', spans: 3, state: 'done', dir: other.dir });
    expect(imported.file).not.toBe(run.file);
    await expect(other.runs.importRecording({ dir: other.dir, file })).rejects.toMatchObject({
      code: 'refused',
    });
    await writeFile(file, 'not a recording');
    await expect(other.runs.importRecording({ dir: other.dir, file })).rejects.toMatchObject({
      code: 'damaged',
      message: expect.stringContaining(file),
    });
    expect(await readdir(projectPaths(other.dataDir, other.dir).recordings)).toEqual([`${run.id}.callscape`]);
    expect((await runs.list({ dir: run.dir })).length).toBe(1);
  });
});

describe('a recording that somebody made up', () => {
  const forged: readonly (readonly [what: string, sql: string])[] = [
    ['leads out of its folder', `UPDATE recording SET run = '../../../escaped'`],
    ['claims to be running', `UPDATE recording SET facts = json_set(facts, '$.state', 'running')`],
    ['has a name that is none', `UPDATE recording SET facts = json_set(facts, '$.name', json('{"a":1}'))`],
    ['counts in words', `UPDATE recording SET summary = json_set(summary, '$.spans', 'many')`],
    ['says nothing that can be read', `UPDATE recording SET facts = '{'`],
  ];

  it.each(forged)('is not imported when it %s', async (_, sql) => {
    const { runs, dir, dataDir } = await setUp(threeCalls);
    const ended = untilRun(runs, dir, hasEnded);
    await runs.start({ dir, command: `${node} app.js`, ...terminal });
    const file = join(temporaryFolder(), 'forged.callscape');
    await copyFile((await ended).file, file);
    forge(file, sql);
    const other = await setUp(threeCalls);
    const before = await readdir(dataDir, { recursive: true });
    await expect(other.runs.importRecording({ dir: other.dir, file })).rejects.toMatchObject({
      code: 'damaged',
    });
    expect(await other.runs.list({ dir: other.dir })).toEqual([]);
    expect(await readdir(projectPaths(other.dataDir, other.dir).recordings)).toEqual([]);
    expect(await readdir(dataDir, { recursive: true })).toEqual(before);
  });

  it('gets a name that fits a line', async () => {
    const { runs, dir } = await setUp(threeCalls);
    const ended = untilRun(runs, dir, hasEnded);
    await runs.start({ dir, command: `${node} app.js`, ...terminal });
    const file = join(temporaryFolder(), 'forged.callscape');
    await copyFile((await ended).file, file);
    forge(
      file,
      `UPDATE recording SET facts = json_set(facts, '$.name', 'one' || char(10) || char(27) || '[2Jtwo')`,
    );
    const other = await setUp(threeCalls);
    const run = await other.runs.importRecording({ dir: other.dir, file });
    expect(run.name).toBe('one [2Jtwo');
  });
});

describe.runIf(process.platform !== 'win32')('after a crash of the workbench', () => {
  const workbench = fileURLToPath(new URL('./fixtures/doomed-workbench.ts', import.meta.url));

  /** Starts a run in a workbench of its own, and kills that once the target said "ready". */
  async function killedWorkbench(files: Readonly<Record<string, unknown>>, command = `${node} app.js`) {
    const dir = await projectFolder(files);
    const dataDir = temporaryFolder();
    const child = spawn(process.execPath, ['--no-warnings', workbench, dataDir, dir, command]);
    onTestFinished(() => void child.kill('SIGKILL'));
    const [printed] = await once(child.stdout, 'data');
    const id = String(printed).trim();
    child.kill('SIGKILL');
    await once(child, 'close');
    return { dir, dataDir, id };
  }

  const outliving = {
    'app.js': `function f() {} for (let i = 0; i < 10; i++) f();
      require('patience')(function late() { for (let i = 0; i < 500; i++) f(); }); console.log('ready');`,
    // Not of the project, so that none of it is counted.
    'node_modules/patience/index.js': `const fs = require('fs');
      module.exports = (then) => {
        process.on('SIGHUP', () => {});
        setInterval(() => { if (fs.existsSync('end')) { then(); process.exit(); } }, 20);
      };`,
  };

  it('what was made for a run that never came to be is removed, and nothing else', async () => {
    const { dir, dataDir } = await setUp(threeCalls);
    const { spool } = projectPaths(dataDir, dir);
    const folders = ['forsaken', 'fresh', 'recorded'];
    await writeFiles(spool, Object.fromEntries(folders.map((name) => [`${name}/config.json`, '{}'])));
    await writeFiles(spool, { 'recorded/1-0-x.spool': '' });
    const longAgo = new Date(Date.now() - 3_600_000);
    for (const name of ['forsaken', 'recorded']) await utimes(join(spool, name), longAgo, longAgo);
    await openRuns(dataDir).recovered(dir);
    expect((await readdir(spool)).sort()).toEqual(['fresh', 'recorded']);
  });

  it('an app that outlives its terminal is read to its end', async () => {
    // The shell between dies with the terminal; only the spool tells that its child still writes.
    const { dir, dataDir, id } = await killedWorkbench(outliving, `${node} app.js; true`);
    const runs = openRuns(dataDir);
    const ended = untilRun(runs, dir, hasEnded);
    await runs.recovered(dir);
    expect((await runs.get({ dir, run: id })).state).toBe('running');
    await writeFile(join(dir, 'end'), '');
    expect(await ended).toMatchObject({ id, state: 'interrupted', spans: 511 });
    expect(await readdir(projectPaths(dataDir, dir).spool)).toEqual([]);
  });

  it('an app that outlives its terminal can be stopped', async () => {
    const { dir, dataDir, id } = await killedWorkbench(outliving, `${node} app.js; true`);
    const runs = openRuns(dataDir);
    const ended = untilRun(runs, dir, hasEnded);
    await runs.recovered(dir);
    await runs.stop({ run: id, force: false });
    expect(await ended).toMatchObject({ id, state: 'interrupted', spans: 10 });
  });

  it('what the spool held is in the recording', async () => {
    const { dir, dataDir, id } = await killedWorkbench(waiting);

    const runs = openRuns(dataDir);
    await runs.recovered(dir);
    expect(await runs.get({ dir, run: id })).toMatchObject({
      state: 'interrupted',
      exitCode: null,
      spans: 1000,
      diagnosis: { title: 'Callscape ended while this ran' },
    });
    expect(await readdir(projectPaths(dataDir, dir).spool)).toEqual([]);
  });
});
