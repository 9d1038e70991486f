import { useFunctions } from '#renderer/data/index.ts';
import { functionOf, useApp } from '#renderer/state/index.ts';

/** Path of the module that is selected, or of that which the selected function or call is written in; `null`: none. */
export function useSelectedModule(): string | null {
  const { run, selection } = useApp(({ location }) => location);
  const table = useFunctions(run).value;
  if (selection?.kind === 'module') return selection.path;
  const fn = functionOf(selection);
  return table?.files[table.file[fn] ?? -1] ?? null;
}
