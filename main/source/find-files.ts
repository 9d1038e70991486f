import { realpath } from 'node:fs/promises';
import { dirname } from 'node:path/posix';
import { glob } from 'tinyglobby';

/** Folders that hold what tools made or installed. Hidden folders (`.git`, `.venv`, `.next`) are left out as well. */
const skippedFolders = [
  'node_modules',
  'bower_components',
  'dist',
  'build',
  'out',
  'coverage',
  'target',
  'vendor',
  'venv',
  'env',
  'site-packages',
  '__pycache__',
  '__pypackages__',
];

/** Files that may name modules without importing them. */
const mentioning = [
  '**/*.{html,htm,vue,svelte,astro,mdx}',
  '**/{angular,nx,project,vercel,now,firebase,netlify,wrangler,deno,jest.config,nodemon,app,typedoc}.json',
  '**/{serverless,template,netlify,wrangler,docker-compose}.{yml,yaml,toml}',
  '**/{Procfile,Dockerfile,Makefile,pyproject.toml,setup.cfg}',
  '.github/workflows/*.yml',
];

export interface ProjectFiles {
  /** Real path of the project, without symbolic links. */
  readonly root: string;
  /** Source files relative to the root, with forward slashes, sorted by code unit. */
  readonly modules: readonly string[];
  /** `package.json` files, likewise. */
  readonly manifests: readonly string[];
  /** Pages, components and settings of tools, likewise: files that may name modules. */
  readonly mentions: readonly string[];
}

/**
 * The project's own source files. Symbolic links are not followed: what they lead to is either inside the project and
 * found there, or not the project's own; so a cycle of links does no harm. Declaration files (`.d.ts`) describe other
 * files and minified ones are made by tools: neither is a module.
 */
export async function findFiles(dir: string, signal?: AbortSignal): Promise<ProjectFiles> {
  const root = await realpath(dir);
  const found = await glob(
    ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx,py,pyw}', '**/package.json', '**/pyvenv.cfg', ...mentioning],
    {
      cwd: root,
      ignore: skippedFolders.map((folder) => `**/${folder}/**`),
      followSymbolicLinks: false,
      expandDirectories: false,
      ...(signal === undefined ? {} : { signal }),
    },
  );
  const paths = found.map((path) => path.replaceAll('\\', '/')).sort();
  const environments = paths.filter((path) => path.endsWith('pyvenv.cfg')).map((path) => `${dirname(path)}/`);
  const own = paths.filter((path) => !environments.some((environment) => path.startsWith(environment)));
  return {
    root,
    modules: own.filter((path) => /\.(?:[mc]?[jt]s|[jt]sx|pyw?)$/.test(path) && !isMade(path)),
    manifests: own.filter((path) => /(?:^|\/)package\.json$/.test(path)),
    mentions: own.filter((path) => !/\.(?:[mc]?[jt]s|[jt]sx|pyw?|cfg)$|(?:^|\/)package\.json$/.test(path)),
  };
}

const isMade = (path: string): boolean => /\.d\.[mc]?ts$|\.d\.[^./]+\.ts$|\.min\.[mc]?js$/.test(path);

/** Whether a file is a test by the conventions of the JavaScript and Python test runners. */
export function isTest(path: string): boolean {
  return (
    /(?:^|\/)(?:__tests__|tests?|specs?|e2e)\//.test(path) ||
    /[.-](?:test|spec)\.[mc]?[jt]sx?$/.test(path) ||
    /(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$/.test(path)
  );
}
