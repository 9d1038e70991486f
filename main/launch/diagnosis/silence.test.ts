import { expect, it } from 'vitest';
import { projectFolder } from '../../testing/folder.ts';
import { diagnoseSilence } from './silence.ts';

const silence = async (
  files: Readonly<Record<string, string>>,
  command: string,
  path = process.env.PATH ?? '',
) => {
  const dir = await projectFolder(files);
  return diagnoseSilence({ env: { PATH: path }, cwd: dir, dir, command, skipped: [] });
};

it('speaks of Python where the project or the command does', async () => {
  for (const said of [
    await silence({ 'job.py': '' }, './start.sh'),
    await silence({}, 'gunicorn app:app'),
    // Though there is no Node.
    await silence({ 'job.py': '' }, './start.sh', ''),
  ]) {
    expect(said.detail).toContain('in a Python or Node process');
    expect(said.action).toContain('started with -I, -E or -S is not traced');
  }
});

it('speaks of Node alone elsewhere, and says so where there is none', async () => {
  const said = await silence({ 'app.js': '' }, 'node app.js');
  expect(`${said.detail} ${said.action}`).not.toContain('Python');
  expect((await silence({ 'app.js': '' }, './start.sh', '')).detail).toContain('no Node on the PATH');
});

it('says first what the tracer left alone, and why', async () => {
  const dir = await projectFolder({ 'job.py': '' });
  const skipped = [{ file: 'src/odd.js', reason: 'Unexpected token (3:1)' }];
  const said = await diagnoseSilence({ env: {}, cwd: dir, dir, command: 'node src/odd.js', skipped });
  expect(said.detail).toContain('Left alone was src/odd.js: Unexpected token (3:1).');
});
