import type { FlameOrder } from './flame-settings.ts';

export type FlameAction =
  | FlameOrder
  | 'zoom-in'
  | 'zoom-out'
  | 'pan-left'
  | 'pan-right'
  | 'up'
  | 'down'
  | 'previous'
  | 'next'
  | 'zoom-to'
  | 'zoom-back'
  | 'frame'
  | 'reset'
  | 'undo'
  | 'menu'
  | 'clear';

const byKey: Readonly<Record<string, FlameAction>> = {
  '1': 'first-call',
  '2': 'left-heavy',
  '3': 'sandwich',
  '4': 'bottom-up',
  w: 'zoom-in',
  s: 'zoom-out',
  a: 'pan-left',
  d: 'pan-right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'previous',
  ArrowRight: 'next',
  Enter: 'zoom-to',
  Backspace: 'zoom-back',
  f: 'frame',
  '0': 'reset',
  u: 'undo',
  ContextMenu: 'menu',
  Escape: 'clear',
};

interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** What a key does in the flame graph; `null`: nothing. Keys with Ctrl, Alt or Meta belong to the workbench. */
export function flameAction({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed): FlameAction | null {
  if (ctrlKey || metaKey || altKey) return null;
  if (shiftKey && key === 'F10') return 'menu';
  return byKey[key.length === 1 ? key.toLowerCase() : key] ?? null;
}

/** For the shortcut sheet, and for the description that a screen reader reads. */
export const flameKeys = [
  { keys: '1', title: 'In the order of the first call' },
  { keys: '2', title: 'Left heavy: the widest first' },
  { keys: '3', title: 'Sandwich: callers and callees of the selected function' },
  { keys: '4', title: 'Bottom-up: what spent the time itself, its callers below' },
  { keys: 'Arrows', title: 'To the box above, the widest below, the siblings' },
  { keys: 'O Shift+O', title: 'Focus on the selected function, on this one way to it' },
  { keys: 'M Shift+M', title: 'Merge the selected function into its callers, only this one' },
  { keys: 'X', title: 'Drop the selected function with all it called' },
  { keys: 'R Shift+R', title: 'Collapse its recursion, only the direct one' },
  { keys: 'C', title: 'Collapse neighbouring calls within its file' },
  { keys: 'U', title: 'Undo the last transform' },
  { keys: 'Shift+F10', title: 'Menu of the selected call; also a right press' },
  { keys: 'Enter', title: 'Zoom to the selected call' },
  { keys: 'Backspace', title: 'Zoom out to the caller' },
  { keys: 'F', title: 'Frame the selection; again: show everything' },
  { keys: '0', title: 'Show everything' },
  { keys: 'W S', title: 'Zoom in and out at the pointer' },
  { keys: 'A D', title: 'Pan left and right' },
  { keys: 'Ctrl+Wheel', title: 'Zoom at the pointer' },
  { keys: 'Double click', title: 'Zoom to a call' },
  { keys: 'Esc', title: 'Show everything, then clear the selection' },
] as const;
