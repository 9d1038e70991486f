import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningDouble, startDesktopDouble } from '../harness/desktop-double.ts';
import { eventually } from '../harness/eventually.ts';
import { installDesktop } from './fixtures/desktop/install.ts';
import type { Driver } from './fixtures/desktop/page.ts';

declare const driver: Driver;

describe('a window of the desktop host, on the Electron double', () => {
  let root: string;
  let double: RunningDouble;
  let page: Page;

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'callscape-desktop-'));
    await installDesktop(root);
    double = await startDesktopDouble({ root, dataDir: join(root, 'data') });
    page = double.page;
    await page.waitForFunction(() => document.title === 'driver ready');
  });
  afterAll(async () => {
    await double.dispose();
    rmSync(root, { recursive: true, force: true });
  });

  test('the window reaches the engine in its own process, slabs and all', async () => {
    const answer = await page.evaluate(async () => {
      const client = await driver.connect();
      const [recent] = await client.services.projects.recent({});
      const { bytes } = await client.services.runs.output({ run: 'r1' });
      return { recent, length: bytes.length, kind: bytes.constructor.name, last: bytes.at(-1) };
    });
    expect(answer).toMatchObject({ length: 3_000_000, kind: 'Uint8Array', last: 7 });
    expect(answer.recent?.dir).toBe(join(root, 'data'));
    expect(answer.recent?.name).not.toBe(`engine ${process.pid}`);
  });

  test('errors and events of the engine arrive in the window', async () => {
    const answer = await page.evaluate(async () => {
      const client = await driver.connect();
      const refused = await client.services.projects.open({ dir: '/x' }).catch((error) => error.code);
      const offsets = await new Promise<number[]>((resolve) => {
        const seen: number[] = [];
        const subscription = client.services.runs.onOutput({ run: 'r1' }, ({ offset }) => {
          seen.push(offset);
          if (seen.length < 20) return;
          subscription.dispose();
          resolve(seen);
        });
      });
      return { refused, offsets };
    });
    expect(answer).toEqual({ refused: 'refused', offsets: Array.from({ length: 20 }, (_, i) => i) });
  });

  test('the dialogs give a path, or nothing when they are cancelled', async () => {
    await double.ask('answerDialog', '/some/folder');
    expect(await page.evaluate(() => driver.host.abilities.pickFolder?.())).toBe('/some/folder');
    expect(await page.evaluate(() => driver.host.abilities.pickFolder?.())).toBeNull();
    await double.ask('answerDialog', '/some/base.json');
    expect(await page.evaluate(() => driver.host.abilities.pickFile?.('baseline'))).toBe('/some/base.json');
    await double.ask('answerDialog', '/some/out.json');
    expect(await page.evaluate(() => driver.host.abilities.pickSaveFile?.('out.json'))).toBe(
      '/some/out.json',
    );
  });

  test('arguments that no window of ours sends are refused', async () => {
    const refusals = await page.evaluate(() => {
      const { bridge } = driver;
      const wrong = [
        bridge.pickFile('passwords' as never),
        bridge.pickSaveFile(''),
        bridge.pickSaveFile({} as never),
        bridge.requestPort('not a uuid'),
      ];
      return Promise.all(wrong.map((call) => call.then(() => 'answered', String)));
    });
    expect(refusals).toEqual(Array(4).fill(expect.stringMatching(/Error invoking remote method/)));
  });

  test('the menu sends commands to the window', async () => {
    await double.ask('clickMenu', 'project.open');
    await page.waitForFunction(() => driver.commands.length > 0);
    expect(await page.evaluate(() => driver.commands)).toEqual(['project.open']);
  });

  test('the theme of the window becomes the theme of its native parts', async () => {
    const isDark = () => matchMedia('(prefers-color-scheme: dark)').matches;
    expect(await page.evaluate(isDark)).toBe(false);
    await page.evaluate(() => driver.bridge.showTheme('dark'));
    await page.waitForFunction(isDark);
  });

  test('the page cannot run inline code, load what is foreign or be framed', async () => {
    const { headers, inline, foreign, frame } = await page.evaluate(async () => {
      const response = await fetch(location.href);
      const inFrame = document.createElement('iframe');
      inFrame.src = location.href;
      const loaded = new Promise((resolve) => inFrame.addEventListener('load', resolve));
      document.body.append(inFrame);
      await loaded;
      return {
        headers: Object.fromEntries(response.headers),
        inline: 'inlineRan' in window,
        foreign: await fetch('https://evil.example/').then(
          () => 'loaded',
          () => 'blocked',
        ),
        frame: inFrame.contentDocument?.title ?? 'blocked',
      };
    });
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self';");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect([inline, foreign]).toEqual([false, 'blocked']);
    expect(frame).not.toBe('driver ready');
  });

  test('windows and other pages are denied; a harmless link opens in the browser', async () => {
    expect(await page.evaluate(() => window.open('file:///etc/passwd'))).toBeNull();
    expect(await page.evaluate(() => window.open('https://nodejs.org/api/'))).toBeNull();
    await page.click('#out');
    await eventually(async () =>
      expect(await double.ask('openedLinks')).toEqual(['https://nodejs.org/api/', 'https://nodejs.org/']),
    );
    await page.click('#away');
    await page.evaluate(() => {
      window.location.href = 'https://evil.example/other';
    });
    expect(await page.evaluate(() => [document.title, window.location.hostname])).toEqual([
      'driver ready',
      'app.callscape.invalid',
    ]);
  });

  test('starting the app again with a folder shows that folder in the window that is there', async () => {
    await double.ask('startAgain', '/home/me/my app');
    await page.waitForFunction(() => window.location.hash !== '');
    expect(await page.evaluate(() => window.location.hash)).toBe('#/p/%2Fhome%2Fme%2Fmy%20app');
    expect(await page.title()).toBe('driver ready');
  });
});
