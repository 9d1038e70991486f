import type { TextEdit } from '../text-edit.ts';

/** Where a package-lock.json says what the project itself declares. */
function rootOf(text: string): { readonly start: number; readonly text: string } | null {
  const found = /"packages"\s*:\s*\{\s*""\s*:\s*\{[\s\S]*?\n {4}\}/.exec(text);
  return found && { start: found.index, text: found[0] };
}

/** Takes a package out of what the lock file says of the project itself; the packages that nothing needs any more go with the next installation. */
export function removeLocked(text: string, name: string): TextEdit | null {
  const root = rootOf(text);
  const entry = root && new RegExp(`\\n\\s*"${name}": "[^"\\n]*",?`).exec(root.text);
  if (root === null || entry === null) return null;
  const start = root.start + entry.index;
  const end = start + entry[0].length;
  const isLast = !entry[0].endsWith(',') && text[start - 1] === ',';
  return { start: isLast ? start - 1 : start, end, text: '' };
}

/** Adds a package that the lock file knows already to what it says of the project itself; `null` where it does not. */
export function addLocked(
  text: string,
  group: 'dependencies' | 'devDependencies',
  name: string,
  range: string,
): TextEdit | null {
  const root = rootOf(text);
  if (root === null || !text.includes(`"node_modules/${name}": {`)) return null;
  const found = new RegExp(`"${group}": \\{\\n([\\s\\S]*?)\\n *\\}`).exec(root.text);
  if (found === null) return null;
  const start = root.start + found.index + found[0].indexOf('\n') + 1;
  const lines = (found[1] ?? '').split('\n');
  const indent = /^ */.exec(lines[0] ?? '')?.[0] ?? '';
  const entry = `${indent}"${name}": "${range}"`;
  const before = lines.findLastIndex((line) => (/"([^"]+)"/.exec(line)?.[1] ?? '') < name);
  const offset = start + lines.slice(0, before + 1).reduce((sum, line) => sum + line.length + 1, 0);
  if (before + 1 < lines.length) return { start: offset, end: offset, text: `${entry},\n`, shared: true };
  return { start: offset - 1, end: offset - 1, text: `,\n${entry}`, shared: true };
}
