import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { ContractError, type OpenedEditor, type OpenInEditor } from '#contract';
import { projectFile } from '../../project-file.ts';
import { editorCommand } from './editors.ts';

/**
 * Opens a file of the project in an editor of the person's. `refused` for a path that leads out of the project and when there
 * is no such editor, `not-found` for a file that is gone.
 */
export async function openInEditor(
  { dir, path, line, editor }: OpenInEditor,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<OpenedEditor> {
  const file = await textFile(dir, path);
  const command = editorCommand(editor, file, line ?? 1, env);
  if (command === null) {
    const which = editor === 'auto' ? 'No editor' : 'No such editor';
    throw new ContractError(
      'refused',
      `${which} was found. Put it on PATH or set EDITOR, and start Callscape again; the file is ${file}.`,
    );
  }
  const [program, ...args] = command;
  const child = spawn(program, args, { cwd: dir, detached: true, stdio: 'ignore', shell: false });
  try {
    await once(child, 'spawn');
  } catch (error) {
    throw new ContractError('refused', `${program} could not be started: ${(error as Error).message}.`);
  }
  child.unref();
  return { program: basename(program) };
}

async function textFile(dir: string, path: string): Promise<string> {
  const { file } = await projectFile(dir, path);
  const found = await stat(file).catch(() => null);
  if (found?.isFile()) return file;
  throw new ContractError('refused', `${path} is not a file.`);
}
