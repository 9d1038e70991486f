import Module from 'node:module';
import { types } from 'node:util';
import type { Rewritten } from '../instrument/edits.ts';
import { lineStarts } from '../instrument/lines.ts';
import { originalMap } from '../instrument/original-map.ts';
import type { LoadedFiles } from '../loaded-files.ts';

/** Ends a rewritten text: for a script with a source map, and for no other, Node asks what line to print. */
export const MAP_COMMENT = '\n//# sourceMappingURL=data:,';

/** Texts longer than this (UTF-16 units) are not worth the time that the end of the process would take. */
const MAX_LENGTH = 2_000_000;
/** Files that are looked at when the error does not say where it comes from. */
const MAX_FILES = 100;

interface Compiling {
  _compile(source: string, file: string): unknown;
}

// Captured before the app can replace it.
const { apply } = Reflect;
const compile = (Module.prototype as unknown as Compiling)._compile;
const { setSourceMapsEnabled } = process as { setSourceMapsEnabled?: (enabled: boolean) => void };
/** Node 20 prints a blank line too many below what a map says. */
const isExact = Number.parseInt(process.versions.node, 10) >= 22;
const ownStack = Object.getOwnPropertyDescriptor(new Error(''), 'stack');
/** Node forgets the map of a module that is gone. */
const kept: unknown[] = [];

/**
 * Above an uncaught error Node prints the line that has thrown. It has the line of the original text, as long as source maps are
 * enabled and it has met one for the file; both happen only here, where nothing of the app runs any more.
 */
export function showOriginalLines(files: LoadedFiles, error: unknown): void {
  try {
    if (!isExact || (process as { sourceMapsEnabled?: boolean }).sourceMapsEnabled) return;
    // As it stands now: what is formatted later would go through the maps.
    const stack = stackOf(error);
    const all = files.named();
    const named = all.filter(([name]) => stack.includes(name));
    for (const [name, rewritten] of named.length > 0 ? named : all.slice(-MAX_FILES)) {
      if (rewritten.text.length > MAX_LENGTH) continue;
      // With a map Node leaves `file://` out; worth it only for a line that has changed.
      if (name.startsWith('file:') && !hasChanged(rewritten, topLine(stack, name))) continue;
      const data = Buffer.from(JSON.stringify(originalMap(rewritten, name))).toString('base64');
      setSourceMapsEnabled?.call(process, true);
      const module = new Module(name);
      kept.push(module);
      apply(compile, module, [`//# sourceMappingURL=data:application/json;base64,${data}`, name]);
    }
  } catch {
    // Node prints the line that ran.
  }
}

/** Empty for what is no error, and for one whose stack the app computes. */
function stackOf(error: unknown): string {
  if (!types.isNativeError(error)) return '';
  const own = Object.getOwnPropertyDescriptor(error, 'stack');
  const stack = own && own.get === ownStack?.get ? error.stack : undefined;
  return typeof stack === 'string' ? stack : '';
}

/** Line, from 1, of the innermost frame in the file; 0 where there is none. */
function topLine(stack: string, name: string): number {
  const at = stack.indexOf(`${name}:`);
  return at < 0 ? 0 : Number.parseInt(stack.slice(at + name.length + 1), 10) || 0;
}

function hasChanged({ text, starts }: Rewritten, line: number): boolean {
  const begins = lineStarts(text);
  const begin = begins[line - 1] ?? text.length;
  const end = begins[line] ?? text.length;
  return starts.some((start) => start >= begin && start < end);
}
