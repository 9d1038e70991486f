import type { NapiResolveOptions, ResolverFactory } from 'oxc-resolver';
import { oxcResolver } from './natives.ts';
import { type Dialect, dialects } from './resolve-near.ts';

/** The ways in which what a file imports is looked up; all of them share what they know of the file system. */
export interface ResolverFactories {
  readonly esm: ResolverFactory;
  readonly cjs: ResolverFactory;
  readonly ts: ResolverFactory;
  /** For packages that have nothing but types. */
  readonly types: ResolverFactory;
}

/** @param root real path of the project */
export function createFactories(root: string): ResolverFactories {
  const optionsOf = ({ endings, aliases }: Dialect): NapiResolveOptions => ({
    tsconfig: 'auto',
    roots: [root],
    nodePath: false,
    mainFields: ['module', 'main'],
    conditionNames: ['node', 'import', 'module', 'default'],
    extensions: [...endings],
    extensionAlias: Object.fromEntries(Object.entries(aliases).map(([name, others]) => [name, [...others]])),
  });
  const esm = new (oxcResolver().ResolverFactory)(optionsOf(dialects.esm));
  return {
    esm,
    cjs: esm.cloneWithOptions({
      ...optionsOf(dialects.cjs),
      conditionNames: ['node', 'require', 'default'],
      mainFields: ['main', 'module'],
    }),
    ts: esm.cloneWithOptions(optionsOf(dialects.ts)),
    types: esm.cloneWithOptions({
      ...optionsOf(dialects.ts),
      conditionNames: ['types', 'import', 'default'],
    }),
  };
}
