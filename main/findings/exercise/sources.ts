import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lowerJsx } from './lower-jsx.ts';

/** Only such a file is parsed for JSX. */
const mayHold = /\.[jt]sx$|\.m?js$/;
const looksLike = /<\/|\/>/;

/**
 * What modules with JSX become, by absolute path; each is read once.
 * @param root absolute
 * @returns by modules, relative to the project
 */
export function createSources(
  root: string,
): (modules: readonly string[]) => Readonly<Record<string, string>> {
  const known = new Map<string, string | null>();
  const madeOf = (module: string): string | null => {
    const before = known.get(module);
    if (before !== undefined) return before;
    const made = lowered(join(root, module));
    known.set(module, made);
    return made;
  };
  return (modules) => {
    const found: Record<string, string> = {};
    for (const module of modules) {
      const made = mayHold.test(module) ? madeOf(module) : null;
      if (made !== null) found[join(root, module)] = made;
    }
    return found;
  };
}

function lowered(path: string): string | null {
  try {
    const text = readFileSync(path, 'utf8');
    return looksLike.test(text) ? lowerJsx(path, text) : null;
  } catch {
    return null;
  }
}
