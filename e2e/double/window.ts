import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type * as Electron from 'electron';
import type { Page } from 'playwright-core';
import { app } from './app.ts';
import { nativeTheme } from './native.ts';
import { openPage } from './pages.ts';
import { preventable } from './preventable.ts';
import { fromShown, toShown } from './session.ts';
import { WebContents } from './web-contents.ts';

/** What the double insists on: the preferences that keep a page away from Node and other origins. */
const required = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webSecurity: true,
} as const;

/** A window of the app: a page of the double's Chromium. */
export class BrowserWindow
  extends EventEmitter
  implements
    Pick<
      Electron.BrowserWindow,
      | 'focus'
      | 'getNormalBounds'
      | 'isMaximized'
      | 'isMinimized'
      | 'loadURL'
      | 'maximize'
      | 'restore'
      | 'setBackgroundColor'
      | 'show'
    >
{
  readonly webContents: WebContents;
  readonly #bounds: Electron.Rectangle;
  readonly #page: Promise<Page>;
  #isMaximized = false;

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    const { x = 0, y = 0, width = 800, height = 600, webPreferences = {} } = options;
    for (const [name, value] of Object.entries(required)) {
      if (webPreferences[name as keyof typeof required] !== value)
        throw new Error(`${name} must be ${value}`);
    }
    this.#bounds = { x, y, width, height };
    const preload = webPreferences.preload ? readFileSync(webPreferences.preload, 'utf8') : '';
    this.webContents = new WebContents(preload);
    this.#page = this.#open();
    app.emit('web-contents-created', preventable({}), this.webContents);
  }

  async #open(): Promise<Page> {
    const page = await openPage(this.webContents);
    await page.setViewportSize({ width: this.#bounds.width, height: this.#bounds.height });
    const showTheme = () =>
      void page
        .emulateMedia({ colorScheme: nativeTheme.shouldUseDarkColors ? 'dark' : 'light' })
        .catch(() => {});
    nativeTheme.on('updated', showTheme);
    showTheme();
    page.once('load', () => this.emit('ready-to-show'));
    page.once('close', () => {
      nativeTheme.off('updated', showTheme);
      this.emit('close', preventable({}));
      this.webContents.closed();
      this.emit('closed');
      app.emit('window-all-closed');
    });
    return page;
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.#page;
    const target = toShown(url);
    if (target === url) throw new Error(`the double cannot show ${url}`);
    this.webContents.expectNavigation(fromShown(target));
    await page.goto(target);
  }

  getNormalBounds(): Electron.Rectangle {
    return this.#bounds;
  }

  isMaximized(): boolean {
    return this.#isMaximized;
  }

  maximize(): void {
    this.#isMaximized = true;
  }

  isMinimized(): boolean {
    return false;
  }

  restore(): void {}
  show(): void {}
  setBackgroundColor(_colour: string): void {}

  focus(): void {
    void this.#page.then((page) => page.bringToFront());
  }
}
