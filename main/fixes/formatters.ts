import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ProjectDir } from '#contract';
import { runTool } from './run-tool.ts';

/** What the project's own tools make of a file. */
export type Formatted =
  | { readonly kind: 'formatted'; readonly tool: string; readonly text: string }
  /** There are such tools, and nobody has said that they may run: their settings and plugins are code of the project. */
  | { readonly kind: 'may-not-run'; readonly tool: string }
  | { readonly kind: 'none' }
  /** A sentence. */
  | { readonly kind: 'failed'; readonly reason: string };

/** A formatter or linter that takes a text and gives the mended one. */
interface Tool {
  readonly name: string;
  readonly program: string;
  args(path: string): readonly string[];
  /** The mended text in what it answered; `null` when it failed. */
  textOf(answer: { readonly code: number; readonly stdout: string }, before: string): string | null;
}

const LIMIT_MS = 60_000;
const script = /\.[cm]?[jt]sx?$/;
const printed: Tool['textOf'] = ({ code, stdout }) => (code === 0 && stdout !== '' ? stdout : null);

/** The tools that the project has installed and set up, in the order in which they are run: linters first, the formatter last. */
function toolsFor(dir: ProjectDir, path: string, manifest: string, node: string): Tool[] {
  const has = (...names: readonly string[]): boolean => names.some((name) => existsSync(join(dir, name)));
  const installed = (...places: readonly string[]): string | null =>
    places.map((place) => join(dir, 'node_modules', place)).find((place) => existsSync(place)) ?? null;
  const declares = (name: string): boolean => new RegExp(`"${name}"\\s*:`).test(manifest);
  const tools: Tool[] = [];
  const add = (
    name: string,
    program: string | null,
    args: Tool['args'],
    textOf: Tool['textOf'] = printed,
  ): void => {
    if (program !== null)
      tools.push({ name, program: node, args: (file) => [program, ...args(file)], textOf });
  };
  if (script.test(path)) {
    if (has('biome.json', 'biome.jsonc'))
      add(
        'Biome',
        installed('@biomejs/biome/bin/biome'),
        (file) => ['check', '--write', `--stdin-file-path=${file}`],
        biomeText,
      );
    const settings = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map((ending) => `eslint.config.${ending}`);
    const older = ['', '.js', '.cjs', '.json', '.yml', '.yaml'].map((ending) => `.eslintrc${ending}`);
    if (has(...settings, ...older) || declares('eslintConfig'))
      add(
        'ESLint',
        installed('eslint/bin/eslint.js'),
        (file) => ['--fix-dry-run', '--format', 'json', '--stdin', '--stdin-filename', file],
        eslintText,
      );
    else if (declares('standard'))
      add(
        'standard',
        installed('standard/bin/cmd.cjs', 'standard/bin/cmd.js'),
        () => ['--fix', '--stdin'],
        ({ stdout }) => (stdout === '' ? null : stdout),
      );
    const scripts = ['.js', '.cjs', '.mjs', '.ts', '.cts', '.mts'];
    const data = ['', '.json', '.json5', '.yml', '.yaml', '.toml'];
    const prettier = [
      ...[...data, ...scripts].map((ending) => `.prettierrc${ending}`),
      ...scripts.map((ending) => `prettier.config${ending}`),
    ];
    if (has(...prettier) || declares('prettier'))
      add('Prettier', installed('prettier/bin/prettier.cjs', 'prettier/bin-prettier.js'), (file) => [
        '--stdin-filepath',
        file,
      ]);
  }
  return tools;
}

/** Tools for Python are programs of their own, in the project's environment or wherever the person has them. */
function pythonToolsFor(dir: ProjectDir, settings: string): Tool[] {
  const program = (name: string): string => {
    const own = ['.venv/bin', 'venv/bin', '.venv/Scripts', 'venv/Scripts'].map((folder) =>
      join(dir, folder, name),
    );
    return own.find((place) => existsSync(place)) ?? name;
  };
  if (
    /^\[tool\.ruff\b/m.test(settings) ||
    existsSync(join(dir, 'ruff.toml')) ||
    existsSync(join(dir, '.ruff.toml'))
  )
    return [
      {
        name: 'Ruff',
        program: program('ruff'),
        args: (file) => ['check', '--fix-only', '--quiet', '--stdin-filename', file, '-'],
        textOf: printed,
      },
      {
        name: 'Ruff',
        program: program('ruff'),
        args: (file) => ['format', '--quiet', '--stdin-filename', file, '-'],
        textOf: printed,
      },
    ];
  if (/^\[tool\.black\b/m.test(settings))
    return [
      {
        name: 'Black',
        program: program('black'),
        args: (file) => ['--quiet', '--stdin-filename', file, '-'],
        textOf: printed,
      },
    ];
  return [];
}

/** Biome ends with 1 when something is left that it cannot mend; what it mended is printed all the same. */
const biomeText: Tool['textOf'] = ({ stdout }) => (stdout === '' ? null : stdout);

/** ESLint answers with one result, which has a text only where something changed. */
const eslintText: Tool['textOf'] = ({ stdout }, before) => {
  try {
    const [result] = JSON.parse(stdout) as { readonly output?: string; readonly fatalErrorCount?: number }[];
    return result === undefined || (result.fatalErrorCount ?? 0) > 0 ? null : (result.output ?? before);
  } catch {
    return null;
  }
};

/** Asks the project's own formatter and linters what a file should be. Nothing is written. */
export async function formatWithOwn(
  dir: ProjectDir,
  file: { readonly path: string; readonly text: string },
  {
    node,
    mayRun,
    signal,
  }: { readonly node: string; readonly mayRun: boolean; readonly signal: AbortSignal | undefined },
  peek: (path: string) => Promise<string | null>,
): Promise<Formatted> {
  const tools = file.path.endsWith('.py')
    ? pythonToolsFor(dir, (await peek('pyproject.toml')) ?? '')
    : toolsFor(dir, file.path, (await peek('package.json')) ?? '', node);
  const names = [...new Set(tools.map(({ name }) => name))].join(' and ');
  if (tools.length === 0) return { kind: 'none' };
  if (!mayRun) return { kind: 'may-not-run', tool: names };
  let { text } = file;
  for (const { name, program, args, textOf } of tools) {
    const answer = await runTool(
      { program, args: args(file.path), cwd: dir, input: text, limitMs: LIMIT_MS },
      signal,
    );
    if (answer === null)
      return { kind: 'failed', reason: `${name} could not be started, or did not end in a minute.` };
    const mended = textOf(answer, text);
    if (mended === null)
      return {
        kind: 'failed',
        reason: `${name} failed: ${(answer.stderr || answer.stdout).trim().split('\n').slice(0, 3).join(' ').slice(0, 300)}`,
      };
    text = mended;
  }
  return { kind: 'formatted', tool: names, text };
}
