import { copyFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ContractError, isContractError, type ProjectDir, type Run } from '#contract';
import { openRecording, type RecordingState } from '../store/index.ts';
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
    const state = stateOf(draft, file);
    const { catalogue, paths } = store;
    const known = catalogue.get(state.run);
    if (known !== undefined) {
      throw new ContractError('refused', `This recording is here already, as "${known.name}".`, {
        run: known.id,
      });
    }
    const target = join(paths.recordings, `${state.run}.callscape`);
    const { size } = await stat(draft);
    await rename(draft, target);
    const { spans, functions, errors } = state.summary;
    const name = catalogue.freeName(state.facts.name);
    const facts = { ...state.facts, id: state.run, name, dir, file: target };
    return catalogue.add({ ...facts, pinned: false, bytes: size, spans, functions, errors });
  } finally {
    await rm(draft, { force: true });
  }
}

function stateOf(draft: string, file: string): RecordingState {
  try {
    const recording = openRecording(draft);
    try {
      const state = recording.state();
      if (state?.sealed) return state;
    } finally {
      recording.close();
    }
  } catch (error) {
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
