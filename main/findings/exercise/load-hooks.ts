import { existsSync, readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';

/** As bundlers and the compiler resolve: without an ending, with that of what it will be, a folder's index. */
const endings = ['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '/index.ts', '/index.js'];

const typescript = /\.[mc]?ts$/;

/** Lets modules in TypeScript be loaded as they are, with imports as the compiler accepts them. JSX is not understood. */
export function installLoadHooks(): void {
  process.removeAllListeners('warning');
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
      if (!url.startsWith('file:') || !typescript.test(url)) return next(url, context);
      const text = readFileSync(fileURLToPath(url), 'utf8');
      const source = stripTypeScriptTypes(text, { mode: 'transform' });
      const isScript = url.endsWith('.cts') || !/^\s*(?:import|export)\b/m.test(text);
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
