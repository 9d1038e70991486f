import { app } from './app.ts';
import { debuggingAddress } from './browser.ts';
import { clickMenu, person } from './native.ts';
import { running } from './utility-process.ts';

/** What a test may ask of the double, each with its argument; the answer is JSON. */
const commands = {
  /** The outcome of the next dialog. */
  answerDialog: (path: string | null) => void person.dialogAnswers.push(path),
  clickMenu: (id: string) => clickMenu(id),
  /** Somebody starts the app again with a folder. */
  startAgain: (folder: string | null) => void app.emit('second-instance', {}, [], '/', { folder }),
  openedLinks: () => person.openedLinks,
  /** Kills the utility processes as a crash would; returns how many there were. */
  killUtilityProcesses: () => [...running].filter((child) => child.kill('SIGKILL')).length,
  quit: () => app.quit(),
};

export type Command = keyof typeof commands;

export interface Question {
  readonly id: number;
  readonly command: Command;
  readonly argument: unknown;
}

export type Answer =
  | { readonly id: number; readonly value: unknown }
  /** A window was opened; its page can be reached here. */
  | { readonly window: string };

export function listenToTest(): void {
  process.on('message', ({ id, command, argument }: Question) => {
    const run = commands[command] as (argument: unknown) => unknown;
    process.send?.({ id, value: run(argument) ?? null } satisfies Answer);
  });
  // The test is gone; nobody would ever close the app.
  process.on('disconnect', () => app.quit());
}

export function announceWindow(): void {
  process.send?.({ window: debuggingAddress() } satisfies Answer);
}
