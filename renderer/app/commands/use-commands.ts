import { useEffect } from 'react';
import { chosenKeys, useChosenKeys, useWorkbench, type Workbench } from '../../data/index.ts';
import { commandKeys, situation } from './command.ts';
import { commands, findCommand } from './registry.ts';
import { isMac, matchesShortcut, mayTake, type PressTarget, shortcutText } from './shortcut.ts';

/** Does what a command says, if it makes sense now. */
export function runCommand(workbench: Workbench, id: string): void {
  const command = findCommand(id);
  const now = situation(workbench);
  if (command && (command.when?.(now) ?? true)) void command.run(now);
}

/** For buttons: the command's shortcut as the keyboard labels it, and how to run it. */
export function useCommand(id: string): { readonly shortcut: string | undefined; readonly run: () => void } {
  const workbench = useWorkbench();
  const chosen = useChosenKeys();
  const command = findCommand(id);
  const shortcut = command && commandKeys(chosen, command)[0];
  return { shortcut: shortcut && shortcutText(shortcut, isMac), run: () => runCommand(workbench, id) };
}

/** Listens for the shortcuts, and for the desktop's menu. Once per window. */
export function useCommandKeys(): void {
  const workbench = useWorkbench();
  // Asked for as long as the window lives, so that the listener knows them.
  useChosenKeys();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector('dialog[open], [data-takes-keys]:focus')) return;
      const target = pressTarget(event.target);
      const now = situation(workbench);
      const chosen = chosenKeys(workbench);
      const command = commands.find(
        (each) =>
          commandKeys(chosen, each).some((s) => mayTake(s, target) && matchesShortcut(s, event, isMac)) &&
          (each.when?.(now) ?? true),
      );
      if (!command) return;
      event.preventDefault();
      event.stopPropagation();
      void command.run(now);
    };
    // Before the terminal and the canvases, which take every key they can.
    window.addEventListener('keydown', onKeyDown, true);
    const menu = workbench.abilities.onMenuCommand?.((id) => runCommand(workbench, id));
    return () => {
      window.removeEventListener('keydown', onKeyDown, true);
      menu?.dispose();
    };
  }, [workbench]);
}

function pressTarget(target: EventTarget | null): PressTarget {
  if (!(target instanceof Element)) return 'page';
  if (target.closest('.xterm')) return 'terminal';
  return target.closest('input, textarea, select, [contenteditable]:not([aria-readonly])') ? 'field' : 'page';
}
