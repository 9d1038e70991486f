import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { ProjectFiles } from './find-files.ts';

/** Folders of a project, beside the file that says how it is built, in which its packages are kept. */
const homes = ['.', 'src', 'lib', 'python'];

/** What settings of a build name: modules (`Extension("shop.fast", ...)`), and files that it writes. */
const named = [
  /\b\w*Extension\(\s*(?:name\s*=\s*)?["']([\w.]+)["']/g,
  /^\s*module-name\s*=\s*["']([\w.]+)["']/gm,
  /^\[\[tool\.setuptools\.ext-modules\]\][^[]*?^\s*name\s*=\s*["']([\w.]+)["']/gm,
];
const written = /\b(?:write_to|version[_-]file)\s*=\s*["']([\w./-]+)\.py["']/g;

/**
 * Modules that Python finds though no Python file of the project is their text: libraries of another language, built (`.so`, `.pyd`) or as
 * their source (`.pyx`) or a description of their types (`.pyi`), and what a build is said to make. Each is its path from the project without any
 * ending, for a package that of its `__init__`.
 */
export function builtModules({ root, built, modules, mentions }: ProjectFiles): ReadonlySet<string> {
  // No name of a module has a dot: what stands behind one says for which Python and machine it was built.
  const found = new Set(built.map((path) => path.replace(/\.[^/]*$/, '')));
  const settings = [...modules, ...mentions].filter((path) =>
    /^(?:setup\.py|pyproject\.toml)$/.test(posix.basename(path)),
  );
  for (const path of settings) {
    const text = textOf(join(root, path));
    const folder = posix.dirname(path);
    const add = (module: string): void => {
      for (const home of homes) found.add(posix.join(folder, home, module));
    };
    for (const pattern of named)
      for (const [, name = ''] of text.matchAll(pattern)) add(name.replaceAll('.', '/'));
    for (const [, file = ''] of text.matchAll(written)) add(file);
  }
  return found;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
