import { isContractError, type Run, type RunProgress } from '#contract';
import { noProgress } from '../ingest/index.ts';
import { openRecording } from '../store/index.ts';

/** How far the recording of a run that is not live here has come. Throws `damaged` or `refused` as the recording says. */
export function readProgress(run: Run): RunProgress {
  try {
    const recording = openRecording(run.file);
    try {
      const state = recording.state();
      if (state === undefined) return noProgress(run.id);
      const { spans, bytes, honesty } = state.summary;
      return { run: run.id, revision: state.revision, spans, bytes, honesty, spansPerSecond: 0, lagBytes: 0 };
    } finally {
      recording.close();
    }
  } catch (error) {
    if (isContractError(error, 'not-found')) return noProgress(run.id);
    throw error;
  }
}
