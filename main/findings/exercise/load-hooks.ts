import { existsSync, readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { FACTORY, makeElement } from './jsx-factory.ts';

/** As bundlers and the compiler resolve: without an ending, with that of what it will be, a folder's index. */
const endings = '.ts .tsx .mts .cts .js .jsx .mjs .cjs /index.ts /index.tsx /index.js /index.jsx'.split(' ');

const typescript = /\.[mc]?tsx?$/;
/** What bundlers make of such imports is no code. */
const asset = /\.(?:css|s[ac]ss|less|styl|svg|png|jpe?g|gif|webp|avif|ico|woff2?|ttf|mp[34])(?:\?.*)?$/;

/**
 * Lets modules in TypeScript be loaded as they are, with imports as the compiler accepts them, and those with JSX as what has been made of them.
 * @param sources by absolute path
 */
export function installLoadHooks(sources: Readonly<Record<string, string>>): void {
  process.removeAllListeners('warning');
  Object.defineProperty(globalThis, FACTORY, { value: makeElement });
  registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context);
      } catch (error) {
        const found = /^\.{0,2}\//.test(specifier) ? look(specifier, context.parentURL) : null;
        if (found === null) throw error;
        return { url: found, shortCircuit: true };
      }
    },
    load(url, context, next) {
      if (!url.startsWith('file:')) return next(url, context);
      if (asset.test(url)) return { format: 'module', source: 'export default ""', shortCircuit: true };
      const path = fileURLToPath(url);
      const made = sources[path];
      if (made === undefined && !/\.[mc]?tsx?$|\.jsx$/.test(url)) return next(url, context);
      const text = made ?? readFileSync(path, 'utf8');
      const source = typescript.test(url) ? stripTypeScriptTypes(text, { mode: 'transform' }) : text;
      const isScript = /\.c[jt]s$/.test(url) || !/^\s*(?:import|export)\b/m.test(text);
      return { format: isScript ? 'commonjs' : 'module', source, shortCircuit: true };
    },
  });
}

function look(specifier: string, parent: string | undefined): string | null {
  if (parent === undefined) return null;
  const bare = specifier.replace(/\.([mc]?)jsx?$/, '');
  for (const ending of endings) {
    for (const base of new Set([specifier, bare])) {
      const url = new URL(base + ending, parent);
      if (existsSync(fileURLToPath(url))) return url.href;
    }
  }
  return null;
}
