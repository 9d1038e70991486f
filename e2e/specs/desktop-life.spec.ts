import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type RunningDouble, startDesktopDouble } from '../harness/desktop-double.ts';
import { eventually } from '../harness/eventually.ts';
import { installDesktop } from './fixtures/desktop/install.ts';
import type { Driver } from './fixtures/desktop/page.ts';

declare const driver: Driver;

describe('the life of the desktop host, on the Electron double', () => {
  let root: string;
  let double: RunningDouble;
  let page: Page;

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'callscape-desktop-'));
    await installDesktop(root);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  beforeEach(async () => {
    double = await startDesktopDouble({ root, dataDir: join(root, 'data') });
    page = double.page;
    await page.waitForFunction(() => document.title === 'driver ready');
  });
  afterEach(() => double.dispose());

  test('an engine that dies closes the connection, and the next one reaches a new engine', async () => {
    const names = page.evaluate(async () => {
      const name = async (client: Awaited<ReturnType<Driver['connect']>>) =>
        (await client.services.projects.recent({}))[0]?.name;
      const client = await driver.connect();
      const before = await name(client);
      const closed = new Promise<string>((resolve) => client.onClose(resolve));
      document.title = 'connected';
      const reason = await closed;
      return { before, reason, after: await name(await driver.connect()) };
    });
    await page.waitForFunction(() => document.title === 'connected');
    expect(await double.ask('killUtilityProcesses')).toBe(1);
    const { before, reason, after } = await names;
    expect(reason).toMatch(/gone/);
    expect(after).toMatch(/^engine \d+$/);
    expect(after).not.toBe(before);
  });

  test('an engine that keeps dying is not started for ever, and the window hears why', async () => {
    const connect = () =>
      page.evaluate(() =>
        driver.connect().then(
          (client) => client.services.projects.recent({}).then(() => 'connected', String),
          (error) => String(error.message),
        ),
      );
    for (let crash = 0; crash < 3; crash++) {
      expect(await connect()).toBe('connected');
      await double.ask('killUtilityProcesses');
      await eventually(async () => expect(await double.ask('killUtilityProcesses')).toBe(0));
    }
    expect(await connect()).toMatch(/ended unexpectedly .* tried again in a minute/);
  });

  test('quitting lets the engine end in order and remembers the window', async () => {
    await page.evaluate(() => driver.connect());
    await double.dispose();
    expect(double.log()).toContain('engine disposed');
    const state = JSON.parse(readFileSync(join(root, 'data', 'desktop', 'window.json'), 'utf8'));
    expect(state).toMatchObject({ version: 1, width: 1280, height: 800, isMaximized: false });
  });

  test('an engine that cannot start says why in the window', async () => {
    const env = { ENGINE_MUST_FAIL: '1' };
    const other = await startDesktopDouble({ root, dataDir: join(root, 'failing'), env });
    onTestFinished(() => other.dispose());
    await other.page.waitForFunction(() => document.title === 'driver ready');
    const reason = await other.page.evaluate(() =>
      driver.connect().then(
        () => '',
        (error) => error.message,
      ),
    );
    expect(reason).toContain('The engine cannot start: the disk is full');
  });

  test('a folder on the command line is the first thing shown', async () => {
    const other = await startDesktopDouble({ root, dataDir: join(root, 'other'), args: [root] });
    onTestFinished(() => other.dispose());
    expect(new URL(other.page.url()).hash).toBe(`#/p/${encodeURIComponent(root)}`);
  });
});
