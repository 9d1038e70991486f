import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { editorCommand } from './editors.ts';
import { openInEditor } from './open-in-editor.ts';

let folder: string;
const program = (name: string, text = '#!/bin/sh\n') => {
  const path = join(folder, 'bin', name);
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  return path;
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'callscape-editors-'));
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'project'));
  writeFileSync(join(folder, 'project', 'a b.js'), '1;\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const env = (more: Record<string, string> = {}) => ({ PATH: join(folder, 'bin'), ...more });

describe.skipIf(process.platform === 'win32')('an editor', () => {
  it('is asked for the line in its own way', () => {
    const [code, idea, gvim] = [program('code'), program('idea'), program('gvim')];
    expect(editorCommand('vscode', '/p/x.js', 7, env())).toEqual([code, '--goto', '/p/x.js:7']);
    expect(editorCommand('jetbrains', '/p/x.js', 7, env())).toEqual([idea, '--line', '7', '/p/x.js']);
    expect(editorCommand('vim', '/p/x.js', 7, env())).toEqual([gvim, '+7', '/p/x.js']);
    expect(editorCommand('other', '/p/x.js', 7, env())).toBeNull();
  });

  it('that draws in a terminal gets one, and is none where there is no screen', () => {
    const [vim, terminal] = [program('vim'), program('x-terminal-emulator')];
    const display = env({ DISPLAY: ':0' });
    expect(editorCommand('vim', '/p/x.js', 2, display)).toEqual([terminal, '-e', vim, '+2', '/p/x.js']);
    expect(editorCommand('vim', '/p/x.js', 2, env())).toBeNull();
  });

  it('of the environment comes first, in words that no shell reads', () => {
    const [code, mine] = [program('code'), program('mine')];
    const set = env({ EDITOR: 'mine --wait $(touch owned)' });
    expect(editorCommand('auto', '/p/x.js', 2, set)).toEqual([
      mine,
      '--wait',
      '$(touch',
      'owned)',
      '/p/x.js',
    ]);
    expect(editorCommand('auto', '/p/x.js', 2, env())).toEqual([code, '--goto', '/p/x.js:2']);
    expect(editorCommand('environment', '/p/x.js', 2, env())).toBeNull();
    expect(editorCommand('auto', '/p/x.js', 2, env({ EDITOR: './code' }))).toBeNull();
  });

  it('gets a file of the project, whatever is in its name, and no other', async () => {
    const log = join(folder, 'opened');
    program('code', `#!/bin/sh\nprintf '%s\\n' "$@" > '${log}'\n`);
    const dir = join(folder, 'project');
    const open = (path: string) => openInEditor({ dir, path, line: 3, editor: 'vscode' }, env());
    expect(await open('a b.js')).toEqual({ program: 'code' });
    await expect
      .poll(() => {
        try {
          return readFileSync(log, 'utf8');
        } catch {
          return '';
        }
      })
      .toMatch(/^--goto\n.*project\/a b\.js:3\n$/);
    writeFileSync(join(folder, 'secret'), '');
    symlinkSync(join(folder, 'secret'), join(dir, 'link.js'));
    await expect(open('../secret')).rejects.toMatchObject({ code: 'refused' });
    await expect(open('link.js')).rejects.toMatchObject({ code: 'refused' });
    await expect(open('gone.js')).rejects.toMatchObject({ code: 'not-found' });
    await expect(open('.')).rejects.toMatchObject({ code: 'refused' });
  });

  it('that is not there is said with where the file is', async () => {
    const dir = join(folder, 'project');
    const asked = openInEditor({ dir, path: 'a b.js', line: null, editor: 'jetbrains' }, env());
    await expect(asked).rejects.toThrow(/No such editor was found.*a b\.js/);
  });
});
