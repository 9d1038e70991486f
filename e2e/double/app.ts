import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import type * as Electron from 'electron';
import { closeBrowser } from './browser.ts';
import { preventable } from './preventable.ts';

/** The life of the app. Every double is the first instance; a test plays the second one. */
class App
  extends EventEmitter
  implements
    Pick<
      Electron.App,
      'isPackaged' | 'isReady' | 'quit' | 'requestSingleInstanceLock' | 'setPath' | 'whenReady'
    >
{
  readonly isPackaged = false;
  #isReady = false;
  readonly #ready: Promise<void>;

  constructor() {
    super();
    // As in Electron, the app's own module has run to its end before the app is ready.
    this.#ready = new Promise((resolve) => {
      setImmediate(() => {
        this.#isReady = true;
        this.emit('ready');
        resolve();
      });
    });
  }

  isReady(): boolean {
    return this.#isReady;
  }

  whenReady(): Promise<void> {
    return this.#ready;
  }

  requestSingleInstanceLock(_additionalData?: Record<string, unknown>): boolean {
    return true;
  }

  setPath(_name: string, path: string): void {
    if (this.#isReady) throw new Error('paths are set before the app is ready');
    if (!existsSync(path)) throw new Error(`${path} does not exist`);
  }

  quit(): void {
    const event = preventable({});
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.emit('will-quit', preventable({}));
    void closeBrowser().finally(() => process.exit(0));
  }
}

export const app = new App();
