import type { CodeFacts } from '../code/facts.ts';
import type { Target } from '../resolve-import.ts';
import type { Program } from './types.ts';

/** What an import leads to: a module, and the name of one of its exports or `*` for the module itself. */
type Located = ReturnType<Program['locate']>;
type Named = Parameters<Program['locate']>[1];

/** Packages may take a name from each other in a circle. */
const MAX_STEPS = 20;

/**
 * Follows one name of an import to a module.
 * @param targets by module: what each specifier leads to, over all of its statements
 */
export function createLocate(
  code: readonly (CodeFacts | null)[],
  targets: readonly ReadonlyMap<string, readonly Target[]>[],
  indexOf: ReadonlyMap<string, number>,
): Program['locate'] {
  const follow = (module: number, { specifier, name }: Named, steps: number): Located => {
    const found = (targets[module]?.get(specifier) ?? []).flatMap((target) => {
      const at = target.kind === 'file' ? indexOf.get(target.path) : undefined;
      return at === undefined || target.kind !== 'file' ? [] : [{ ...target, at }];
    });
    const own = found.find(({ member }) => member === undefined);
    const below = found.find(({ member }) => member !== undefined && member === name);
    if (below === undefined) {
      const to = own ?? found[0];
      return to === undefined ? null : { module: to.at, name };
    }
    return throughPackage(module, below.path, name, steps) ?? { module: below.at, name: '*' };
  };

  /** Python takes what a package has under the name first, and its module of that name only when there is nothing. */
  function throughPackage(module: number, path: string, name: string, steps: number): Located {
    const around = indexOf.get(packageOf(path)) ?? -1;
    // While a package is loaded it has only what came before; what it imports itself are its modules as a rule.
    if (around === -1 || around === module || steps === MAX_STEPS) return null;
    const taken = code[around]?.exports.find((fact) => fact.name === name);
    if (taken === undefined) return null;
    const through = taken.from === null ? null : follow(around, taken.from, steps + 1);
    const isModule = taken.definition === -1 && (through === null || through.name === '*');
    return isModule ? null : { module: around, name };
  }

  return (module, named) => follow(module, named, 0);
}

/** `a/__init__.py` of `a/b.py` and of `a/b/__init__.py`. */
const packageOf = (path: string): string =>
  path.replace(/\/__init__\.pyw?$/, '').replace(/[^/]*$/, '__init__.py');
