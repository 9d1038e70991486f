import { commands } from '../commands/registry.ts';
import { views } from '../views.ts';
import type { KeyAction } from './key-action.ts';

/** Every action of the workbench that a key can do: the commands, then those of each view. */
export const keyActions: readonly KeyAction[] = [
  ...commands.map(({ id, title, group, shortcut, alsoOn = [] }) => ({
    ...{ id, title, group, view: null },
    keys: shortcut === undefined ? [] : [shortcut, ...alsoOn],
  })),
  ...views.flatMap(({ id: view, title: group, keys }) =>
    (keys?.actions ?? []).map(({ id, title, keys: own }) => ({
      ...{ id: `${view}.${id}`, title, group: `In ${group}`, view, keys: own },
    })),
  ),
];
