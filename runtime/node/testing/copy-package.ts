import { cpSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Makes an npm package a project's own source: its files to `project/<name>`, and what it depends on to
 * `project/node_modules`, each as it is installed here.
 */
export function copyPackage(name: string, project: string): void {
  const installed = join(root, 'node_modules', name);
  cpSync(installed, join(project, name), { recursive: true });
  const waiting = dependenciesOf(installed);
  for (const dependency of waiting) {
    const target = join(project, 'node_modules', dependency);
    const source = join(root, 'node_modules', dependency);
    // What stands in a package's own node_modules came with it.
    if (existsSync(target) || !existsSync(source)) continue;
    cpSync(source, target, { recursive: true });
    waiting.push(...dependenciesOf(source));
  }
}

function dependenciesOf(packageDir: string): string[] {
  const text = readFileSync(join(packageDir, 'package.json'), 'utf8');
  return Object.keys((JSON.parse(text) as { dependencies?: Record<string, string> }).dependencies ?? {});
}

/** Copies the program that drives the package into the project; gives its name there. */
export function copyDriver(driver: URL, project: string): string {
  const file = fileURLToPath(driver);
  const name = file.slice(dirname(file).length + 1);
  cpSync(file, join(project, name));
  return name;
}
