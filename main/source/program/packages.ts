import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeFacts } from '../code/facts.ts';
import { EDGE } from '../edge-kinds.ts';
import { isTest } from '../find-files.ts';
import type { ImportFact } from '../module-facts.ts';
import type { ManifestFacts } from './manifest-entries.ts';
import { pythonDependencies } from './python-dependencies.ts';
import type { Confidence } from './verdicts.ts';

export interface PackageUse {
  readonly module: number;
  readonly name: string;
  readonly line: number;
  readonly fact: ImportFact;
}

export interface Packages {
  /** Imported, and declared nowhere; the first import of each in each file. */
  readonly undeclared: readonly {
    readonly name: string;
    readonly module: number;
    readonly line: number;
    readonly confidence: Confidence;
  }[];
  /** Declared as needed to run, and never named. */
  readonly unused: readonly { readonly name: string; readonly manifest: string; readonly line: number }[];
}

export interface PackageSources {
  readonly root: string;
  readonly paths: readonly string[];
  readonly manifests: readonly ManifestFacts[];
  readonly uses: readonly PackageUse[];
  readonly code: readonly (CodeFacts | null)[];
  readonly mentions: readonly string[];
  /** Settings of the TypeScript compiler. */
  readonly settings: readonly string[];
  readonly declarations: readonly string[];
}

/** Compares what is imported with what the manifests declare. */
export function judgePackages(sources: PackageSources): Packages {
  const { paths, manifests, uses } = sources;
  const own = new Set(manifests.map(({ fields }) => fields.name));
  const python = pythonDependencies(sources.root);
  const undeclared = new Map<string, Packages['undeclared'][number]>();
  for (const { module, name, line, fact } of uses) {
    const path = paths[module] ?? '';
    if (fact.kind === EDGE.type || fact.optional || own.has(name)) continue;
    const key = `${module} ${name}`;
    if (/\.pyw?$/.test(path)) {
      if (python !== null && !python.declares(name) && !isTest(path))
        undeclared.set(key, { name, module, line, confidence: python.empty ? 'high' : 'low' });
      continue;
    }
    const around = manifests.filter(({ folder }) => folder === '.' || path.startsWith(`${folder}/`));
    if (around.length === 0 || provided.test(name)) continue;
    if (around.some(({ packages }) => packages.includes(name))) continue;
    undeclared.set(key, { name, module, line, confidence: isAside(path) ? 'low' : 'high' });
  }
  const unused = unusedPackages(sources);
  return { undeclared: [...undeclared.values()], unused: withoutPeers(sources, unused) };
}

/** Examples, fixtures and tests often borrow packages of their own. */
const isAside = (path: string): boolean =>
  isTest(path) ||
  /(?:^|\/)(?:examples?|fixtures?|docs?|demos?|templates?|bench(?:marks?)?|website)\//.test(path);

/** Compilers put imports of these into what they make. */
const helpers = new Set([
  'tslib',
  '@babel/runtime',
  '@swc/helpers',
  'core-js',
  'regenerator-runtime',
  'typescript',
]);

/** Given by a runtime or a build tool, whatever is declared. */
const provided = /^(?:bun|deno|electron|vscode|cloudflare|workerd|astro|virtual|\$app|\$lib|\$env|~|@\/)/;

function unusedPackages({
  root,
  manifests,
  uses,
  code,
  paths,
  mentions,
  settings,
  declarations,
}: PackageSources): Packages['unused'] {
  const found: { name: string; manifest: string; line: number }[] = [];
  const named = new Set(uses.map(({ name }) => name));
  code.forEach((facts) => {
    for (const text of [...(facts?.words ?? []), ...(facts?.paths ?? [])]) named.add(text);
  });
  const texts = mentions.map((file) => textOf(join(root, file)));
  const compiler = settings.map((file) => textOf(join(root, file)));
  const withJsx = paths.filter((path) => /\.[jt]sx$/.test(path));
  for (const { folder, fields } of manifests) {
    // A manifest without code of its own collects packages for others.
    if (!paths.some((path) => (folder === '.' || path.startsWith(`${folder}/`)) && !path.endsWith('.py')))
      continue;
    const manifest = folder === '.' ? 'package.json' : `${folder}/package.json`;
    const text = textOf(join(root, manifest));
    const { dependencies, ...rest } = fields;
    const other = JSON.stringify({
      ...rest,
      devDependencies: null,
      peerDependencies: null,
      optionalDependencies: null,
    });
    for (const name of Object.keys(
      typeof dependencies === 'object' && dependencies !== null ? dependencies : {},
    )) {
      const isNamed = named.has(name) || [...named].some((use) => use.startsWith(`${name}/`));
      if (
        isNamed ||
        helpers.has(name) ||
        name.startsWith('@types/') ||
        other.includes(name) ||
        texts.some((mention) => mention.includes(name)) ||
        declarations.some((file) => importsPackage(textOf(join(root, file)), name)) ||
        compiler.some((file) => importsPackage(file, name)) ||
        (name === 'react' &&
          (withJsx.length > 0 || paths.some((file) => hasJsx(textOf(join(root, file)), file)))) ||
        withJsx.some((file) => importsJsxOf(textOf(join(root, file)), name))
      )
        continue;
      const at = text.indexOf(`"${name}"`, Math.max(0, text.indexOf('"dependencies"')));
      found.push({ name, manifest, line: at === -1 ? 1 : text.slice(0, at).split('\n').length });
    }
  }
  return found;
}

/** A package that one in use asks its users to declare beside it, as a framework does with its parts, is used by that one. */
function withoutPeers({ root, manifests }: PackageSources, unused: Packages['unused']): Packages['unused'] {
  const rest = new Set(unused);
  for (const { folder, packages } of rest.size > 0 ? manifests : []) {
    const manifest = folder === '.' ? 'package.json' : `${folder}/package.json`;
    const waiting = packages.filter((name) => ![...rest].some((one) => one.name === name));
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      const peers = peersOf([join(root, folder), root], name);
      for (const one of [...rest]) {
        if (one.manifest !== manifest || !peers.has(one.name)) continue;
        rest.delete(one);
        waiting.push(one.name);
      }
    }
  }
  return [...rest];
}

/** Read only where something seems to be unused. */
function peersOf(folders: readonly string[], name: string): ReadonlySet<string> {
  for (const folder of folders) {
    const text = textOf(join(folder, 'node_modules', name, 'package.json'));
    if (text !== '') return new Set(Object.keys(parsed(text).peerDependencies ?? {}));
  }
  return new Set();
}

/** Read only for packages that nothing else uses. */
const importsPackage = (text: string, name: string): boolean =>
  [`'${name}'`, `"${name}"`, `'${name}/`, `"${name}/`].some((quoted) => text.includes(quoted));

/** Elements in a plain script: something closed, or that closes itself, behind what an expression can begin behind. */
const hasJsx = (text: string, file: string): boolean =>
  /\.[mc]?js$/.test(file) && /(?:[=(?:,[{&|]|=>|\breturn)\s*<(?:[A-Za-z][^<>]*\/?)?>/.test(text);

/** The compiler puts in an import of the package that a comment names for JSX. */
const importsJsxOf = (text: string, name: string): boolean =>
  /@jsxImportSource\s+(\S+)/.exec(text)?.[1] === name;

function parsed(manifest: string): { readonly peerDependencies?: object } {
  try {
    return JSON.parse(manifest) ?? {};
  } catch {
    return {};
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
