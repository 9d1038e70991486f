import type { RefObject } from 'react';
import type { ChosenKeys } from '#contract';
import { useChosenKeys } from '../../data/index.ts';
import { useViewKeys } from '../../widgets/use-view-keys.ts';
import { isMac, type KeyPress, matchesShortcut, shortcutText } from '../commands/shortcut.ts';
import { keysOf } from './conflicts.ts';
import type { ViewAction, ViewKeys } from './key-action.ts';

/** Keys as a person reads them: `Shift+F11, O`; `undefined` when there are none. */
export function keysText(keys: readonly string[]): string | undefined {
  return keys.length === 0 ? undefined : keys.map((key) => shortcutText(key, isMac)).join(', ');
}

/** What keys do in a view, with the keys that the person chose. */
export interface KeysInView<Id extends string> {
  /** `null`: nothing. */
  actionOf(press: KeyPress): Id | null;
  /** For a tooltip or a menu. */
  text(id: Id): string | undefined;
  /** Everything the view can do without a button, for who cannot see its buttons. */
  readonly help: string;
}

export function useKeysOf<Id extends string>(
  view: string,
  { actions, gestures }: ViewKeys<Id>,
): KeysInView<Id> {
  const chosen = useChosenKeys();
  const keys = (action: ViewAction<Id>) => viewKeysOf(chosen, view, action);
  return {
    actionOf: (press) =>
      actions.find((action) => keys(action).some((key) => matchesShortcut(key, press, isMac)))?.id ?? null,
    text(id) {
      const action = actions.find((each) => each.id === id);
      return action && keysText(keys(action));
    },
    help: [
      ...actions.flatMap((action) => {
        const text = keysText(keys(action));
        return text === undefined ? [] : `${text}: ${action.title}`;
      }),
      ...gestures.map(({ keys: how, title }) => `${how}: ${title}`),
    ].join('. '),
  };
}

/** Does what the keys of a view say while it is on screen. `onAction` says whether it could; else somebody else gets the key. */
export function useViewActions<Id extends string>(
  root: RefObject<HTMLElement | null>,
  keys: KeysInView<Id>,
  onAction: (action: Id) => boolean,
): void {
  useViewKeys(root, (press) => {
    const action = keys.actionOf(press);
    return action !== null && onAction(action);
  });
}

export function viewKeysOf(chosen: ChosenKeys, view: string, { id, keys }: ViewAction): readonly string[] {
  return keysOf(chosen, { id: `${view}.${id}`, keys });
}
