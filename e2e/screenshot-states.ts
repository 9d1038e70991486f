import { openSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { goTo, placeOf } from './harness/app.ts';
import { startBehindRelay } from './harness/browser.ts';
import type { Relay } from './harness/relay.ts';
import { openView, pressRun, runBecomes } from './harness/workbench.ts';

export type Shoot = (page: Page, name: string) => Promise<void>;

/**
 * What a view shows when it has nothing, waits, has a part, or cannot have it, each as a person would meet it: in an app of its own, whose
 * recordings are spoiled at the end. `dataDir` is made.
 */
export async function theStates(dataDir: string, shoot: Shoot): Promise<void> {
  const app = await startBehindRelay({ dataDir });
  try {
    const { page, origin, relay } = app;
    await theTour(page, shoot);
    const shop = join(dataDir, 'samples', 'shop');
    await goTo(page, `${placeOf(shop)}/timeline`);
    await page.getByText('No run is open').waitFor();
    await shoot(page, 'state-empty');
    await thePart(page, relay, shop, shoot);
    await theExercise(page, shoot);

    await openView(page, 'Timeline');
    relay.hold();
    relay.cut();
    await page.getByText(/to the engine was lost/).waitFor();
    await shoot(page, 'state-unreachable');
    relay.release();

    damage(dataDir);
    await page.goto('about:blank');
    await page.goto(`${origin}/#${placeOf(shop)}/functions`);
    await page.getByText('The functions cannot be read').waitFor();
    await shoot(page, 'state-damaged');
  } finally {
    await app.dispose();
  }
}

/** The tour, at its first step, which opens the sample shop. */
async function theTour(page: Page, shoot: Shoot): Promise<void> {
  await page.getByRole('button', { name: 'Take the tour' }).click();
  const card = page.getByRole('complementary', { name: 'Tour' });
  await card.getByRole('button', { name: 'Open the sample shop' }).click();
  await page.getByRole('button', { name: 'Project: sample-shop' }).waitFor();
  await card.getByRole('button', { name: 'Next', exact: true }).click();
  await shoot(page, 'tour');
  await card.getByRole('button', { name: 'End the tour' }).click();
}

/** A run that a small budget throttled; a view that waits for it; an analysis of which the beginning is there. */
async function thePart(page: Page, relay: Relay, shop: string, shoot: Shoot): Promise<void> {
  writeFileSync(join(shop, '.env.tracing'), 'TRACING_OVERHEAD_BUDGET=1\n');
  await openView(page, 'Overview');
  await pressRun(page);
  await runBecomes(page, 'exit 0');
  const strip = page.getByRole('status', { name: 'Analysis' });
  await strip.waitFor();
  relay.hold();
  await page.getByRole('button', { name: 'Hide the panel' }).click();
  await shoot(page, 'state-partial');
  if ((await strip.count()) === 0) throw new Error('The analysis was over before its picture was taken');
  relay.release();
  await openView(page, 'Timeline');
  await shoot(page, 'state-throttled');

  await openView(page, 'Functions');
  relay.hold();
  await page.getByRole('button', { name: 'Files', exact: true }).click();
  await page.getByText('Adding up the calls').waitFor();
  await shoot(page, 'state-loading');
  relay.release();
  await page.getByRole('grid', { name: 'Files' }).waitFor();
}

/** The exported functions, called in a sandbox. */
async function theExercise(page: Page, shoot: Shoot): Promise<void> {
  await openView(page, 'Exercise');
  await page.getByRole('button', { name: 'Call the exported functions' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Call the functions' }).click();
  const fails = page.getByRole('toolbar', { name: 'Results' }).getByRole('button', { name: /^throws/ });
  await fails.waitFor();
  await page.getByRole('status', { name: 'Calling functions' }).waitFor({ state: 'detached' });
  await page.getByRole('grid', { name: 'Outcomes' }).locator('[role=rowgroup] [role=row]').first().click();
  await shoot(page, 'exercise');
}

/** Spoils a recording in its middle, as a bad disk would. */
function damage(dataDir: string): void {
  const recordings = readdirSync(dataDir, { recursive: true, encoding: 'utf8' });
  for (const name of recordings.filter((file) => file.endsWith('.callscape'))) {
    const file = join(dataDir, name);
    const { size } = statSync(file);
    writeSync(openSync(file, 'r+'), Buffer.alloc(size / 2, 0xa5), 0, size / 2, size / 4);
  }
}
