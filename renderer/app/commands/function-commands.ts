import type { FunctionIdentity, FunctionTable } from '#contract';
import { functionsKey } from '../../data/index.ts';
import { functionOf } from '../../state/index.ts';
import type { Command, Situation } from './command.ts';

/** The selected function, or that of the selected call; `null` where nothing is selected, or it is not known yet. */
function selectedFunction({ app, workbench }: Situation): FunctionIdentity | null {
  const { run, selection } = app.location;
  const index = functionOf(selection);
  if (run === null || index < 0) return null;
  const table = workbench.cache.state<FunctionTable>(functionsKey(run)).value;
  const [name, line] = [table?.name[index], table?.line[index]];
  const file = table?.files[table.file[index] ?? -1];
  return name === undefined || line === undefined || file === undefined ? null : { file, name, line };
}

export const functionCommands: readonly Command[] = [
  {
    id: 'function.exercise',
    title: 'Call the selected function in a sandbox...',
    group: 'Function',
    shortcut: 'Alt+X',
    when: (now) =>
      now.project !== undefined && !now.workbench.exercising.isBusy && selectedFunction(now) !== null,
    run: (now) => now.app.showOverlay({ kind: 'exercise', only: selectedFunction(now) }),
  },
];
