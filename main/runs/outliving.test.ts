import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Run } from '#contract';
import { projectPaths } from '../data-dir.ts';
import { findInstallation } from '../installation.ts';
import { createProjects } from '../projects/index.ts';
import { projectFolder, temporaryFolder } from '../testing/folder.ts';
import { createRuns, type RunsEngine } from './index.ts';

const installation = findInstallation();

function openRuns(dataDir: string): RunsEngine {
  const projects = createProjects({ dataDir, samplesDir: installation.samples });
  const runs = createRuns({ dataDir, installation, projects });
  onTestFinished(() => runs.dispose());
  return runs;
}

/** A command that leaves a daemon behind, which makes 300 more calls when it is told to end. */
const daemon = {
  'start.js': `const { spawn } = require('node:child_process');
    function launch() { spawn(process.execPath, ['daemon.js'], { detached: true, stdio: 'ignore' }).unref(); }
    launch();
    require('patience')('ready', () => {});`,
  'daemon.js': `function f() {} for (let i = 0; i < 10; i++) f();
    require('node:fs').writeFileSync('ready', '');
    require('patience')('end', function late() { for (let i = 0; i < 300; i++) f(); process.exit(); });`,
  // Not of the project, so that none of it is counted.
  'node_modules/patience/index.js': `const fs = require('fs');
    module.exports = (file, then) => {
      const timer = setInterval(() => { if (fs.existsSync(file)) { clearInterval(timer); then(); } }, 10);
    };`,
};
/** launch, the function of the first file's own, 10 + 300 calls of f, and late. */
const ALL_CALLS = 1 + 1 + 10 + 300 + 1;

function untilRun(runs: RunsEngine, dir: string, fits: (run: Run) => boolean): Promise<Run> {
  return new Promise((resolve) => {
    const listener = runs.onChanged({ dir }, (run) => {
      if (!fits(run)) return;
      listener.dispose();
      resolve(run);
    });
  });
}

it('a daemon that outlives its command is read to its end, as a part of the run', async () => {
  const dir = await projectFolder(daemon);
  const runs = openRuns(temporaryFolder());
  const ended = untilRun(runs, dir, (run) => run.state === 'done');
  const node = `"${process.execPath}"`;
  const { id } = await runs.start({ dir, command: `${node} start.js`, columns: 80, rows: 24 });
  await expect.poll(() => existsSync(join(dir, 'ready')), { timeout: 20_000 }).toBe(true);
  await writeFile(join(dir, 'end'), '');
  expect(await ended).toMatchObject({ id, exitCode: 0, spans: ALL_CALLS });
});

it('a command line gets its prompt back, and the next workbench reads what its daemon did later', async () => {
  const dir = await projectFolder(daemon);
  const dataDir = temporaryFolder();
  const first = openRuns(dataDir);
  const attached = await first.runAttached({ dir, command: [process.execPath, 'start.js'] });
  const left = await attached.finished;
  expect(left).toMatchObject({
    state: 'interrupted',
    exitCode: 0,
    diagnosis: { title: 'A part of it still runs' },
  });
  await first.dispose();
  const second = openRuns(dataDir);
  const ended = untilRun(second, dir, (run) => run.state === 'done');
  await second.recovered(dir);
  await writeFile(join(dir, 'end'), '');
  expect(await ended).toMatchObject({ id: left.id, exitCode: 0, spans: ALL_CALLS, diagnosis: null });
  expect(await readdir(projectPaths(dataDir, dir).spool)).toEqual([]);
});
