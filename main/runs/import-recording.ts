import { chmod, copyFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ContractError, isContractError, type ProjectDir, type Run } from '#contract';
import { privateFile } from '../private-files.ts';
import { openRecording } from '../store/index.ts';
import { checkedState, damaged, type ImportedState } from './imported-state.ts';
import { oneLine } from './names.ts';
import type { ProjectStore } from './project-store.ts';

/**
 * Copies a recording from elsewhere into a project. The copy is checked before it is taken up: `not-found`, `damaged`,
 * `refused` when it is of a newer version, not complete, or here already.
 */
export async function importRecordingFile(store: ProjectStore, dir: ProjectDir, file: string): Promise<Run> {
  const draft = join(store.paths.recordings, `.import-${process.pid}-${Date.now()}.callscape`);
  try {
    await copyFile(file, draft).catch((error: NodeJS.ErrnoException) => {
      throw new ContractError(
        error.code === 'ENOENT' ? 'not-found' : 'refused',
        `${file} cannot be copied (${error.code}). Check that it exists and that the disk has room.`,
      );
    });
    await chmod(draft, privateFile);
    return await takeUp(store, dir, draft, stateOf(draft, file));
  } finally {
    await rm(draft, { force: true });
  }
}

async function takeUp(
  { catalogue, paths }: ProjectStore,
  dir: ProjectDir,
  draft: string,
  { run, facts, summary }: ImportedState,
): Promise<Run> {
  const known = catalogue.get(run);
  if (known !== undefined) {
    throw new ContractError('refused', `This recording is here already, as "${known.name}".`, {
      run: known.id,
    });
  }
  const target = join(paths.recordings, `${run}.callscape`);
  const { size } = await stat(draft);
  await rename(draft, target);
  try {
    const name = catalogue.freeName(oneLine(facts.name));
    return catalogue.add({
      ...facts,
      ...summary,
      id: run,
      name,
      dir,
      file: target,
      pinned: false,
      bytes: size,
    });
  } catch (error) {
    // Another workbench took the name, or the disk is full: a recording that no list has would only take up room.
    await rm(target, { force: true });
    throw error;
  }
}

function stateOf(draft: string, file: string): ImportedState {
  try {
    const recording = openRecording(draft);
    try {
      const state = recording.state();
      if (state?.sealed) return checkedState(state, file);
    } finally {
      recording.close();
    }
  } catch (error) {
    if (error instanceof SyntaxError) throw damaged(file, error.message);
    // The person knows the file that was chosen, not the copy.
    if (isContractError(error))
      throw new ContractError(error.code, error.message.replaceAll(draft, file), { file });
    throw error;
  }
  throw new ContractError(
    'refused',
    `${file} is the recording of a run that has not ended. Copy it again when the run is done.`,
  );
}
