import { describe, expect, it } from 'vitest';
import { type KeyPress, matchesShortcut, mayTake, shortcutOf, shortcutText } from './shortcut.ts';

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const press = (key: string, code: string, held: Partial<KeyPress> = {}): KeyPress => ({
  ...none,
  key,
  code,
  ...held,
});

describe('a shortcut', () => {
  it('is met by its key with exactly its modifiers', () => {
    const p = press('P', 'KeyP', { ctrlKey: true, shiftKey: true });
    expect(matchesShortcut('Ctrl+Shift+P', p, false)).toBe(true);
    expect(matchesShortcut('Ctrl+P', p, false)).toBe(false);
    expect(matchesShortcut('Ctrl+Shift+P', { ...p, altKey: true }, false)).toBe(false);
  });

  it('takes the Command key for Ctrl on a Mac', () => {
    const p = press('p', 'KeyP', { metaKey: true });
    expect(matchesShortcut('Ctrl+P', p, true)).toBe(true);
    expect(matchesShortcut('Ctrl+P', p, false)).toBe(false);
    expect(shortcutText('Ctrl+Alt+P', true)).toBe('Cmd+Option+P');
  });

  it('is the sign itself, whichever keys make it', () => {
    expect(matchesShortcut('?', press('?', 'Slash', { shiftKey: true }), false)).toBe(true);
    expect(matchesShortcut('?', press('?', 'Minus', { shiftKey: true }), false)).toBe(true);
    expect(matchesShortcut('/', press('/', 'Digit7', { shiftKey: true }), false)).toBe(true);
  });

  it('finds a digit by its place, because Alt may change the sign', () => {
    expect(matchesShortcut('Alt+1', press('¡', 'Digit1', { altKey: true }), false)).toBe(true);
  });

  it('is the letter that the keyboard types, or the one at its place where it types another script', () => {
    expect(matchesShortcut('W', press('w', 'KeyZ'), false)).toBe(true);
    expect(matchesShortcut('Z', press('w', 'KeyZ'), false)).toBe(false);
    expect(matchesShortcut('W', press('\u0446', 'KeyW'), false)).toBe(true);
  });

  it.each([
    ['Ctrl+Shift+P', press('P', 'KeyP', { ctrlKey: true, shiftKey: true })],
    ['W', press('w', 'KeyW')],
    ['Shift+W', press('W', 'KeyW', { shiftKey: true })],
    ['Alt+1', press('\u00a1', 'Digit1', { altKey: true })],
    ['?', press('?', 'Slash', { shiftKey: true })],
    ['/', press('/', 'Digit7', { shiftKey: true })],
    ['Shift+F11', press('F11', 'F11', { shiftKey: true })],
    ['Alt+Home', press('Home', 'Home', { altKey: true })],
    ['Ctrl+Plus', press('+', 'BracketRight', { ctrlKey: true })],
    ['0', press('0', 'Digit0')],
    ['0', press('0', 'Numpad0')],
    ['1', press('1', 'Digit1', { shiftKey: true })],
    ['Alt+Shift+3', press('#', 'Digit3', { altKey: true, shiftKey: true })],
  ])('%s is written as it is pressed, and is met by the same press', (shortcut, pressed) => {
    expect(shortcutOf(pressed, false)).toBe(shortcut);
    expect(matchesShortcut(shortcut, pressed, false)).toBe(true);
  });

  it('is none while only Ctrl or Shift is held', () => {
    expect(shortcutOf(press('Shift', 'ShiftLeft', { shiftKey: true }), false)).toBeNull();
    expect(shortcutOf(press('Control', 'ControlLeft', { ctrlKey: true }), false)).toBeNull();
  });

  it('leaves to a field what is typed into it, and to a terminal what a shell uses', () => {
    expect(mayTake('?', 'field')).toBe(false);
    expect(mayTake('Ctrl+P', 'field')).toBe(true);
    expect(mayTake('Ctrl+P', 'terminal')).toBe(false);
    expect(mayTake('Ctrl+Shift+P', 'terminal')).toBe(true);
    expect(mayTake('Shift+F5', 'terminal')).toBe(true);
    expect(mayTake('?', 'page')).toBe(true);
  });
});
