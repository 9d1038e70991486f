import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Answer, Command, Question } from '../double/control.ts';
import { type AppUnderTest, goTo, type HostUnderTest, placeOf, watchPage } from './app.ts';
import { ChildOutput } from './child-output.ts';
import { installation } from './installation.ts';

const register = new URL('../double/register.ts', import.meta.url).href;

export interface DoubleOptions {
  /** Absolute path of the installation, the folder with `dist/`. */
  readonly root: string;
  readonly dataDir: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The desktop host running on the double, and the page of its window. */
export interface RunningDouble {
  readonly page: Page;
  /** What the desktop host wrote, for messages about failures. */
  readonly log: () => string;
  ask(command: Command, argument?: unknown): Promise<unknown>;
  /** The page of a window opened after another was closed. */
  nextPage(): Promise<Page>;
  dispose(): Promise<void>;
}

export async function startDesktopDouble({
  root,
  dataDir,
  args = [],
  env = {},
}: DoubleOptions): Promise<RunningDouble> {
  const host = fork(join(root, 'dist', 'desktop', 'main.mjs'), args, {
    execArgv: ['--import', register],
    env: { ...process.env, ...env, CALLSCAPE_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const output = new ChildOutput(host);
  const talk = new Conversation(host, () => output.text);
  const address = await talk.windowAddress;
  const browser = await chromium.connectOverCDP(address);
  return {
    page: await appPage(browser),
    log: () => output.text,
    ask: (command, argument) => talk.ask(command, argument),
    nextPage: () => appPage(browser),
    async dispose() {
      await browser.close();
      if (host.exitCode !== null || host.signalCode !== null) return;
      host.disconnect();
      await once(host, 'exit');
    },
  };
}

async function appPage(browser: Browser): Promise<Page> {
  const [context] = browser.contexts();
  if (!context) throw new Error('the double has no browser context');
  const page =
    context.pages().find((candidate) => !candidate.isClosed()) ?? (await context.waitForEvent('page'));
  await page.waitForURL('https://app.callscape.invalid/**');
  return page;
}

/** Questions to the double and its answers. */
class Conversation {
  readonly windowAddress: Promise<string>;
  readonly #host: ChildProcess;
  readonly #open = new Map<number, PromiseWithResolvers<unknown>>();
  #lastId = 0;

  constructor(host: ChildProcess, log: () => string) {
    this.#host = host;
    const window = Promise.withResolvers<string>();
    this.windowAddress = window.promise;
    host.on('message', (answer: Answer) => {
      if ('window' in answer) window.resolve(answer.window);
      else this.#open.get(answer.id)?.resolve(answer.value);
    });
    host.once('exit', (code) => {
      const error = new Error(`the desktop host ended with code ${code}:\n${log()}`);
      window.reject(error);
      for (const question of this.#open.values()) question.reject(error);
    });
  }

  ask(command: Command, argument?: unknown): Promise<unknown> {
    const id = ++this.#lastId;
    const question = Promise.withResolvers<unknown>();
    this.#open.set(id, question);
    this.#host.send({ id, command, argument } satisfies Question);
    return question.promise;
  }
}

export const doubleHost: HostUnderTest = {
  name: 'desktop double',
  hasNativeDialogs: true,
  missing: null,
  async start({ dataDir, folder }): Promise<AppUnderTest> {
    const args = folder === undefined ? [] : [folder];
    const double = await startDesktopDouble({ root: installation, dataDir, args });
    const { page } = double;
    return {
      page,
      origin: new URL(page.url()).origin,
      problems: watchPage(page),
      log: double.log,
      openProject: (dir) => goTo(page, placeOf(dir)),
      answerDialog: async (path) => void (await double.ask('answerDialog', path)),
      async loseEngine() {
        if ((await double.ask('killUtilityProcesses')) === 0) throw new Error('no engine runs');
      },
      dispose: double.dispose,
    };
  },
};
