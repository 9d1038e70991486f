import Module from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as threads from 'node:worker_threads';
import { replaceMethod } from '../disguise.ts';
import { quietly } from '../record/quietly.ts';

// Captured before the app can replace it.
const { apply } = Reflect;
const LOADER_KEY = 'callscape.loader';

/**
 * Node before 22.15 loads ES modules on a thread of its own, where `loader.mjs` rewrites them. The loader registered last gets the
 * texts that the others have made, so that ours is registered anew behind each of the app's; the last one works.
 */
export function startLoader(): void {
  const { register } = Module;
  let count = 0;
  const registerOurs = (): void => {
    const data = ++count;
    // One of its own each time, whatever the thread has loaded.
    quietly(() => register(`${pathToFileURL(join(__dirname, 'loader.mjs'))}?${data}`, { data }));
  };
  // The thread inherits the preloaded hook and must know itself by something.
  threads.setEnvironmentData(LOADER_KEY, true);
  registerOurs();
  threads.setEnvironmentData(LOADER_KEY, undefined as never);
  replaceMethod(Module, 'register', (original) => {
    const holder = {
      register(this: unknown, ...args: unknown[]): unknown {
        const theirs = apply(original, this, args);
        registerOurs();
        return theirs;
      },
    };
    return holder.register;
  });
  Module.syncBuiltinESMExports();
}

/** Threads that Node runs for loaders: nothing of the app runs there. */
export function isLoaderThread(): boolean {
  const { isInternalThread } = threads as { isInternalThread?: boolean };
  return isInternalThread === true || threads.getEnvironmentData(LOADER_KEY) === true;
}
