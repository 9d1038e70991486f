import Module from 'node:module';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { disguises, replaceMethod } from '../disguise.ts';
import type { Place } from '../instrument/embedded.ts';
import { HANDLE, SHARED_HANDLE } from '../instrument/prologue.ts';
import type { Tracer } from '../tracer.ts';

// Captured before the app can replace them.
const { apply, construct } = Reflect;
const { defineProperty, hasOwn } = Object;
const { isContext, runInContext } = vm;

type Before = (args: unknown[], self: object) => void;

/** Calls `before` with the arguments, which it may change. */
function prepare(holder: object, key: string, before: Before): void {
  replaceMethod(
    holder,
    key,
    (original) =>
      function (this: unknown, ...args) {
        before(args, this as object);
        return apply(original, this, args);
      },
  );
}

/**
 * Rewrites the modules that test runners and bundlers compile by `node:vm`: in wrappers of their own, and often in contexts of
 * their own. Texts without the name of a file of the project run as they stand.
 */
export function hookVm(tracer: Tracer): void {
  const scripts = new WeakSet<object>();
  const share = (context: object) => shareRecorder(tracer, context);

  /** The text to compile; the same where nothing is to be traced. */
  function rewrite(source: unknown, options: unknown, isBody: boolean): unknown {
    const { filename, lineOffset, columnOffset } = settings(options);
    const file = typeof source === 'string' ? fileOf(filename) : undefined;
    if (file === undefined) return source;
    const place: Place = { isBody, line: lineOffset ?? 0, column: columnOffset ?? 0 };
    return tracer.rewrite(file, filename as string, source as string, false, true, place);
  }

  prepare(vm, 'compileFunction', (args) => {
    const [source, , options] = args;
    args[0] = rewrite(source, options, true);
    if (args[0] !== source) share((options as { parsingContext?: object }).parsingContext ?? globalThis);
  });
  prepare(vm, 'runInThisContext', (args) => {
    const [source, options] = args;
    args[0] = rewrite(source, options, false);
    if (args[0] !== source) share(globalThis);
  });
  prepare(vm, 'runInContext', (args) => {
    const [source, context, options] = args;
    if (!isShareable(context)) return;
    args[0] = rewrite(source, options, false);
    if (args[0] !== source) share(context);
  });

  const { Script } = vm;
  vm.Script = new Proxy(Script, {
    construct(target, args: unknown[], newTarget) {
      const [source, options] = args;
      const text = rewrite(source, options, false);
      if (text === source) return construct(target, args, newTarget) as object;
      args[0] = text;
      const script = construct(target, args, newTarget) as object;
      scripts.add(script);
      return script;
    },
  });
  disguises.set(vm.Script, Script as never);
  prepare(Script.prototype, 'runInThisContext', (_, script) => {
    if (scripts.has(script)) share(globalThis);
  });
  prepare(Script.prototype, 'runInContext', ([context], script) => {
    if (scripts.has(script) && isShareable(context)) share(context);
  });
  Module.syncBuiltinESMExports();
}

/** Lets functions of a context find the recorder, where all contexts have it alike. */
export function shareRecorder(tracer: Tracer, context: object): void {
  if (hasOwn(context, SHARED_HANDLE)) return;
  const value = (Module as unknown as Record<string, unknown>)[HANDLE];
  defineProperty(context, SHARED_HANDLE, { value, configurable: true });
  if (context === globalThis) return;
  const [functions, errors] = runInContext('[Function.prototype,Error]', context);
  tracer.hideIn(functions, errors);
}

interface Settings {
  readonly filename?: unknown;
  readonly lineOffset?: number;
  readonly columnOffset?: number;
}

const settings = (options: unknown): Settings =>
  typeof options === 'object' && options !== null ? (options as Settings) : { filename: options };

/** The file on disk that a script's name means; loaders write paths, URLs, and queries behind them. */
export function fileOf(name: unknown): string | undefined {
  if (typeof name !== 'string') return undefined;
  try {
    return name.startsWith('file:') ? fileURLToPath(name) : name.replace(/\?.*$/, '');
  } catch {
    return undefined;
  }
}

function isShareable(context: unknown): context is object {
  return typeof context === 'object' && context !== null && isContext(context);
}
