import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import type { Frame, Page } from 'playwright-core';
import { ipcMain } from './ipc.ts';
import { PageLink, parseEnvelope } from './page-link.ts';
import type { FromPage } from './page-messages.ts';
import type { MessagePortMain } from './ports.ts';
import { preventable } from './preventable.ts';
import { fromShown } from './session.ts';

type OpenHandler = (details: { readonly url: string }) => { readonly action: 'allow' | 'deny' };

/** A frame as a sender of messages: known by identity and by its address. */
class WebFrameMain {
  readonly #frame: Frame;

  constructor(frame: Frame) {
    this.#frame = frame;
  }

  get url(): string {
    return fromShown(this.#frame.url());
  }
}

let lastId = 0;

/** The page of a window, as the desktop host sees it. */
export class WebContents
  extends EventEmitter
  implements Pick<Electron.WebContents, 'getURL' | 'id' | 'postMessage' | 'reload' | 'send'>
{
  readonly id = ++lastId;
  /** Text of the preload script. */
  readonly preload: string;
  #page: Page | null = null;
  #mainFrame: WebFrameMain | null = null;
  #link: PageLink | null = null;
  #openHandler: OpenHandler = () => ({ action: 'allow' });
  #expected: string | null = null;

  constructor(preload: string) {
    super();
    this.preload = preload;
  }

  get mainFrame(): WebFrameMain | null {
    return this.#mainFrame;
  }

  attach(page: Page): void {
    this.#page = page;
    this.#mainFrame = new WebFrameMain(page.mainFrame());
    page.on('crash', () => {
      this.#link?.dispose();
      this.emit('render-process-gone', preventable({}), { reason: 'crashed', exitCode: 1 });
    });
  }

  /** What the page side calls. */
  call(frame: Frame, text: string): Promise<string> | null {
    const envelope = parseEnvelope(text);
    if (this.#link?.document !== envelope.document) {
      this.#link?.dispose();
      const link: PageLink = new PageLink(envelope.document, (message) =>
        this.#received(frame, link, message),
      );
      this.#link = link;
    }
    return this.#link.call(envelope);
  }

  #received(frame: Frame, link: PageLink, message: FromPage): void {
    const isMain = frame === this.#page?.mainFrame();
    const senderFrame = isMain ? this.#mainFrame : new WebFrameMain(frame);
    if (message.t === 'open-window') this.askToOpen(message.url);
    if (message.t === 'invoke') void ipcMain.answer({ sender: this, senderFrame }, link, message);
  }

  getURL(): string {
    return this.#mainFrame?.url ?? '';
  }

  send(channel: string, ...args: unknown[]): void {
    this.#link?.send(channel, args);
  }

  postMessage(channel: string, message: unknown, transfer: readonly Electron.MessagePortMain[] = []): void {
    this.#link?.send(channel, [message], transfer as unknown as readonly MessagePortMain[]);
  }

  reload(): void {
    void this.#page?.reload();
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  /** A page or link asks for a window of its own. */
  askToOpen(url: string): void {
    if (this.#openHandler({ url }).action === 'allow')
      throw new Error(`the double opens no second window (${url})`);
  }

  /** The next navigation to this address is the host's own wish. */
  expectNavigation(url: string): void {
    this.#expected = url;
  }

  /** A frame is about to go somewhere; returns whether it may. */
  mayNavigate(frame: Frame, url: string): boolean {
    const isMainFrame = frame === this.#page?.mainFrame();
    if (isMainFrame && this.#expected === url) {
      this.#expected = null;
      return true;
    }
    const event = preventable({ url, isMainFrame, isSameDocument: false });
    this.emit('will-frame-navigate', event);
    if (isMainFrame) this.emit('will-navigate', event);
    return !event.defaultPrevented;
  }

  closed(): void {
    this.#link?.dispose();
    this.#link = null;
  }
}
