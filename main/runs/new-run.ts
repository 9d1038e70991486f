import { rm } from 'node:fs/promises';
import type { ProjectDir, Run, RunId } from '#contract';
import { defaultRunName } from './names.ts';
import type { Plan, RunPlaces } from './prepare.ts';

/** The row of a run that is about to start. `nameFor` turns the name made from command and time into the one it gets. */
export function newRun(
  id: RunId,
  dir: ProjectDir,
  planned: Plan,
  places: RunPlaces,
  nameFor: (made: string) => string,
): Run {
  const startedAt = Date.now();
  return {
    id,
    dir,
    name: nameFor(defaultRunName(planned.command, startedAt)),
    command: planned.command,
    cwd: planned.cwdInProject,
    level: planned.level,
    state: 'running',
    pid: null,
    startedAt,
    endedAt: null,
    exitCode: null,
    signal: null,
    pinned: false,
    ...(planned.keep ? {} : { temporary: true as const }),
    file: places.recording,
    bytes: 0,
    spans: 0,
    functions: 0,
    errors: 0,
    diagnosis: null,
  };
}

/** A run that the catalogue does not take (its name belongs to another) leaves nothing behind. */
export async function addOrTidy(add: () => Run, places: RunPlaces): Promise<Run> {
  try {
    return add();
  } catch (error) {
    await rm(places.spoolDir, { recursive: true, force: true });
    throw error;
  }
}
