import type { ITheme } from '@xterm/xterm';
import type { ThemeName } from '#renderer/app/palette.ts';

// The sixteen colours of a terminal, readable on the panel of each theme. These are the program's colours, so red and
// yellow are free here.
const ansi: Readonly<Record<ThemeName, ITheme>> = {
  light: {
    black: '#1a1d21',
    red: '#b3261e',
    green: '#1a6b2f',
    yellow: '#7a5200',
    blue: '#0b57c4',
    magenta: '#8a2a9c',
    cyan: '#0a6570',
    white: '#59606b',
    brightBlack: '#6c7480',
    brightRed: '#c4231f',
    brightGreen: '#1f7a37',
    brightYellow: '#8a5d00',
    brightBlue: '#1a66d8',
    brightMagenta: '#9c36b0',
    brightCyan: '#0d7480',
    brightWhite: '#1a1d21',
  },
  dark: {
    black: '#5b636e',
    red: '#ff7b72',
    green: '#7ee08a',
    yellow: '#e3b341',
    blue: '#79b8ff',
    magenta: '#d2a8ff',
    cyan: '#6fdbe0',
    white: '#d0d5db',
    brightBlack: '#8d95a1',
    brightRed: '#ffa198',
    brightGreen: '#9bf0a5',
    brightYellow: '#f2cc60',
    brightBlue: '#a5d0ff',
    brightMagenta: '#e2c5ff',
    brightCyan: '#97ecf0',
    brightWhite: '#ffffff',
  },
};

/** The terminal's colours, from the style sheet where it has them. */
export function terminalTheme(name: ThemeName): ITheme {
  const style = getComputedStyle(document.documentElement);
  const read = (variable: string) => style.getPropertyValue(variable).trim();
  return {
    ...ansi[name],
    background: read('--bg-panel'),
    foreground: read('--fg'),
    cursor: read('--accent'),
    cursorAccent: read('--bg-panel'),
    selectionBackground: read('--bg-selected'),
  };
}
