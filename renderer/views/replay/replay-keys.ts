export type ReplayAction =
  | 'into'
  | 'over'
  | 'out'
  | 'back'
  | 'back-over'
  | 'back-out'
  | 'first'
  | 'last'
  | 'to-cursor'
  | 'back-to-cursor'
  | 'next-write'
  | 'previous-write';

interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** As in gdb and in every editor; with Shift a letter goes backwards. */
const byKey: Readonly<Record<string, ReplayAction>> = {
  s: 'into',
  S: 'back',
  n: 'over',
  N: 'back-over',
  o: 'out',
  O: 'back-out',
  c: 'to-cursor',
  C: 'back-to-cursor',
  w: 'next-write',
  W: 'previous-write',
  F10: 'over',
  F11: 'into',
  'Alt+F10': 'back-over',
  'Alt+F11': 'back',
  'Shift+F11': 'out',
  'Alt+Home': 'first',
  'Alt+End': 'last',
};

export function replayAction({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed): ReplayAction | null {
  if (ctrlKey || metaKey) return null;
  const named = key.length > 1;
  return byKey[`${altKey ? 'Alt+' : ''}${named && shiftKey ? 'Shift+' : ''}${key}`] ?? null;
}

/** For the shortcut sheet. */
export const replayKeys: readonly { readonly keys: string; readonly title: string }[] = [
  { keys: 'S or F11, Shift+S or Alt+F11', title: 'Step into, and back' },
  { keys: 'N or F10, Shift+N or Alt+F10', title: 'Step over, and back over' },
  { keys: 'O or Shift+F11, Shift+O', title: 'Step out, and back to the call' },
  { keys: 'C, Shift+C', title: 'Run to the cursor, and back to it' },
  { keys: 'W, Shift+W', title: 'Next and previous write of the marked variable' },
  { keys: 'Alt+Home, Alt+End', title: 'First step, and the end' },
];
