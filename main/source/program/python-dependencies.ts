import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface PythonDependencies {
  /** @param name the first part of an imported module */
  declares(name: string): boolean;
  /** Nothing at all is declared, so that nothing can be declared under another name. */
  readonly empty: boolean;
}

/** Modules whose package has another name. */
const packageOf: Readonly<Record<string, string>> = {
  attr: 'attrs',
  bs4: 'beautifulsoup4',
  cv2: 'opencv-python',
  dateutil: 'python-dateutil',
  dotenv: 'python-dotenv',
  google: 'protobuf',
  jwt: 'pyjwt',
  pil: 'pillow',
  pkg_resources: 'setuptools',
  psycopg2: 'psycopg2-binary',
  serial: 'pyserial',
  skimage: 'scikit-image',
  sklearn: 'scikit-learn',
  yaml: 'pyyaml',
};

/** What the project's own files say it needs; `null` when none of them says anything. */
export function pythonDependencies(root: string): PythonDependencies | null {
  const names = new Set<string>();
  let known = false;
  const add = (requirement: string): void => {
    const name = /^\s*([A-Za-z0-9][\w.-]*)/.exec(requirement)?.[1];
    if (name !== undefined) names.add(normal(name));
  };
  const pyproject = textOf(join(root, 'pyproject.toml'));
  for (const [, list = ''] of pyproject.matchAll(/^\s*[\w-]*\s*=\s*\[([^\]]*)\]/gm)) {
    for (const [, requirement = ''] of list.matchAll(/["']([^"']+)["']/g)) add(requirement);
  }
  if (/^\s*dependencies\s*=/m.test(pyproject)) known = true;
  const poetry = /^\[tool\.poetry\.[\w.]*dependencies\]\s*$([\s\S]*?)(?=^\[|(?![\s\S]))/gm;
  for (const [, table = ''] of pyproject.matchAll(poetry)) {
    known = true;
    for (const line of table.split('\n')) add(line);
  }
  for (const file of requirementFiles(root)) {
    known = true;
    for (const line of textOf(join(root, file)).split('\n')) add(line);
  }
  if (!known) return null;
  return {
    declares: (module) => names.has(normal(module)) || names.has(packageOf[module.toLowerCase()] ?? ''),
    empty: names.size === 0,
  };
}

const normal = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-');

function requirementFiles(root: string): string[] {
  try {
    return readdirSync(root).filter((name) => /^requirements.*\.(?:txt|in)$/.test(name));
  } catch {
    return [];
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
