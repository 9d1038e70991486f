import type { FunctionTable, ModuleGraph } from '#contract';
import { useChosenKeys, useFunctions, useModules, useWorkbench } from '../../data/index.ts';
import { useApp } from '../../state/index.ts';
import type { IconName } from '../../widgets/icons.ts';
import { commandKeys, situation } from '../commands/command.ts';
import { commands } from '../commands/registry.ts';
import { isMac, shortcutText } from '../commands/shortcut.ts';
import { best } from './rank.ts';

export interface PaletteItem {
  readonly id: string;
  readonly icon: IconName;
  readonly title: string;
  readonly detail: string;
  readonly keys?: string | undefined;
  readonly choose: () => unknown;
}

const limit = 60;

/** Commands that make sense now. */
export function useCommandItems(typed: string): readonly PaletteItem[] {
  const workbench = useWorkbench();
  const chosen = useChosenKeys();
  const now = situation(workbench);
  const possible = commands.filter(({ id, when }) => !id.startsWith('palette.') && (when?.(now) ?? true));
  const label = (at: number) => `${possible[at]?.title} ${possible[at]?.group}`;
  return best(typed, possible.length, label, limit).flatMap((at) => {
    const command = possible[at];
    if (!command) return [];
    const { id, title, group } = command;
    const [shortcut] = commandKeys(chosen, command);
    const keys = shortcut && shortcutText(shortcut, isMac);
    return {
      id,
      icon: 'chevronRight',
      title,
      detail: group,
      keys,
      choose: () => command.run(situation(workbench)),
    };
  });
}

/** Functions of the run and files of the project; without a run only files. */
export function useGoToItems(typed: string): readonly PaletteItem[] {
  const { project, run } = useApp(({ location }) => location);
  const functions = useFunctions(run).value;
  const files = useModules(project, run).value;
  if (typed.trim() === '') return functions ? slowest(functions) : [];
  const found = functions
    ? best(typed, functions.length, (at) => `${functions.name[at]} ${fileOf(functions, at)}`, limit)
    : [];
  return [
    ...found.map((at) => functionItem(functions as FunctionTable, at)),
    ...(files ? fileItems(typed, files) : []),
  ];
}

function slowest(table: FunctionTable): readonly PaletteItem[] {
  const order = Array.from({ length: table.length }, (_, at) => at);
  order.sort((a, b) => (table.selfNs[b] ?? 0) - (table.selfNs[a] ?? 0));
  return order.slice(0, 20).map((at) => functionItem(table, at));
}

function functionItem(table: FunctionTable, at: number): PaletteItem {
  return {
    id: `function ${at}`,
    icon: 'source',
    title: table.name[at] ?? '',
    detail: `${fileOf(table, at)}:${table.line[at]}`,
    choose: () => useApp.getState().select({ kind: 'function', function: at }),
  };
}

function fileItems(typed: string, { modules }: ModuleGraph): readonly PaletteItem[] {
  const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
  const label = (at: number) => `${nameOf(modules.path[at] ?? '')} ${modules.path[at]}`;
  return best(typed, modules.length, label, 30).map((at) => {
    const path = modules.path[at] ?? '';
    return {
      id: `file ${path}`,
      icon: 'folder',
      title: nameOf(path),
      detail: path,
      choose: () => useApp.getState().openSource(path, null),
    };
  });
}

function fileOf(table: FunctionTable, at: number): string {
  return table.files[table.file[at] ?? -1] ?? '';
}
