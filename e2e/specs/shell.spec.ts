import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import type { AppUnderTest } from '../harness/app.ts';
import { type TemporaryFolder, temporaryFolder } from '../harness/folders.ts';
import { freshAppForEach } from '../harness/fresh-app.ts';
import { describeOnHosts, leftOut } from '../harness/hosts.ts';
import { samples } from '../harness/installation.ts';

/** The shell is there, whatever it shows. */
async function isShown(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /Search/ })
    .first()
    .waitFor();
}

async function showsProject(page: Page, name: string): Promise<void> {
  await page
    .getByRole('button', { name: new RegExp(`\\b${name}\\b`) })
    .first()
    .waitFor();
}

describeOnHosts('the app', (host) => {
  let folder: TemporaryFolder;
  let app: AppUnderTest;

  freshAppForEach(host, (fresh) => {
    ({ folder, app } = fresh);
  });

  test('opens on its welcome page without a complaint', async () => {
    await isShown(app.page);
    expect(await app.page.title()).toBe('Callscape');
    expect(app.problems).toEqual([]);
  });

  test('opens a project and shows its name', async () => {
    const project = folder.copyProject(join(samples, 'shop'));
    await app.openProject(project);
    await showsProject(app.page, 'shop');
    expect(app.problems).toEqual([]);
  });

  test('keeps its token, if it has one, out of the address', async () => {
    await isShown(app.page);
    expect(app.page.url()).not.toContain('token');
    expect(await app.page.evaluate(() => document.referrer)).toBe('');
  });

  test('lets no inline script, foreign script or eval run', async () => {
    const ran = await app.page.evaluate(async () => {
      const inline = document.createElement('script');
      inline.textContent = 'window.inlineRan = true';
      document.body.append(inline);
      const handler = document.createElement('div');
      handler.setAttribute('onclick', 'window.handlerRan = true');
      document.body.append(handler);
      handler.click();
      const foreign = document.createElement('script');
      const loaded = new Promise((resolve) => {
        foreign.addEventListener('load', () => resolve(true));
        foreign.addEventListener('error', () => resolve(false));
      });
      foreign.src = 'https://evil.example/x.js';
      document.body.append(foreign);
      // Later, because what a test itself evaluates may evaluate more.
      setTimeout('window.evalRan = true');
      await new Promise((resolve) => setTimeout(resolve));
      return {
        inline: 'inlineRan' in window,
        handler: 'handlerRan' in window,
        foreign: await loaded,
        evaluated: 'evalRan' in window,
      };
    });
    expect(ran).toEqual({ inline: false, handler: false, foreign: false, evaluated: false });
  });

  test('comes back by itself when the way to its engine breaks', async () => {
    await app.openProject(folder.copyProject(join(samples, 'shop')));
    await showsProject(app.page, 'shop');
    await app.loseEngine();
    // A project that nothing of before can know.
    await app.openProject(folder.copyProject(join(samples, 'datajob')));
    await showsProject(app.page, 'datajob');
  });

  test('shows the project it was started with', async () => {
    const elsewhere = temporaryFolder();
    const project = elsewhere.copyProject(join(samples, 'shop'));
    const other = await host.start({ dataDir: join(elsewhere.path, 'data'), folder: project });
    onTestFinished(async () => {
      await other.dispose();
      elsewhere.dispose();
    });
    await showsProject(other.page, 'shop');
    expect(other.problems).toEqual([]);
  });

  test.skipIf(host.name === 'browser')(
    `opens no second window${leftOut(host.name === 'browser' && 'a browser opens what it likes')}`,
    async () => {
      expect(await app.page.evaluate(() => window.open(window.location.href))).toBeNull();
      expect(app.page.context().pages()).toHaveLength(1);
    },
  );

  test.runIf(host.hasNativeDialogs)(
    `opens the folder that is picked in the native dialog${leftOut(!host.hasNativeDialogs && 'there are none here')}`,
    async () => {
      await isShown(app.page);
      await app.answerDialog(folder.copyProject(join(samples, 'shop')));
      await app.page.keyboard.press('Control+O');
      await showsProject(app.page, 'shop');
    },
  );
});
