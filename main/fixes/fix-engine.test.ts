import { chmodSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { projectFolder, temporaryFolder } from '../testing/folder.ts';
import { type FixEngine, openFixEngine } from './fix-engine.ts';
import { type FileChange, planChanges } from './plan.ts';
import { readProjectFile } from './project-file.ts';

async function project(files: Record<string, string>) {
  const dir = await projectFolder(files);
  const journal = join(temporaryFolder(), 'fixes.sqlite');
  const open = (): FixEngine => {
    const engine = openFixEngine(dir, journal);
    onTestFinished(() => engine.dispose());
    return engine;
  };
  const text = (path: string) => readFileSync(join(dir, path), 'utf8');
  /** Replaces the first occurrence of a text. */
  const replace = async (path: string, from: string, to: string): Promise<FileChange> => {
    const file = await readProjectFile(dir, path);
    const start = file.text.indexOf(from);
    return { kind: 'edit', path, hash: file.hash, edits: [{ start, end: start + from.length, text: to }] };
  };
  return {
    dir,
    open,
    text,
    replace,
    write: (path: string, now: string) => writeFileSync(join(dir, path), now),
  };
}

describe('applying a fix', () => {
  it('keeps everything of a file that it does not change: byte order mark, line ends, mode', async () => {
    const { dir, open, replace } = await project({ 'a.js': '\uFEFFlet a;\r\nlet ü;\r\n' });
    chmodSync(join(dir, 'a.js'), 0o755);
    const plan = await planChanges(dir, [await replace('a.js', 'let a;', 'let a;\nlet b;')]);
    await open().apply('declare b', plan);
    expect(readFileSync(join(dir, 'a.js'), 'utf8')).toBe('\uFEFFlet a;\r\nlet b;\r\nlet ü;\r\n');
    expect(statSync(join(dir, 'a.js')).mode & 0o777).toBe(0o755);
  });

  it('writes through a link to the file in the project that it leads to', async () => {
    const { dir, open, replace } = await project({ 'real.js': 'a();\n' });
    symlinkSync('real.js', join(dir, 'link.js'));
    await open().apply('b', await planChanges(dir, [await replace('link.js', 'a', 'b')]));
    expect(readFileSync(join(dir, 'real.js'), 'utf8')).toBe('b();\n');
    expect(statSync(join(dir, 'link.js')).isFile()).toBe(true);
  });

  it('creates and removes files, and the folders with them', async () => {
    const { dir, open } = await project({ 'old/only.js': 'x\n', 'keep.js': '' });
    const old = await readProjectFile(dir, 'old/only.js');
    const plan = await planChanges(dir, [
      { kind: 'remove', path: 'old/only.js', hash: old.hash },
      { kind: 'create', path: 'new/deep/file.js', text: 'y\n' },
    ]);
    const engine = open();
    const { id } = await engine.apply('move', plan);
    expect(() => statSync(join(dir, 'old'))).toThrow();
    expect(readFileSync(join(dir, 'new/deep/file.js'), 'utf8')).toBe('y\n');
    await engine.undo(id);
    expect(readFileSync(join(dir, 'old/only.js'), 'utf8')).toBe('x\n');
    expect(() => statSync(join(dir, 'new'))).toThrow();
  });

  it('composes several fixes of one file, and refuses those that meet', async () => {
    const { dir, replace } = await project({ 'a.js': 'one(); two(); three();\n' });
    const [one, three] = [await replace('a.js', 'one', '1..toFixed'), await replace('a.js', 'three', 'four')];
    const plan = await planChanges(dir, [three, one]);
    expect(plan.previews).toEqual([
      { path: 'a.js', before: 'one(); two(); three();\n', after: '1..toFixed(); two(); four();\n' },
    ]);
    const meeting = await replace('a.js', 'two(); three', 'x');
    await expect(planChanges(dir, [three, meeting])).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('same place'),
    });
  });

  it('is refused, with nothing written, when a file changed since it was analysed or since it was planned', async () => {
    const { dir, open, text, replace, write } = await project({ 'a.js': 'a();\n', 'b.js': 'b();\n' });
    const changes = [await replace('a.js', 'a', 'x'), await replace('b.js', 'b', 'x')];
    const plan = await planChanges(dir, changes);
    write('b.js', 'b(1);\n');
    const engine = open();
    await expect(engine.apply('x', plan)).rejects.toMatchObject({ code: 'refused' });
    await expect(planChanges(dir, changes)).rejects.toMatchObject({
      message: expect.stringContaining('b.js cannot be changed: it was changed since it was analysed'),
    });
    expect([text('a.js'), text('b.js'), engine.history()]).toEqual(['a();\n', 'b(1);\n', []]);
  });

  it('is refused when a file would not parse any more, and allowed where it never did', async () => {
    const { dir, replace } = await project({ 'a.ts': 'a();\n', 'b.js': 'b(;\n', 'package.json': '{"a":1}' });
    for (const change of [await replace('a.ts', 'a', 'a('), await replace('package.json', '1', '')])
      await expect(planChanges(dir, [change])).rejects.toMatchObject({
        message: expect.stringContaining('would not parse'),
      });
    expect((await planChanges(dir, [await replace('b.js', 'b', 'c')])).steps).toHaveLength(1);
  });

  it.each([
    ['bytes that are no UTF-8', Buffer.from([0x6c, 0xe4, 0x0a])],
    ['a binary file', Buffer.from([0x6c, 0x00, 0x0a])],
  ])('leaves %s alone', async (_what, bytes) => {
    const { dir } = await project({ 'a.js': '' });
    writeFileSync(join(dir, 'a.js'), bytes);
    await expect(readProjectFile(dir, 'a.js')).rejects.toMatchObject({ code: 'refused' });
  });

  it('never leads out of the project', async () => {
    const { dir } = await project({ 'a.js': '' });
    const outside = temporaryFolder();
    symlinkSync(outside, join(dir, 'out'));
    for (const path of ['../x.js', 'out/x.js', '/etc/x', '.'])
      await expect(planChanges(dir, [{ kind: 'create', path, text: '' }])).rejects.toMatchObject({
        code: 'refused',
      });
  });

  it('that changes nothing has no step', async () => {
    const { dir, replace } = await project({ 'a.js': 'a();\n' });
    expect((await planChanges(dir, [await replace('a.js', 'a', 'a')])).steps).toEqual([]);
  });
});

describe('undoing a fix', () => {
  it('gives every byte back, also after a restart', async () => {
    const { dir, open, text, replace } = await project({ 'a.js': '\uFEFFa();\r\nb();' });
    const first = open();
    const { id } = await first.apply('x', await planChanges(dir, [await replace('a.js', 'b', 'x\n')]));
    first.dispose();
    const second = open();
    expect(second.history()).toMatchObject([{ id, title: 'x', state: 'applied' }]);
    await second.undo(id);
    expect(text('a.js')).toBe('\uFEFFa();\r\nb();');
    expect(second.history()).toMatchObject([{ id, state: 'undone', undoneAt: expect.any(Number) }]);
    await expect(second.undo(id)).rejects.toMatchObject({ code: 'refused' });
  });

  it('keeps what a person edited elsewhere in the file', async () => {
    const lines = (list: string[]) => `${list.join('\n')}\n`;
    const { dir, open, text, replace, write } = await project({
      'a.js': lines(['a', 'b', 'c', 'd', 'e', 'f']),
    });
    const engine = open();
    const { id } = await engine.apply('x', await planChanges(dir, [await replace('a.js', 'b', 'fixed')]));
    write('a.js', lines(['a', 'fixed', 'c', 'd', 'mine', 'f', 'g']));
    await engine.undo(id);
    expect(text('a.js')).toBe(lines(['a', 'b', 'c', 'd', 'mine', 'f', 'g']));
  });

  it('is refused, and touches no file, where a person edited the same place or removed the file', async () => {
    const { dir, open, text, replace, write } = await project({ 'a.js': 'a();\n', 'b.js': 'b();\n' });
    const engine = open();
    const changes = [await replace('a.js', 'a', 'x'), await replace('b.js', 'b', 'x')];
    const { id } = await engine.apply('x', await planChanges(dir, changes));
    write('a.js', 'mine();\n');
    await expect(engine.undo(id)).rejects.toMatchObject({
      message: expect.stringContaining('at the same place'),
    });
    expect([text('a.js'), text('b.js')]).toEqual(['mine();\n', 'x();\n']);
    await rm(join(dir, 'a.js'));
    await expect(engine.undo(id)).rejects.toMatchObject({ message: expect.stringContaining('removed') });
    expect(engine.history()).toMatchObject([{ state: 'applied' }]);
  });

  it('of one fix below a later one leaves the later one standing; all of them give the beginning back', async () => {
    const start = 'a();\n\n\n\nb();\n';
    const { dir, open, text, replace } = await project({ 'a.js': start });
    const engine = open();
    const one = await engine.apply('1', await planChanges(dir, [await replace('a.js', 'a', 'fixedA')]));
    await engine.apply('2', await planChanges(dir, [await replace('a.js', 'b', 'fixedB')]));
    await engine.undo(one.id);
    expect(text('a.js')).toBe('a();\n\n\n\nfixedB();\n');
    await engine.apply('3', await planChanges(dir, [await replace('a.js', 'a', 'again')]));
    expect(await engine.undoAll()).toHaveLength(2);
    expect(text('a.js')).toBe(start);
  });
});
