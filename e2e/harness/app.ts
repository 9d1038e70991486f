import type { Page } from 'playwright-core';

export interface StartOptions {
  /** Absolute path of the data directory; give the same one again to come back to the same data. */
  readonly dataDir: string;
  /** A project folder to open at once. */
  readonly folder?: string;
}

/** The built app, running on one of its hosts, with nothing in it that knows which. */
export interface AppUnderTest {
  readonly page: Page;
  /** Where the page believes to be, e.g. `http://127.0.0.1:4000`. */
  readonly origin: string;
  /** What went wrong in the page: uncaught errors, errors on its console (violations of the policy are among them). */
  readonly problems: readonly string[];
  /** What the host's processes wrote. */
  log(): string;
  /** Shows a project as a deep link does. */
  openProject(dir: string): Promise<void>;
  /** What the next folder or file dialog gives; only where the host has native ones. */
  answerDialog(path: string | null): Promise<void>;
  /** Breaks the way to the engine, as a crash or a lost network would; the host brings it back. */
  loseEngine(): Promise<void>;
  dispose(): Promise<void>;
}

/** One way to run the app. */
export interface HostUnderTest {
  readonly name: 'browser' | 'desktop double' | 'electron';
  readonly hasNativeDialogs: boolean;
  /** Why it cannot run here; `null` when it can. */
  readonly missing: string | null;
  start(options: StartOptions): Promise<AppUnderTest>;
}

/** Collects what goes wrong in a page from now on. */
export function watchPage(page: Page): readonly string[] {
  // A first traced start can take long where two cores also build, serve and draw.
  page.setDefaultTimeout(60_000);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  return problems;
}

/** Moves a page to a place in the app; see `renderer/state/link.ts`. */
export async function goTo(page: Page, place: string): Promise<void> {
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, place);
}

export const placeOf = (dir: string): string => `/p/${encodeURIComponent(dir)}`;
