import type { TextEdit } from '../text-edit.ts';

/**
 * Adds an entry to a group of dependencies of a package.json, in its alphabetical place where the others are in order, with the
 * indentation of the file. `null` where the text is written in a way that is not understood.
 */
export function addDependency(
  text: string,
  group: 'dependencies' | 'devDependencies',
  name: string,
  range: string,
): TextEdit | null {
  const edit = dependencyEdit(text, group, name, range);
  return edit && { ...edit, shared: true };
}

function dependencyEdit(
  text: string,
  group: 'dependencies' | 'devDependencies',
  name: string,
  range: string,
): TextEdit | null {
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
  const entry = `${JSON.stringify(name)}: ${JSON.stringify(range)}`;
  const found = new RegExp(`"${group}"\\s*:\\s*\\{([^{}]*)\\}`).exec(text);
  if (found !== null) {
    const start = found.index + found[0].length - 1 - (found[1]?.length ?? 0);
    const entries = [...(found[1] ?? '').matchAll(/"([^"]+)"\s*:\s*"[^"]*"/g)];
    if (entries.length === 0)
      return {
        start,
        end: found.index + found[0].length - 1,
        text: `\n${indent}${indent}${entry}\n${indent}`,
      };
    const after = entries.findLast((one) => (one[1] ?? '') < name);
    if (after === undefined) {
      const at = start + (entries[0]?.index ?? 0);
      return { start: at, end: at, text: `${entry},\n${indent}${indent}` };
    }
    const at = start + after.index + after[0].length;
    return { start: at, end: at, text: `,\n${indent}${indent}${entry}` };
  }
  const last = /([}\]"\w])(\s*)\}\s*$/.exec(text);
  if (last === null) return null;
  const at = last.index + 1;
  return { start: at, end: at, text: `,\n${indent}"${group}": {\n${indent}${indent}${entry}\n${indent}}` };
}

/** Adds a requirement to `dependencies` of a pyproject.toml; `null` where it has no [project] table. */
export function addPythonDependency(text: string, name: string): TextEdit | null {
  const edit = requirementEdit(text, name);
  return edit && { ...edit, shared: true };
}

function requirementEdit(text: string, name: string): TextEdit | null {
  const table = /^\[project\][ \t]*$/m.exec(text);
  if (table === null) return null;
  const start = table.index + table[0].length;
  const next = /^\[/m.exec(text.slice(start));
  const body = text.slice(start, next === null ? text.length : start + next.index);
  const list = /^dependencies\s*=\s*\[([^\]]*)\]/m.exec(body);
  if (list === null) {
    if (/^dynamic\s*=.*dependencies/m.test(body)) return null;
    const at = start + body.trimEnd().length;
    return { start: at, end: at, text: `\ndependencies = ["${name}"]` };
  }
  const inner = list[1] ?? '';
  const close = start + list.index + list[0].length - 1;
  if (inner.trim() === '') return { start: close - inner.length, end: close, text: `"${name}"` };
  const kept = close - (inner.length - inner.trimEnd().length);
  const comma = inner.trimEnd().endsWith(',') ? '' : ',';
  const lines = /\n([ \t]+)/.exec(inner);
  return lines === null
    ? { start: kept, end: kept, text: `${comma} "${name}"` }
    : { start: kept, end: kept, text: `${comma}\n${lines[1]}"${name}",` };
}
