import { globSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { launchChromium, startServe } from '../../e2e/harness/browser.ts';

/** The first picture: how large what is analysed is and how far that has come, or more. Exercise shows what one asks with. */
const picture: Readonly<Record<string, string>> = {
  Overview: '[aria-label=Analysis] [data-known], [aria-label="Figures of the analysis"] [data-known]',
  Findings: '[aria-label=Analysis] [data-known], [aria-label=Summary] dd',
  Fixes: 'main [data-known]',
  Exercise: 'main button',
};

/**
 * What the analysis itself has to say first: something that was worked out of this project or its recording, and for Exercise, which shows
 * nothing before a person asks for it, what one asks with.
 */
const data: Readonly<Record<string, string>> = {
  Overview: '[aria-label="Figures of the analysis"] [data-known]',
  Findings: '[aria-label=Summary] dd',
  Fixes: 'main [data-known]:not([aria-label=Analysis] *)',
  Exercise: 'main button',
};

export interface FirstPicture {
  /** From the press to the frame after it shows what is analysed, and how far that is. */
  readonly pictureMs: number;
  /** From the press to the frame after something of what the analysis found is there. */
  readonly dataMs: number;
  /** From the press to the frame after nothing of it is missing any more. */
  readonly wholeMs: number;
  /** The same, from when the recording was opened in the page. */
  readonly afterOpeningMs: number;
}

/** Removes what analyses have kept of the recordings in a data directory. */
export function forgetFacts(dataDir: string): void {
  for (const file of globSync('projects/*/recordings/*-facts', { cwd: dataDir })) rmSync(join(dataDir, file));
}

/** A view pressed `restMs` after the recording was opened at another one, in an app that has just started. */
export async function measureFirst(
  dataDir: string,
  place: string,
  view: string,
  restMs: number,
): Promise<FirstPicture> {
  const server = await startServe({ dataDir });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(server.url);
    await page.getByText('How it goes').waitFor();
    const opened = performance.now();
    await page.goto(`${new URL(server.url).origin}/#${place}/functions`);
    await page.locator('#tab-functions[aria-selected=true]').waitFor();
    await page.waitForTimeout(restMs);
    const pressed = performance.now();
    const wanted = [view, picture[view] ?? 'main', data[view] ?? 'main'] as const;
    const { pictureMs, dataMs, wholeMs } = await page.evaluate(pressAndWait, wanted);
    return { pictureMs, dataMs, wholeMs, afterOpeningMs: pressed - opened + wholeMs };
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Runs in the page. */
async function pressAndWait([view, first, wanted]: readonly [string, string, string]) {
  const tab = [...document.querySelectorAll<HTMLElement>('[role=tab], nav[aria-label=Areas] button')].find(
    (each) => each.textContent === view || each.ariaLabel === view,
  );
  const began = performance.now();
  const until = async (isThere: () => boolean): Promise<number> => {
    do {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      if (performance.now() - began > 30_000) throw new Error(`${view} did not come within 30 s`);
    } while (!isThere());
    return performance.now() - began;
  };
  const isShown = (): boolean => tab?.ariaSelected === 'true' || tab?.ariaCurrent === 'page';
  const has = (selector: string): boolean => document.querySelector(selector) !== null;
  tab?.click();
  const pictureMs = await until(() => isShown() && has(first));
  const dataMs = await until(() => isShown() && has(wanted));
  const missing =
    'main [aria-busy=true], main [data-busy=true], main [aria-label=Analysis], main [aria-label="Fixes being worked out"]';
  const wholeMs = await until(() => !has(missing));
  return { pictureMs, dataMs, wholeMs };
}
