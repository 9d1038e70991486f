import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach } from 'vitest';
import type { AppUnderTest, HostUnderTest } from './app.ts';
import { type TemporaryFolder, temporaryFolder } from './folders.ts';

/** The app of one test, and a folder for what the test needs; the app's data is in it. */
export interface FreshApp {
  readonly folder: TemporaryFolder;
  readonly app: AppUnderTest;
  readonly page: Page;
}

/** Starts the app anew for each test of a suite, as if for the first time, and ends it behind the test. */
export function freshAppForEach(
  host: HostUnderTest,
  onStart: (fresh: FreshApp) => void | Promise<void>,
): void {
  let fresh: FreshApp | null = null;
  beforeEach(async () => {
    const folder = temporaryFolder();
    const app = await host.start({ dataDir: join(folder.path, 'data') });
    fresh = { folder, app, page: app.page };
    await onStart(fresh);
  });
  afterEach(async () => {
    await fresh?.app.dispose();
    fresh?.folder.dispose();
    fresh = null;
  });
}
