import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { type AppUnderTest, goTo, type HostUnderTest, placeOf, type StartOptions, watchPage } from './app.ts';
import { ChildOutput } from './child-output.ts';
import { findChromium } from './chromium.ts';
import { installation } from './installation.ts';
import { type Relay, startRelay } from './relay.ts';

/** `callscape serve` in a process of its own. */
export interface RunningServer {
  readonly url: string;
  readonly output: ChildOutput;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<void>;
}

export async function startServe({ dataDir, folder }: StartOptions, port = 0): Promise<RunningServer> {
  const program = join(installation, 'dist', 'main', 'serve.mjs');
  const args = [...(folder === undefined ? [] : [folder]), '--port', String(port), '--no-open'];
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, CALLSCAPE_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = new ChildOutput(child);
  const [url] = await output.find(/http:\/\/127\.0\.0\.1:\d+\/#\S+/);
  return { url, output, stop: () => end(child, 'SIGINT') };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

/** A Chromium with a profile of its own. */
export async function launchChromium(moreArgs: readonly string[] = []): Promise<Browser> {
  const { executablePath, args, env } = await findChromium();
  const all = [...args, ...moreArgs];
  return chromium.launch({ executablePath, args: all, env: env as Record<string, string> });
}

/** The app in a browser, reached through a wire that can be cut. */
export async function startBehindRelay(
  options: StartOptions,
): Promise<AppUnderTest & { readonly relay: Relay }> {
  const server = await startServe(options);
  const { origin, host, port } = new URL(server.url);
  // The page keeps the server's own address; only its bytes take a way that can be cut.
  const relay = await startRelay(Number(port));
  const browser = await launchChromium([`--host-resolver-rules=MAP ${host} 127.0.0.1:${relay.port}`]);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const problems = watchPage(page);
  await page.goto(server.url);
  return {
    page,
    origin,
    problems,
    relay,
    log: () => server.output.text,
    openProject: (dir) => goTo(page, placeOf(dir)),
    answerDialog: () => Promise.reject(new Error('the browser host has no native dialogs')),
    async loseEngine() {
      if (relay.cut() === 0) throw new Error('the page had no connection to lose');
    },
    async dispose() {
      await browser.close();
      await relay.dispose();
      await server.stop();
    },
  };
}

export const browserHost: HostUnderTest = {
  name: 'browser',
  hasNativeDialogs: false,
  missing: null,
  start: startBehindRelay,
};
