import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchChromium } from '../../e2e/harness/browser.ts';
import { heapBytes } from './frames.ts';

export interface PeerFigures {
  readonly fileBytes: number;
  /** From the navigation to the first picture of the profile; NaN when it did not come. */
  readonly loadMs: number;
  /** NaN where there was no picture. */
  readonly heapBytes: number;
}

const release = fileURLToPath(new URL('../node_modules/speedscope/dist/release', import.meta.url));
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};
/** How long it is waited for. */
export const LONGEST_MS = 180_000;

/** Opens a profile in speedscope as it comes from npm, in the same browser. */
export async function measureSpeedscope(profile: string): Promise<PeerFigures> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://peer').pathname));
    const file = path === '/profile.json' ? profile : join(release, path === '/' ? 'index.html' : path);
    if (!existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const session = await page.context().newCDPSession(page);
    const began = performance.now();
    await page.goto(`${origin}/#profileURL=${encodeURIComponent(`${origin}/profile.json`)}&title=bench`);
    // The buttons of the orders come with the first picture.
    const loadMs = await page
      .getByText('Left Heavy')
      .waitFor({ timeout: LONGEST_MS })
      .then(
        () => performance.now() - began,
        () => Number.NaN,
      );
    // A page that ran out of memory, or is still at work, does not say how much it has.
    const heap = Number.isNaN(loadMs) ? Number.NaN : await heapBytes(session);
    return { fileBytes: statSync(profile).size, loadMs, heapBytes: heap };
  } finally {
    await browser.close();
    server.close();
  }
}
