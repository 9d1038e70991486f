import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContractError, type FunctionIdentity, type SetLevelAnswer, type SetLevelRequest } from '#contract';
import type { LevelsFile } from '#format';
import { privateFile } from '../private-files.ts';
import { knownLevels } from '../store/index.ts';
import type { RunPlaces } from './prepare.ts';

/** The tracer's threads look at this file of the spool folder. */
const FILE = 'levels.json';

/**
 * Asks the tracer of a running app for another level, and tells what that reaches. `refused` when the spool folder is
 * gone: the app has ended.
 */
export function changeLevel(places: RunPlaces, request: Omit<SetLevelRequest, 'run'>): SetLevelAnswer {
  const { scope, target, level } = request;
  if ((scope === 'global') !== (target === '')) {
    throw new ContractError(
      'refused',
      'Name the file or the function whose level is to change, and nothing for all.',
    );
  }
  const file = join(places.spoolDir, FILE);
  const changes = [...changesSoFar(file), { scope, target, level }];
  const next: LevelsFile = { version: 1, changes };
  try {
    // Whole at once: a thread may look at any time.
    writeFileSync(`${file}.next`, JSON.stringify(next), { mode: privateFile });
    renameSync(`${file}.next`, file);
  } catch (error) {
    throw new ContractError(
      'refused',
      `The app cannot be told: ${(error as Error).message}. It may have ended.`,
    );
  }
  return reached(places.recording, request);
}

function changesSoFar(file: string): LevelsFile['changes'] {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as LevelsFile).changes;
  } catch {
    return [];
  }
}

function reached(recording: string, { scope, target, level }: Omit<SetLevelRequest, 'run'>): SetLevelAnswer {
  let applied = 0;
  const needsRestart: FunctionIdentity[] = [];
  for (const { file, name, line, upTo } of knownLevels(recording)) {
    const isMeant = scope === 'global' || target === (scope === 'file' ? file : `${file}#${name}`);
    if (!isMeant) continue;
    // Off and timed are in every text; values only in one that was made for them, and not without calls and steps.
    if (level < 2 ? upTo >= level : upTo === level) applied++;
    else needsRestart.push({ file, name, line });
  }
  return { applied, needsRestart };
}
