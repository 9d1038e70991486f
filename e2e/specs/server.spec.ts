import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { launchChromium, type RunningServer, startServe } from '../harness/browser.ts';
import { type TemporaryFolder, temporaryFolder } from '../harness/folders.ts';

describe('the browser host, among other sites in the same browser', () => {
  let folder: TemporaryFolder;
  let server: RunningServer;
  let browser: Browser | null;
  let address: URL;

  beforeEach(async () => {
    folder = temporaryFolder();
    browser = null;
    server = await startServe({ dataDir: join(folder.path, 'data') });
    address = new URL(server.url);
  });
  afterEach(async () => {
    await browser?.close();
    await server.stop();
    folder.dispose();
  });

  /** A page of another site: a local server of its own, so that nothing is looked up. */
  async function foreignPage() {
    const site = createServer((_request, response) => response.end('<!doctype html><title>foreign</title>'));
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    browser = await launchChromium();
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
    site.close();
    site.closeAllConnections();
    return page;
  }

  test('a foreign site gets no socket, not even with the token', async () => {
    const page = await foreignPage();
    const outcome = await page.evaluate(
      ([host, token]) =>
        new Promise((resolve) => {
          const socket = new WebSocket(`ws://${host}/contract`, ['callscape', `callscape.token.${token}`]);
          socket.onopen = () => resolve('open');
          socket.onclose = ({ code }) => resolve(code);
        }),
      [address.host, address.hash.replace('#token=', '')],
    );
    expect(outcome).toBe(1006);
  });

  test('a foreign site can neither read, load nor frame its files', async () => {
    const page = await foreignPage();
    const outcome = await page.evaluate(async (origin) => {
      const read = await fetch(`${origin}/`).then(
        () => 'read',
        () => 'blocked',
      );
      const picture = new Image();
      const load = new Promise((resolve) => {
        picture.onload = () => resolve('loaded');
        picture.onerror = () => resolve('blocked');
      });
      picture.src = `${origin}/`;
      const frame = document.createElement('iframe');
      const framed = new Promise((resolve) => {
        frame.onload = () => resolve(frame.contentWindow?.length);
      });
      frame.src = `${origin}/`;
      document.body.append(frame);
      return { read, load: await load, framed: await framed };
    }, address.origin);
    expect(outcome).toMatchObject({ read: 'blocked', load: 'blocked' });
    const [, inner] = page.frames();
    expect(await inner?.evaluate(() => document.querySelector('#app'))).toBeNull();
  });

  test('a site whose name leads here is turned away with the address to open', async () => {
    browser = await launchChromium([`--host-resolver-rules=MAP evil.example 127.0.0.1:${address.port}`]);
    const page = await browser.newPage();
    const response = await page.goto('http://evil.example/');
    expect(response?.status()).toBe(403);
    expect(await page.textContent('body')).toContain(address.origin);
  });

  test('a page of an earlier start says that there is a new address', async () => {
    browser = await launchChromium();
    const page = await browser.newPage();
    await page.goto(server.url);
    await page
      .getByRole('button', { name: /Search/ })
      .first()
      .waitFor();
    await server.stop();
    server = await startServe({ dataDir: join(folder.path, 'data') }, Number(address.port));
    await page
      .getByText(/does not belong to the Callscape that runs now/)
      .first()
      .waitFor();
    await page.goto('about:blank');
    await page.goto(server.url);
    await page
      .getByRole('button', { name: /Search/ })
      .first()
      .waitFor();
    expect(await page.getByText(/does not belong/).count()).toBe(0);
  });

  test('a page without a token says how to get one', async () => {
    browser = await launchChromium();
    const page = await browser.newPage();
    await page.goto(address.origin);
    await page
      .getByText(/opened without its token/)
      .first()
      .waitFor();
  });
});
