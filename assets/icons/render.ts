/*
 * Renders icon.svg to icon.png, 512 pixels square with a transparent ground: node assets/icons/render.ts
 * With two numbers of pixels and a folder it writes other sizes: node assets/icons/render.ts 16 32 /tmp
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';

const here = fileURLToPath(new URL('.', import.meta.url));
const svg = readFileSync(join(here, 'icon.svg'), 'utf8');
const sizes = process.argv.slice(2).filter((word) => /^\d+$/.test(word));
const folder = process.argv.slice(2).find((word) => !/^\d+$/.test(word));

const browser = await playwright.launch({
  executablePath: await chromium.executablePath(),
  args: chromium.args,
  headless: true,
});
try {
  const page = await browser.newPage();
  for (const size of sizes.length > 0 ? sizes.map(Number) : [512]) {
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
    const png = await page.screenshot({ omitBackground: true, type: 'png' });
    writeFileSync(join(folder ?? here, sizes.length > 0 ? `icon-${size}.png` : 'icon.png'), png);
  }
} finally {
  await browser.close();
}
