import Module from 'node:module';
import { pathToFileURL } from 'node:url';
import { replaceMethod } from '../disguise.ts';
import { HANDLE } from '../instrument/prologue.ts';
import type { Tracer } from '../tracer.ts';

// Captured before the app can replace it.
const { apply } = Reflect;

/** What `module.prototype._compile` gets, from Node's own loader and from those of tsx, ts-node and the like. */
type Compile = (this: unknown, source: unknown, file: unknown, format?: unknown) => unknown;

/**
 * Rewrites every CommonJS text as it is compiled. The wrapper is one more frame on the stack while a module's top
 * level runs, so that it is put in place only where the load hook does not see all texts. `modules`: nor those of ES modules that
 * are required.
 */
export function hookCompile(tracer: Tracer, modules = false): void {
  replaceMethod(Module.prototype as object, '_compile', (original) => {
    const compile: Compile = function (this: unknown, ...args) {
      const [source, file, format] = args as unknown[];
      const isModule = format === 'module';
      if (
        typeof source === 'string' &&
        typeof file === 'string' &&
        (modules || !isModule) &&
        !isDone(source)
      ) {
        const name = isModule ? pathToFileURL(file).href : file;
        (args as unknown[])[0] = tracer.rewrite(file, name, source, isModule);
      }
      return apply(original, this, args);
    };
    return compile as never;
  });
}

/** Whether the load hook has rewritten it already. */
function isDone(source: string): boolean {
  return source.includes(`.${HANDLE};`);
}

/** Whether somebody else compiles CommonJS files: then only `_compile` sees the text that will run. */
export function hasForeignCompilers(originals: ReadonlyMap<string, unknown>): boolean {
  const extensions = (Module as unknown as { _extensions: Record<string, unknown> })._extensions;
  return Object.keys(extensions).some((extension) => extensions[extension] !== originals.get(extension));
}

export function currentExtensions(): ReadonlyMap<string, unknown> {
  return new Map(Object.entries((Module as unknown as { _extensions: object })._extensions));
}
