import { isAbsolute } from 'node:path';
import { disguises } from '../disguise.ts';
import type { Place } from '../instrument/embedded.ts';
import type { Tracer } from '../tracer.ts';
import { fileOf, shareRecorder } from './vm-texts.ts';

// Captured before the app can replace them.
const { apply, construct } = Reflect;

/** Where the engine puts the body that the constructor is given: below `async function anonymous(..` and `) {`. */
const BODY: Place = { isBody: true, line: 2, column: 0 };
const STRICT = /^\s*(?:'use strict'|"use strict")/;
const SOURCE_URL = /^\/\/[#@] sourceURL=(\S+)\s*$/m;

/**
 * Rewrites the modules that a loader makes into bodies of async functions, as the development servers of Vite do for what is rendered on
 * the server. The constructor has no name of its own in the language: all find it at the prototype. Bodies that do not say which
 * file of the project they are run as they stand, as do those that are not strict, which a module always is.
 */
export function hookFunctionBodies(tracer: Tracer): void {
  const original = (async () => {}).constructor as FunctionConstructor;

  /** The arguments, of which the last is the body. */
  function rewritten(args: unknown[]): unknown[] {
    const body = args.at(-1);
    if (typeof body !== 'string' || !STRICT.test(body)) return args;
    const name = SOURCE_URL.exec(body)?.[1];
    const file = fileOf(name);
    if (name === undefined || file === undefined || !isAbsolute(file)) return args;
    const text = tracer.rewrite(file, name, body, true, true, BODY);
    if (text === body) return args;
    shareRecorder(tracer, globalThis);
    return [...args.slice(0, -1), text];
  }

  const hooked: FunctionConstructor = new Proxy(original, {
    apply: (target, self, args: unknown[]) => apply(target, self, rewritten(args)),
    construct: (target, args: unknown[], newTarget) =>
      construct(target, rewritten(args), newTarget === hooked ? target : newTarget) as object,
  });
  disguises.set(hooked, original as never);
  Object.defineProperty(original.prototype, 'constructor', { value: hooked });
}
