import { accessSync, constants } from 'node:fs';
import { basename, delimiter, isAbsolute, join } from 'node:path';
import type { EditorId } from '#contract';

/** A program and its arguments; never a line for a shell. */
export type EditorCommand = readonly [program: string, ...args: string[]];

/** How an editor is asked for a place. `line` from 1. */
type Arguments = (file: string, line: number) => string[];

const goTo: Arguments = (file, line) => ['--goto', `${file}:${line}`];
const jetbrains: Arguments = (file, line) => ['--line', String(line), file];
const plus: Arguments = (file, line) => [`+${line}`, file];
const colon: Arguments = (file, line) => [`${file}:${line}`];

/** Programs by what they are called; `terminal`: they draw in a terminal, which is opened for them. */
const known: Readonly<
  Record<string, { readonly editor: EditorId; readonly arguments: Arguments; readonly terminal?: true }>
> = {
  code: { editor: 'vscode', arguments: goTo },
  'code-insiders': { editor: 'vscode', arguments: goTo },
  codium: { editor: 'vscode', arguments: goTo },
  cursor: { editor: 'vscode', arguments: goTo },
  webstorm: { editor: 'jetbrains', arguments: jetbrains },
  pycharm: { editor: 'jetbrains', arguments: jetbrains },
  idea: { editor: 'jetbrains', arguments: jetbrains },
  zed: { editor: 'other', arguments: colon },
  subl: { editor: 'other', arguments: colon },
  gvim: { editor: 'vim', arguments: plus },
  nvim: { editor: 'vim', arguments: plus, terminal: true },
  vim: { editor: 'vim', arguments: plus, terminal: true },
  vi: { editor: 'vim', arguments: plus, terminal: true },
  emacs: { editor: 'other', arguments: plus },
  nano: { editor: 'other', arguments: plus, terminal: true },
};

/** Terminals that take a program and its arguments behind a flag. */
const terminals: readonly EditorCommand[] = [
  ['x-terminal-emulator', '-e'],
  ['gnome-terminal', '--'],
  ['konsole', '-e'],
  ['alacritty', '-e'],
  ['kitty'],
  ['xterm', '-e'],
];

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The command that opens a file at a line; `null` when there is no such editor here. `auto` takes `$VISUAL` or `$EDITOR` first,
 * and then the first that is installed.
 */
export function editorCommand(
  editor: EditorId,
  file: string,
  line: number,
  env: Environment = process.env,
): EditorCommand | null {
  const wanted = editor === 'auto' || editor === 'environment' ? fromEnvironment(env) : null;
  if (wanted) return commandOf(wanted, file, line, env);
  if (editor === 'environment') return null;
  for (const [program, of] of Object.entries(known)) {
    if (editor !== 'auto' && of.editor !== editor) continue;
    const found = commandOf([program], file, line, env);
    if (found) return found;
  }
  return null;
}

/** `$VISUAL` or `$EDITOR` in its words: it is never given to a shell, so quotes and variables in it mean nothing. */
function fromEnvironment({ VISUAL, EDITOR }: Environment): EditorCommand | null {
  const [program, ...args] = (VISUAL ?? EDITOR ?? '').trim().split(/\s+/);
  return program ? [program, ...args] : null;
}

function commandOf(
  [program, ...args]: EditorCommand,
  file: string,
  line: number,
  env: Environment,
): EditorCommand | null {
  const path = findProgram(program, env);
  if (path === null) return null;
  const kind = known[basename(program).replace(/\.exe$/i, '')];
  const command: EditorCommand = [path, ...args, ...(kind?.arguments(file, line) ?? [file])];
  return kind?.terminal ? inTerminal(command, env) : command;
}

function inTerminal(command: EditorCommand, env: Environment): EditorCommand | null {
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return null;
  for (const [program, ...args] of terminals) {
    const path = findProgram(program, env);
    if (path !== null) return [path, ...args, ...command];
  }
  return null;
}

/** An executable by its path or on `PATH`. Scripts of Windows (`.cmd`) need a shell and are left out. */
function findProgram(program: string, { PATH = '' }: Environment): string | null {
  const names = process.platform === 'win32' ? [`${program}.exe`] : [program];
  const places = isAbsolute(program)
    ? [program]
    : program.includes('/')
      ? []
      : PATH.split(delimiter)
          .filter(isAbsolute)
          .flatMap((folder) => names.map((name) => join(folder, name)));
  return places.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
