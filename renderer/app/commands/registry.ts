import { views } from '../views.ts';
import type { Command } from './command.ts';
import { functionCommands } from './function-commands.ts';
import { runCommands } from './run-commands.ts';
import { workbenchCommands } from './workbench-commands.ts';

const viewCommands: readonly Command[] = views.map((view) => ({
  id: `view.${view.id}`,
  title: `Go to ${view.title}`,
  group: 'Views',
  shortcut: view.shortcut,
  when: ({ app }) => view.id === 'welcome' || app.location.project !== null,
  run: ({ app }) => app.openView(view.id),
}));

/** Every command there is; the palette, the shortcuts, the buttons and the desktop's menu all read it. */
export const commands: readonly Command[] = [
  ...runCommands,
  ...functionCommands,
  ...viewCommands,
  ...workbenchCommands,
];

export function findCommand(id: string): Command | undefined {
  return commands.find((command) => command.id === id);
}
