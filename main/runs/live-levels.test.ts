import { expect, it, onTestFinished } from 'vitest';
import { findInstallation } from '../installation.ts';
import { createProjects } from '../projects/index.ts';
import { createRecordings } from '../query/index.ts';
import { projectFolder, temporaryFolder } from '../testing/folder.ts';
import { createRuns } from './index.ts';

const app = `
function often() {}
function kept() {}
const turn = setInterval(() => { often(); kept(); }, 1);
process.stdin.on('data', () => { clearInterval(turn); process.stdin.destroy(); });
`;

it('changes the level of a running app, says whom it reaches, and refuses once the app has ended', async () => {
  const dir = await projectFolder({ 'app.js': app, '.env.tracing': 'TRACING_LEVEL_FUNCTIONS=kept=1' });
  const dataDir = temporaryFolder();
  const installation = findInstallation();
  const projects = createProjects({ dataDir, samplesDir: installation.samples });
  const runs = createRuns({ dataDir, installation, projects });
  const recordings = createRecordings((run) => runs.locate(run));
  onTestFinished(async () => {
    recordings.dispose();
    await runs.dispose();
  });
  const ended = Promise.withResolvers<void>();
  runs.onChanged({ dir }, (run) => {
    if (run.state === 'done') ended.resolve();
  });
  const { id } = await runs.start({ dir, command: `"${process.execPath}" app.js`, columns: 80, rows: 24 });
  const until = (condition: () => Promise<boolean>) => expect.poll(condition, { timeout: 20_000 }).toBe(true);

  await until(async () => (await runs.progress({ run: id })).spans > 20);
  await expect(runs.setLevel({ run: id, scope: 'file', target: '', level: 0 })).rejects.toMatchObject({
    code: 'refused',
  });
  const raised = await runs.setLevel({ run: id, scope: 'function', target: 'app.js#kept', level: 2 });
  expect(raised).toEqual({ applied: 0, needsRestart: [{ file: 'app.js', name: 'kept', line: 3 }] });
  const off = { scope: 'function', target: 'app.js#often', level: 0 } as const;
  expect(await runs.setLevel({ run: id, ...off })).toEqual({ applied: 1, needsRestart: [] });
  await until(async () => (await recordings.levels({ run: id })).changes.length === 2);

  await runs.write({ run: id, text: 'stop\r' });
  await ended.promise;
  const { changes, level, rules, rule } = await recordings.levels({ run: id });
  expect(changes).toMatchObject([
    { level: 2, functions: 0 },
    { ...off, functions: 1 },
  ]);
  const table = await recordings.functions({ run: id });
  const [often, kept] = ['often', 'kept'].map((name) => table.name.indexOf(name)) as [number, number];
  expect(table.calls[kept]).toBeGreaterThan(table.calls[often] as number);
  expect([level[often], level[kept], rules[rule[kept] as number]]).toEqual([2, 1, 'function:kept']);
  await expect(runs.setLevel({ run: id, ...off })).rejects.toMatchObject({ code: 'refused' });
});
