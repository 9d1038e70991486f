import {
  closeSync,
  type Dirent,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { isGeneratedFolder } from '../generated-folders.ts';

const isModule = (name: string): boolean => /\.(?:[mc]?[jt]s|[jt]sx|pyw?)$/.test(name) && !isMade(name);

/** Programs of a package have no ending where they are called by their names. */
const mayBeProgram = /(?:^|\/)(?:bin|scripts)\/[\w-]+$/;

/** Whether a file says in its first line that Node runs it. */
function isNodeProgram(path: string): boolean {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const head = Buffer.alloc(64);
    readSync(file, head, 0, head.length, 0);
    return /^#![^\n]*\bnode\b/.test(head.toString('latin1'));
  } catch {
    return false;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Files that may name modules without importing them, by name. */
const mentioning =
  /\.(?:html?|vue|svelte|astro|mdx)$|^(?:angular|nx|project|vercel|now|firebase|netlify|wrangler|deno|jest\.config|nodemon|app|typedoc)\.json$|^(?:serverless|template|netlify|wrangler|docker-compose)\.(?:yml|yaml|toml)$|^(?:Procfile|Dockerfile|Makefile|pyproject\.toml|setup\.cfg)$/;

const WORKFLOWS = '.github/workflows';

export interface ProjectFiles {
  /** Real path of the project, without symbolic links. */
  readonly root: string;
  /** Source files relative to the root, with forward slashes, sorted by code unit. */
  readonly modules: readonly string[];
  /** `package.json` files, likewise. */
  readonly manifests: readonly string[];
  /** Pages, components and settings of tools, likewise: files that may name modules. */
  readonly mentions: readonly string[];
  /** Declaration files (`.d.ts`), likewise: no modules, but their types come from packages. */
  readonly declarations: readonly string[];
  /** Files that may be imported as data, likewise. */
  readonly data: readonly string[];
  /** Files that a module of Python is built of or into, or that describe one, likewise. */
  readonly built: readonly string[];
  /** Those of the modules that are symbolic links. */
  readonly links: ReadonlySet<string>;
}

/**
 * The project's own source files. Symbolic links to folders are not followed: what they lead to is either inside the project and
 * found there, or not the project's own; so a cycle of links does no harm. Declaration files (`.d.ts`) describe other
 * files and minified ones are made by tools: neither is a module. A folder that may not be read has none.
 */
export function findFiles(dir: string): ProjectFiles {
  const root = realpathSync.native(dir);
  const modules: string[] = [];
  const manifests: string[] = [];
  const mentions: string[] = [];
  const declarations: string[] = [];
  const data: string[] = [];
  const built: string[] = [];
  const links = new Set<string>();
  /** Relative to the root, each with a slash behind it unless it is the root. */
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = readFolder(join(root, folder));
    // A virtual environment, whatever its name is.
    if (entries.some(({ name }) => name === 'pyvenv.cfg')) continue;
    for (const entry of entries) {
      const { name } = entry;
      if (name.startsWith('.')) continue;
      const path = folder + name;
      if (entry.isDirectory()) {
        if (!isGeneratedFolder(name)) folders.push(`${path}/`);
      } else if (isModule(name)) {
        if (!isFile(entry, root, path)) continue;
        modules.push(path);
        if (entry.isSymbolicLink()) links.add(path);
      } else if (mayBeProgram.test(path)) {
        if (isFile(entry, root, path) && isNodeProgram(join(root, path))) modules.push(path);
      } else if (name === 'package.json') manifests.push(path);
      else if (mentioning.test(name)) mentions.push(path);
      else if (isDeclaration(name)) declarations.push(path);
      else if (isBuilt(name)) built.push(path);
      if (/\.(?:json|node)$/.test(name)) data.push(path);
    }
  }
  for (const { name } of readFolder(join(root, WORKFLOWS)))
    if (name.endsWith('.yml')) mentions.push(`${WORKFLOWS}/${name}`);
  return {
    root,
    modules: modules.sort(),
    manifests: manifests.sort(),
    mentions: mentions.sort(),
    declarations,
    data,
    built,
    links,
  };
}

/** Whether a file of this name has a say in an analysis. */
export const concernsAnalysis = (name: string): boolean =>
  isModule(name) ||
  isDeclaration(name) ||
  isBuilt(name) ||
  mentioning.test(name) ||
  /^(?:package|callscape\.config|[jt]sconfig(?:\.[\w-]+)*)\.json$|^requirements.*\.(?:txt|in)$/.test(name);

/**
 * A folder and all below it that an analysis looks into, each relative to `root` with a slash behind it ('' is the root); none
 * when it is no folder, or one that is skipped.
 */
export function listFolders(root: string, folder: string): string[] {
  const found: string[] = [];
  const waiting = [folder];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const name = at.slice(0, -1).replace(/^.*\//, '');
    if (isGeneratedFolder(name) || !isFolder(join(root, at))) continue;
    found.push(at);
    for (const entry of readFolder(join(root, at)))
      if (entry.isDirectory()) waiting.push(`${at}${entry.name}/`);
  }
  return found;
}

/** No link to one; with or without a slash behind it. */
const isFolder = (path: string): boolean =>
  lstatSync(path.replace(/[/\\]$/, ''), { throwIfNoEntry: false })?.isDirectory() ?? false;

function readFolder(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** A link to a file is one; one that leads to itself or to nothing is none, nor is a pipe, which reading would wait for for ever. */
function isFile(entry: Dirent, root: string, path: string): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile();
  try {
    return statSync(join(root, path)).isFile();
  } catch {
    return false;
  }
}

const isDeclaration = (path: string): boolean => /\.d\.[mc]?ts$|\.d\.[^./]+\.ts$/.test(path);

const isBuilt = (path: string): boolean => /\.(?:so|pyd|pyx|pyi)$/.test(path);

const isMade = (path: string): boolean => isDeclaration(path) || /\.min\.[mc]?js$/.test(path);

/** Whether a file is a test by the conventions of the JavaScript and Python test runners. */
export function isTest(path: string): boolean {
  return (
    /(?:^|\/)(?:__tests__|tests?|specs?|e2e)\//.test(path) ||
    /[.-](?:test|spec)\.[mc]?[jt]sx?$/.test(path) ||
    /(?:^|\/)(?:tests?|test_[^/]*|[^/]*_test|conftest)\.py$/.test(path)
  );
}
