export type TimelineAction =
  | 'zoom-in'
  | 'zoom-out'
  | 'pan-left'
  | 'pan-right'
  | 'frame'
  | 'fit'
  | 'next'
  | 'previous'
  | 'caller'
  | 'callee'
  | 'clear';

const byKey: Readonly<Record<string, TimelineAction>> = {
  w: 'zoom-in',
  s: 'zoom-out',
  a: 'pan-left',
  d: 'pan-right',
  ArrowLeft: 'pan-left',
  ArrowRight: 'pan-right',
  f: 'frame',
  '0': 'fit',
  '.': 'next',
  ',': 'previous',
  '[': 'caller',
  ']': 'callee',
  Escape: 'clear',
};

interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** What a key does in the timeline; `null`: nothing. Keys with Ctrl, Alt or Meta belong to the workbench. */
export function timelineAction({ key, ctrlKey, metaKey, altKey }: Pressed): TimelineAction | null {
  if (ctrlKey || metaKey || altKey) return null;
  return byKey[key.length === 1 ? key.toLowerCase() : key] ?? null;
}

/** For the shortcut sheet, and for the description that a screen reader reads. */
export const timelineKeys = [
  { keys: 'W S', title: 'Zoom in and out at the pointer' },
  { keys: 'A D', title: 'Pan left and right' },
  { keys: 'Ctrl+Wheel', title: 'Zoom at the pointer' },
  { keys: 'Shift+Wheel', title: 'Pan' },
  { keys: 'Drag', title: 'Select a time range' },
  { keys: 'Shift+Drag', title: 'Pan' },
  { keys: 'Esc', title: 'Clear the range, then the selection' },
  { keys: 'F', title: 'Frame the selection; again: show everything' },
  { keys: '0', title: 'Show everything' },
  { keys: '. ,', title: 'Next and previous call in the lane' },
  { keys: '[ ]', title: 'Caller, and first call made' },
  { keys: 'Double click', title: 'Zoom to a call' },
] as const;
