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
 * Whether a press is a shortcut written as `Ctrl+Shift+P`, `Alt+1`, `F5`, `?`. On a Mac Ctrl is the Command key. A letter is the one
 * that the keyboard types, or where it types none of the alphabet, the one at its place on a Latin keyboard. A sign such as `?` is
 * the sign itself, however the keyboard makes it.
 */
export function matchesShortcut(shortcut: string, press: KeyPress, mac: boolean): boolean {
  const parts = shortcut.split('+');
  const key = parts.pop() as string;
  const ctrl = mac ? press.metaKey : press.ctrlKey;
  if (parts.includes('Ctrl') !== ctrl || parts.includes('Alt') !== press.altKey) return false;
  if (/^[A-Z]$/.test(key)) return parts.includes('Shift') === press.shiftKey && letterOf(press) === key;
  // With Ctrl or Alt a digit is found by its place, because they may change the sign; alone it is the sign, also on a number pad.
  if (/^\d$/.test(key) && (ctrl || press.altKey))
    return parts.includes('Shift') === press.shiftKey && press.code === `Digit${key}`;
  if (key === '`') return press.code === 'Backquote';
  if (key === PLUS) return press.key === '+';
  if (key.length === 1) return press.key === key;
  return parts.includes('Shift') === press.shiftKey && press.key === key;
}

/** The sign that stands between the parts of a shortcut has a name of its own. */
const PLUS = 'Plus';

function letterOf({ key, code }: KeyPress): string {
  return /^[a-z]$/i.test(key) ? key.toUpperCase() : code.replace(/^Key/, '');
}

/** Keys that only change what others mean, and those that no shortcut can use. */
const noKey = /^(Control|Shift|Alt|AltGraph|Meta|CapsLock|Fn|Dead|Process|Unidentified| |Tab)$/;

/** How a press is written as a shortcut; `null` while only Ctrl, Shift or the like is held, and for a key that cannot be one. */
export function shortcutOf(press: KeyPress, mac: boolean): string | null {
  const { key, code, altKey, shiftKey } = press;
  if (noKey.test(key) || (mac ? press.ctrlKey : press.metaKey)) return null;
  const ctrl = mac ? press.metaKey : press.ctrlKey;
  const isLetter = /^[a-z]$/i.test(key) || /^Key[A-Z]$/.test(code);
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  // A sign has its Shift in it, and so has a digit that takes Shift to be typed.
  const byPlace = ctrl || altKey ? digit : undefined;
  const name = isLetter ? letterOf(press) : (byPlace ?? (key === '+' ? PLUS : key));
  const withShift = shiftKey && (isLetter || byPlace !== undefined || key.length > 1);
  return [ctrl && 'Ctrl', altKey && 'Alt', withShift && 'Shift', name].filter(Boolean).join('+');
}

/** As the person's keyboard labels it. */
export function shortcutText(shortcut: string, mac: boolean): string {
  const text = shortcut.replace('Arrow', '').replace('Escape', 'Esc');
  return mac ? text.replace('Ctrl', 'Cmd').replace('Alt', 'Option') : text;
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
