import type { BrowserContext, Frame, Page, Request, Route } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { announceWindow } from './control.ts';
import { bindingName, pageSide } from './page-side.ts';
import { answer, fromShown, toShown } from './session.ts';
import type { WebContents } from './web-contents.ts';

const windows = new Map<Page, WebContents>();
let prepared: Promise<BrowserContext> | null = null;

/** Opens a page for a window's contents, with its preload script in place and its requests answered by the host. */
export async function openPage(contents: WebContents): Promise<Page> {
  prepared ??= prepare();
  const context = await prepared;
  const page = await context.newPage();
  windows.set(page, contents);
  page.once('close', () => windows.delete(page));
  contents.attach(page);
  await page.exposeBinding(bindingName, ({ frame }, envelope: string) => contents.call(frame, envelope));
  const origin = toShown('callscape://app');
  const preload = `(require, module, exports) => {\n${contents.preload}\n}`;
  await page.addInitScript({
    content: `(${pageSide})(${preload}, ${JSON.stringify(origin)}, ${JSON.stringify(bindingName)});`,
  });
  announceWindow();
  return page;
}

async function prepare(): Promise<BrowserContext> {
  const context = await openBrowser();
  await context.route('**/*', decide);
  return context;
}

async function decide(route: Route): Promise<void> {
  const request = route.request();
  if (request.isNavigationRequest()) {
    const frame = frameOf(request);
    const contents = frame && windows.get(frame.page());
    if (!contents) {
      await refusePopup(route, frame);
      return;
    }
    if (!contents.mayNavigate(frame, fromShown(request.url()))) {
      await route.abort('aborted');
      return;
    }
  }
  await answer(route);
}

/** A link with a target of its own made Chromium open a page; Electron would have asked before. */
async function refusePopup(route: Route, frame: Frame | null): Promise<void> {
  const url = fromShown(route.request().url());
  await route.abort('blockedbyclient');
  for (const contents of windows.values()) contents.askToOpen(url);
  await frame?.page().close();
}

function frameOf(request: Request): Frame | null {
  try {
    return request.frame();
  } catch {
    // A page of its own that is only just being opened.
    return null;
  }
}
