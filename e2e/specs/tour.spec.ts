import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { AppUnderTest } from '../harness/app.ts';
import { freshAppForEach } from '../harness/fresh-app.ts';
import { describeOnHosts } from '../harness/hosts.ts';
import { runBecomes } from '../harness/workbench.ts';

/** What the steps behind the first two lead to: the name of their button, and the tab or area that it opens. */
const views: readonly (readonly [button: string, title: string])[] = [
  ['Show the overview', 'Overview'],
  ['Show the flame graph', 'Flame graph'],
  ['Show the findings', 'Findings'],
  ['Show the replay', 'Replay'],
  ['Show the comparison', 'Compare'],
];

describeOnHosts('the tour of a newcomer', (host) => {
  let app: AppUnderTest;
  let page: Page;

  freshAppForEach(host, async (fresh) => {
    ({ app, page } = fresh);
    await offer().waitFor();
  });

  const offer = () => page.getByRole('region', { name: 'Tour' });
  const card = () => page.getByRole('complementary', { name: 'Tour' });
  const press = (name: string) => card().getByRole('button', { name, exact: true }).click();
  const at = (step: number) => card().getByText(`${step} of 7`, { exact: true }).waitFor();
  const opened = (title: string) =>
    page
      .getByRole('tab', { name: title, exact: true, selected: true })
      .or(page.locator(`nav [aria-current=page][aria-label="${title}"]`))
      .waitFor();

  test('leads from the sample to a run and through its views, and is not offered again', async () => {
    await offer().getByRole('button', { name: 'Take the tour' }).click();
    await at(1);
    await press('Open the sample shop');
    await page.getByRole('button', { name: 'Project: sample-shop' }).waitFor();
    await press('Next');
    await at(2);
    await press('Run');
    // Everything can be used meanwhile; what comes next is there while the shop still works.
    await page.locator('.xterm').waitFor();
    await runBecomes(page, 'exit 0');
    for (const [step, [button, view]] of views.entries()) {
      await press('Next');
      await at(step + 3);
      await press(button);
      await opened(view);
    }
    await press('Back');
    await at(6);
    await press('Next');
    await press('Done');
    await card().waitFor({ state: 'detached' });

    await page.reload();
    await page.getByRole('button', { name: 'Project: sample-shop' }).waitFor();
    await page.keyboard.press('Alt+0');
    await page.getByText('How it goes').waitFor();
    expect(await offer().count()).toBe(0);
    expect(app.problems).toEqual([]);
  });

  test('can be skipped before it begins and left at any step, by keyboard', async () => {
    await offer().getByRole('button', { name: 'Take the tour' }).press('Enter');
    await at(1);
    await card().getByRole('button', { name: 'End the tour' }).press('Enter');
    await card().waitFor({ state: 'detached' });
    expect(await offer().count()).toBe(0);
    // Whoever wants it later finds it among the commands.
    await page.keyboard.press('Control+Shift+P');
    await page.getByRole('combobox', { name: 'Search' }).waitFor();
    await page.keyboard.type('take the tour');
    await page.getByRole('option', { name: /^Take the tour/, selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await at(1);
    await press('Open the sample shop');
    await page.getByRole('button', { name: 'Project: sample-shop' }).waitFor();
    await card().getByRole('button', { name: 'End the tour' }).click();
    expect(app.problems).toEqual([]);
  });

  test('is skipped for good by its button', async () => {
    await offer().getByRole('button', { name: 'Skip' }).click();
    await offer().waitFor({ state: 'detached' });
    await page.reload();
    await page.getByText('How it goes').waitFor();
    expect(await offer().count()).toBe(0);
    expect(app.problems).toEqual([]);
  });
});
