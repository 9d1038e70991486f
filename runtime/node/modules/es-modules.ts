import Module from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Tracer } from '../tracer.ts';
import { currentExtensions, hasForeignCompilers, hookCompile } from './commonjs.ts';

interface LoadResult {
  format?: string | null;
  source?: string | ArrayBuffer | NodeJS.TypedArray | null;
}

type NextLoad = (url: string, context: unknown) => LoadResult;

interface ModuleApi {
  registerHooks?: (hooks: { load: (url: string, context: unknown, next: NextLoad) => LoadResult }) => unknown;
  stripTypeScriptTypes?: (source: string) => string;
}

const { registerHooks, stripTypeScriptTypes } = Module as unknown as ModuleApi;

export const hasLoadHook = registerHooks !== undefined;

/** Node 22.15 and later: one synchronous hook sees every module and every CommonJS file, on this thread. */
export function hookLoad(tracer: Tracer): void {
  const extensions = currentExtensions();
  let compileHooked = false;
  registerHooks?.({
    load(url, context, next) {
      if (!compileHooked && hasForeignCompilers(extensions)) {
        compileHooked = true;
        hookCompile(tracer);
      }
      const result = next(url, context);
      if (!url.startsWith('file:')) return result;
      // Behind a foreign compiler only `_compile` has the text that will run.
      return compileHooked && result.format?.startsWith('commonjs')
        ? result
        : rewriteResult(tracer, url, result);
    },
  });
}

function rewriteResult(tracer: Tracer, url: string, result: LoadResult): LoadResult {
  const { format } = result;
  if (!format || !/^(?:module|commonjs)(?:-typescript)?$/.test(format)) return result;
  const source = textOf(result.source);
  if (source === undefined) return result;
  const file = fileURLToPath(url);
  if (!tracer.rewriter.scope.covers(file)) return result;
  const module = format.startsWith('module');
  const script = format.endsWith('-typescript') ? stripTypes(source) : source;
  if (script === undefined) return result;
  const rewritten = tracer.rewrite(file, module ? url : file, script, module);
  return rewritten === script ? result : { ...result, source: rewritten };
}

function textOf(source: LoadResult['source']): string | undefined {
  if (typeof source === 'string') return source;
  if (source === null || source === undefined) return undefined;
  return Buffer.from(source as Uint8Array).toString('utf8');
}

/** Types replaced by spaces, as Node itself does next; undefined where it cannot, and then says so itself. */
function stripTypes(source: string): string | undefined {
  const { emitWarning } = process;
  try {
    // The function warns that it is experimental; the app did not call it.
    process.emitWarning = () => {};
    return stripTypeScriptTypes?.(source);
  } catch {
    return undefined;
  } finally {
    process.emitWarning = emitWarning;
  }
}
