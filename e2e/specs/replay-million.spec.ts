import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { heapBytes } from '../../bench/views/frames.ts';
import { type AppUnderTest, goTo, placeOf } from '../harness/app.ts';
import { browserHost } from '../harness/browser.ts';
import { eventually } from '../harness/eventually.ts';
import { type TemporaryFolder, temporaryFolder } from '../harness/folders.ts';
import { record, settled } from '../harness/record.ts';

/** In each of its rounds three lines run, and three variables are set. */
const ROUNDS = 340_000;
const program = `function count(rounds) {
  let sum = 0;
  for (let round = 0; round < rounds; round++) {
    const odd = round & 1;
    sum = sum + odd;
  }
  return sum;
}
console.log(count(${ROUNDS}));
`;
/** The variables of one step, where all that was ever set would be hundreds of megabytes of objects. */
const heapLimit = 60e6;

let folder: TemporaryFolder;
let app: AppUnderTest;
let page: Page;

beforeAll(async () => {
  folder = temporaryFolder();
  const project = join(folder.path, 'counter');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "name": "counter" }\n');
  writeFileSync(join(project, 'count.js'), program);
  writeFileSync(join(project, '.env.tracing'), 'TRACING_DEFAULT_LEVEL=5\nTRACING_OVERHEAD_BUDGET=0\n');
  const dataDir = join(folder.path, 'data');
  const run = await record(dataDir, project, 'steps', [process.execPath, 'count.js']);
  app = await browserHost.start({ dataDir });
  page = app.page;
  await goTo(page, `${placeOf(project)}/r/${run}/replay`);
}, 120_000);
afterAll(async () => {
  await app?.dispose();
  folder.dispose();
});

test('goes through a million steps of a program without loading them', async () => {
  const slider = page.getByRole('slider', { name: 'Step' });
  await slider.waitFor();
  expect(Number(await slider.getAttribute('max'))).toBeGreaterThan(1_000_000);
  const numberOf = async (name: string) => {
    const item = page
      .getByRole('region', { name: 'Variables' })
      .getByRole('listitem')
      .filter({ has: page.getByText(name, { exact: true }) });
    return Number(/\d+/.exec((await item.first().textContent()) ?? '')?.[0] ?? Number.NaN);
  };

  // To where the slider is put: of the rounds before it every second one was odd.
  for (const step of [900_000, 100_000, 500_000]) {
    await slider.fill(String(step));
    await eventually(async () =>
      expect(Math.abs((await numberOf('round')) - Math.floor(step / 3))).toBeLessThan(3),
    );
  }
  await slider.focus();
  /** One press, and what it leads to: the number of the step is there at once, its line and variables as soon as they are read. */
  const press = async (key: string, by: number) => {
    const before = Number(await slider.inputValue());
    await page.keyboard.press(key);
    await eventually(async () => expect(Number(await slider.inputValue())).toBe(before + by));
    await settled(page);
  };
  const current = async () => (await page.locator('.cm-current').textContent()) ?? '';
  await settled(page);
  for (let steps = 0; steps < 3 && !/const odd/.test(await current()); steps++) await press('n', 1);
  expect(await current()).toMatch(/const odd/);
  const round = await numberOf('round');
  expect(await numberOf('sum')).toBe(Math.floor(round / 2));

  // One round on and back, line by line.
  for (let steps = 0; steps < 3; steps++) await press('n', 1);
  expect(await current()).toMatch(/const odd/);
  expect(await numberOf('round')).toBe(round + 1);
  for (let steps = 0; steps < 3; steps++) await press('Shift+N', -1);
  expect(await current()).toMatch(/const odd/);
  expect(await numberOf('round')).toBe(round);

  // Three presses at once: each goes on from where the one before it leads, though nothing of that has been read.
  const start = Number(await slider.inputValue());
  for (let steps = 0; steps < 3; steps++) await page.keyboard.press('n');
  await eventually(async () => expect(Number(await slider.inputValue())).toBe(start + 3));
  await settled(page);
  expect(await current()).toMatch(/const odd/);
  expect(await numberOf('round')).toBe(round + 1);

  // Out of it, past half a million steps.
  await page.keyboard.press('End');
  await eventually(async () => expect(Number(await slider.inputValue())).toBeGreaterThan(1_000_000));
  const session = await page.context().newCDPSession(page);
  expect(await heapBytes(session)).toBeLessThan(heapLimit);
  await session.detach();
  expect(app.problems).toEqual([]);
});
