import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { findChromium } from '../harness/chromium.ts';

let opening: Promise<BrowserContext> | null = null;
let userDataDir: string | null = null;

/** The one Chromium behind all windows of the app, started when the first one opens. */
export function openBrowser(): Promise<BrowserContext> {
  opening ??= open();
  return opening;
}

async function open(): Promise<BrowserContext> {
  const { executablePath, args, env } = await findChromium();
  userDataDir = mkdtempSync(join(tmpdir(), 'callscape-double-'));
  const context = await chromium.launchPersistentContext(userDataDir, {
    executablePath,
    // A test attaches to the same pages through this port.
    args: [...args, '--remote-debugging-port=0'],
    env: env as Record<string, string>,
    viewport: null,
  });
  // The page that a browser opens by itself is no window of the app.
  for (const page of context.pages()) await page.close();
  return context;
}

/** Where a test can attach, e.g. `http://127.0.0.1:40123`. */
export function debuggingAddress(): string {
  if (userDataDir === null) throw new Error('the browser was not started');
  const [port] = readFileSync(join(userDataDir, 'DevToolsActivePort'), 'utf8').split('\n');
  return `http://127.0.0.1:${port}`;
}

export async function closeBrowser(): Promise<void> {
  const context = await opening;
  await context?.close();
  if (userDataDir !== null) rmSync(userDataDir, { recursive: true, force: true });
}
