import Module from 'node:module';
import { fileURLToPath } from 'node:url';
import { replaceMethod } from '../disguise.ts';
import { isMapped } from '../instrument/source-map.ts';
import { engineAccepts } from '../parse/engine-check.ts';
import type { Tracer } from '../tracer.ts';
import { currentExtensions, hasForeignCompilers, hookCompile, mayCompileModules } from './commonjs.ts';
import { stripTypes, transformsTypes, transformTypes } from './strip-types.ts';

// Captured before the app can replace it.
const { apply } = Reflect;

interface LoadResult {
  format?: string | null;
  source?: string | ArrayBuffer | NodeJS.TypedArray | null;
}

type NextLoad = (url: string, context: unknown) => LoadResult;

type LoadHook = (url: string, context: unknown, next: NextLoad) => LoadResult;

interface ModuleApi {
  registerHooks?: (hooks: { load: LoadHook }) => { deregister(): void };
}

const { registerHooks } = Module as unknown as ModuleApi;

const NODE_SCHEME = 'node:';
/** How the format ends of a text with types. */
const TYPED = '-typescript';

export const hasLoadHook = registerHooks !== undefined;

/**
 * Node 22.15 and later: one synchronous hook sees every module and every CommonJS file, on this thread. `loadsBuiltin` is told the
 * name of each module of Node's own before the app gets it.
 */
export function hookLoad(tracer: Tracer, loadsBuiltin: (name: string) => void): void {
  if (!registerHooks) return;
  const extensions = currentExtensions();
  let isForeign = false;
  let compileHooked = false;
  let left: string | undefined;
  const seeCompiles = (): void => {
    if (!compileHooked) hookCompile(tracer, false, (source) => source === left);
    compileHooked = true;
  };
  const load: LoadHook = (url, context, next) => {
    if (!isForeign && hasForeignCompilers(extensions)) {
      isForeign = true;
      seeCompiles();
    }
    if (url.startsWith(NODE_SCHEME)) loadsBuiltin(url.slice(NODE_SCHEME.length));
    const result = next(url, context);
    if (!url.startsWith('file:')) return result;
    if (!compileHooked && compilesModules(result.source)) seeCompiles();
    const rewritten = rewriteResult(tracer, url, result, !isForeign);
    left = compileHooked && !isForeign && rewritten === result ? textOf(result.source) : undefined;
    return rewritten;
  };
  let ours = registerHooks({ load });
  // The last hook registered sees what the others have made of a text, so that ours must stay the last.
  replaceMethod(Module, 'registerHooks', (original) => {
    const holder = {
      registerHooks(this: unknown, ...args: unknown[]): unknown {
        const theirs = apply(original, this, args);
        ours.deregister();
        ours = registerHooks({ load });
        return theirs;
      },
    };
    return holder.registerHooks;
  });
  Module.syncBuiltinESMExports();
}

/** `isNodes`: Node itself compiles what is required. */
function rewriteResult(tracer: Tracer, url: string, result: LoadResult, isNodes: boolean): LoadResult {
  const format = settledFormat(url, result.format);
  if (!/^(?:module|commonjs)(?:-typescript)?$/.test(format)) return result;
  const source = textOf(result.source);
  if (source === undefined) return result;
  const file = fileURLToPath(url);
  if (!tracer.rewriter.scope.covers(file, isMapped(source))) return result;
  const module = format.startsWith('module');
  // Behind a foreign compiler only `_compile` has the text that will run.
  if (!module && !isNodes) return result;
  const isTransformed = format.endsWith(TYPED) && transformsTypes();
  const script = !format.endsWith(TYPED)
    ? source
    : isTransformed
      ? transformTypes(source, file)
      : stripTypes(source);
  if (script === undefined) return result;
  // Where Node only tries whether it is CommonJS it asks for the text again, as a module, if it is not.
  const isTried = format !== result.format;
  let rewritten = tracer.rewrite(file, module ? url : file, script, module, isTried);
  // What `require` is given is not asked for again, but tried as a module as it stands.
  if (isTried && !result.format && rewritten === script && isOnlyAModule(script)) {
    rewritten = tracer.rewrite(file, url, script, true, true);
  }
  if (rewritten === script) return result;
  // What has been transformed must not be so again, for its source map leads to the original.
  return isTransformed
    ? { ...result, format: format.slice(0, -TYPED.length), source: rewritten }
    : { ...result, source: rewritten };
}

/** Whether the engine refuses the text as CommonJS, as it does all that only a module may hold. */
function isOnlyAModule(script: string): boolean {
  return /\b(?:import|export|await)\b/.test(script) && !engineAccepts(script, false);
}

/** Asked of every text that is loaded, so that it makes no string of those without the word. */
function compilesModules(source: LoadResult['source']): boolean {
  if (!source) return false;
  const isText = typeof source === 'string';
  const text = isText || Buffer.isBuffer(source) ? source : Buffer.from(source as Uint8Array);
  return text.includes('_compile') && mayCompileModules(isText ? source : String(text));
}

/** Where no package.json has a `type` Node leaves the format open: it tries CommonJS first. */
function settledFormat(url: string, format: string | null | undefined): string {
  if (format === 'typescript') return 'commonjs-typescript';
  if (format) return format;
  return /\/[^/.]+$|\.js$/.test(url) ? 'commonjs' : '';
}

function textOf(source: LoadResult['source']): string | undefined {
  if (typeof source === 'string') return source;
  if (source === null || source === undefined) return undefined;
  return Buffer.from(source as Uint8Array).toString('utf8');
}
