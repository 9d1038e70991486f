import { posix } from 'node:path';

export interface PythonTarget {
  /** Of the module, relative to the project. */
  readonly path: string;
  /** What is meant in it; `null`: the module. */
  readonly name: string | null;
}

/**
 * What a text means that names something of Python by its full name: `polls.apps.PollsConfig`, `stock.cli:run`; looked for in
 * the project, its `src`, and beside who names it. `null`: nothing of the project.
 */
export function pythonTarget(
  text: string,
  folder: string,
  exists: (path: string) => boolean,
): PythonTarget | null {
  const found = /^([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(?::([A-Za-z_]\w*))?$/.exec(text);
  if (found === null) return null;
  const parts = (found[1] ?? '').split('.');
  const symbol = found[2] ?? null;
  // A single word may be anything.
  if (parts.length === 1 && symbol === null) return null;
  for (let length = parts.length; length > 0; length--) {
    const inside = parts.slice(0, length).join('/');
    const rest = symbol ?? parts[length] ?? null;
    for (const base of ['.', 'src', folder]) {
      const module = posix.join(base, inside);
      for (const path of [`${module}.py`, `${module}/__init__.py`])
        if (exists(path)) return { path, name: rest };
    }
    // `stock.cli:run` names a module whole.
    if (symbol !== null) return null;
  }
  return null;
}
