export type FlameAction =
  | 'left-heavy'
  | 'first-call'
  | 'zoom-in'
  | 'zoom-out'
  | 'pan-left'
  | 'pan-right'
  | 'parent'
  | 'child'
  | 'previous'
  | 'next'
  | 'zoom-to'
  | 'zoom-back'
  | 'frame'
  | 'reset'
  | 'clear';

const byKey: Readonly<Record<string, FlameAction>> = {
  '1': 'left-heavy',
  '2': 'first-call',
  w: 'zoom-in',
  s: 'zoom-out',
  a: 'pan-left',
  d: 'pan-right',
  ArrowUp: 'parent',
  ArrowDown: 'child',
  ArrowLeft: 'previous',
  ArrowRight: 'next',
  Enter: 'zoom-to',
  Backspace: 'zoom-back',
  f: 'frame',
  '0': 'reset',
  Escape: 'clear',
};

interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** What a key does in the flame graph; `null`: nothing. Keys with Ctrl, Alt or Meta belong to the workbench. */
export function flameAction({ key, ctrlKey, metaKey, altKey }: Pressed): FlameAction | null {
  if (ctrlKey || metaKey || altKey) return null;
  return byKey[key.length === 1 ? key.toLowerCase() : key] ?? null;
}

/** For the shortcut sheet, and for the description that a screen reader reads. */
export const flameKeys = [
  { keys: '1', title: 'Left heavy: the longest first' },
  { keys: '2', title: 'In the order of the first call' },
  { keys: 'Arrows', title: 'To the parent, the longest child, the siblings' },
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
