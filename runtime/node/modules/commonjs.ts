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
 * are required. `isLeft`: whether the load hook has seen the text and left it alone.
 */
export function hookCompile(tracer: Tracer, modules = false, isLeft = (_source: string) => false): void {
  let nodes: object | undefined;
  replaceMethod(Module.prototype as object, '_compile', (original) => {
    nodes = original;
    const compile: Compile = function (this: unknown, ...args) {
      const [source, file, format] = args as unknown[];
      const isModule = format === 'module';
      if (
        typeof source === 'string' &&
        typeof file === 'string' &&
        (modules || !isModule) &&
        !isDone(source) &&
        !isLeft(source)
      ) {
        const name = isModule ? pathToFileURL(file).href : file;
        (args as unknown[])[0] = tracer.rewrite(file, name, source, isModule);
      }
      return apply(original, this, args);
    };
    return compile as never;
  });
  // Stack traces name a method by where it is found; one that is found nowhere needs a name of its own.
  if (nodes) Object.defineProperty(nodes, 'name', { value: '_compile', configurable: true });
}

/** Whether the load hook has rewritten it already. */
function isDone(source: string): boolean {
  return source.includes(`.${HANDLE};`);
}

/**
 * Whether a text that is loaded may compile modules itself, as `require-from-string` does, whose texts no load hook sees. Others
 * have methods of that name as well, but do not know of modules.
 */
export function mayCompileModules(source: string): boolean {
  return (
    /\b_compile\b/.test(source) &&
    /(['"`])(?:node:)?module\1|\bmodule\.(?:constructor|parent|children)\b/.test(source)
  );
}

/** Whether somebody else compiles CommonJS files: then only `_compile` sees the text that will run. */
export function hasForeignCompilers(originals: ReadonlyMap<string, unknown>): boolean {
  const extensions = (Module as unknown as { _extensions: Record<string, unknown> })._extensions;
  return Object.keys(extensions).some((extension) => extensions[extension] !== originals.get(extension));
}

export function currentExtensions(): ReadonlyMap<string, unknown> {
  return new Map(Object.entries((Module as unknown as { _extensions: object })._extensions));
}
