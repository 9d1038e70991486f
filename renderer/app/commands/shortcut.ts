/** A key press as far as shortcuts care; a KeyboardEvent is one. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/**
 * Whether a press is a shortcut written as `Ctrl+Shift+P`, `Alt+1`, `F5`, `?`. On a Mac Ctrl is the Command key. A sign such as `?`
 * is the sign itself, however the keyboard makes it.
 */
export function matchesShortcut(shortcut: string, press: KeyPress, mac: boolean): boolean {
  const parts = shortcut.split('+');
  const key = parts.pop() as string;
  const ctrl = mac ? press.metaKey : press.ctrlKey;
  if (parts.includes('Ctrl') !== ctrl || parts.includes('Alt') !== press.altKey) return false;
  if (/^[A-Z]$/.test(key)) return parts.includes('Shift') === press.shiftKey && press.code === `Key${key}`;
  if (/^\d$/.test(key)) return parts.includes('Shift') === press.shiftKey && press.code === `Digit${key}`;
  if (key === '`') return press.code === 'Backquote';
  if (key.length === 1) return press.key === key;
  return parts.includes('Shift') === press.shiftKey && press.key === key;
}

/** As the person's keyboard labels it. */
export function shortcutText(shortcut: string, mac: boolean): string {
  return mac ? shortcut.replace('Ctrl', 'Cmd').replace('Alt', 'Option') : shortcut;
}

/** Where the press happened: a field keeps what it can use, and a terminal keeps nearly everything. */
export type PressTarget = 'page' | 'field' | 'terminal';

/** Whether the workbench may take this shortcut from where the press happened. */
export function mayTake(shortcut: string, target: PressTarget): boolean {
  const modified = /Ctrl|Alt|^(Shift\+)?F\d+$/.test(shortcut);
  if (target === 'page') return true;
  if (target === 'field') return modified;
  return /Ctrl\+Shift|Alt\+\d|`|^(Shift\+)?F\d+$/.test(shortcut);
}

export const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '');
