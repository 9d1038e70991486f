import { extname } from 'node:path';
import type { EntryPoint, Project, RunConfiguration } from '#contract';
import type { Manifest } from './manifest.ts';
import type { PyProject } from './pyproject.ts';

/** Scripts that npm runs by itself; nobody starts them by hand. */
const lifecycle = [
  'prepare',
  'prepublish',
  'prepublishOnly',
  'prepack',
  'postpack',
  'preinstall',
  'install',
  'postinstall',
];
/** What people run to see their app work comes first, in this order; the rest follows as written. */
const usual = ['dev', 'start', 'serve', 'test'];

/** The ways to run a project that its files suggest: a configuration per script, and one per entry point. */
export function detectConfigurations(
  manifest: Manifest | null,
  python: PyProject,
  packageManager: Project['packageManager'],
  entryPoints: readonly EntryPoint[],
): RunConfiguration[] {
  const names = Object.keys(manifest?.scripts ?? {});
  const wraps = (name: string) =>
    /^(pre|post)./.test(name) && names.includes(name.replace(/^(pre|post)/, ''));
  const scripts = names.filter((name) => !lifecycle.includes(name) && !wraps(name));
  const rank = (name: string) => (usual.indexOf(name) + usual.length + 1) % (usual.length + 1);
  scripts.sort((a, b) => rank(a) - rank(b));
  return [
    ...scripts.map((name) =>
      detected('script', name, `${packageManager ?? 'npm'} run ${quoteArgument(name)}`),
    ),
    ...Object.entries(python.scripts).flatMap(([name, target]) => {
      const command = consoleScript(target);
      return command === null ? [] : [detected('script', name, command)];
    }),
    ...(python.usesPytest ? [detected('script', 'pytest', 'python3 -m pytest')] : []),
    ...(python.usesUnittest && !python.usesPytest
      ? [detected('script', 'unittest', 'python3 -m unittest')]
      : []),
    ...entryPoints.flatMap(({ file, reason }) => {
      const command = entryCommand(file, reason, manifest);
      return command === null ? [] : [detected('entry', file, command)];
    }),
  ];
}

function detected(origin: 'script' | 'entry', name: string, command: string): RunConfiguration {
  return { id: `${origin}:${name}`, name, command, cwd: '.', env: {}, level: null, origin };
}

function entryCommand(file: string, reason: string, manifest: Manifest | null): string | null {
  switch (extname(file)) {
    case '.js':
    case '.mjs':
    case '.cjs':
      return `node ${quoteArgument(file)}`;
    case '.ts':
    case '.mts':
    case '.cts':
    case '.tsx':
      return `${typescriptRunner(manifest)} ${quoteArgument(file)}`;
    case '.py':
      return pythonCommand(file, reason);
    default:
      return null;
  }
}

/** What the project itself uses; else Node, which runs TypeScript since 22.18. */
function typescriptRunner(manifest: Manifest | null): string {
  const installed = { ...manifest?.dependencies, ...manifest?.devDependencies };
  const runner = ['tsx', 'ts-node'].find((name) => name in installed);
  return runner === undefined ? 'node' : `npx ${runner}`;
}

function pythonCommand(file: string, reason: string): string {
  if (reason === 'manage.py') return `python3 ${file} runserver --noreload`;
  const folder = file.slice(0, -'/__main__.py'.length);
  if (reason === '__main__.py' && file.includes('/')) return `python3 -m ${folder.replaceAll('/', '.')}`;
  return `python3 ${quoteArgument(file)}`;
}

/** What an installed console script does; it need not be installed for this. */
function consoleScript(target: string): string | null {
  const [, module, attribute] = /^\s*([\w.]+)\s*:\s*([\w.]+)/.exec(target) ?? [];
  if (module === undefined || attribute === undefined) return null;
  const [imported] = attribute.split('.');
  return `python3 -c "import sys; from ${module} import ${imported}; sys.exit(${attribute}())"`;
}

/** A word of a shell line; double quotes are understood by every shell that may run it. */
function quoteArgument(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `"${word.replace(/["$`\\]/g, '\\$&')}"`;
}
