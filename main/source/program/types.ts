import type { CodeFacts, ImportUse } from '../code/facts.ts';

/** The files of a project with what they define, and how they lead to each other. */
export interface Program {
  /** Relative to the project; the indexes of all that follows. */
  readonly paths: readonly string[];
  /** `null`: the file could not be read. */
  readonly code: readonly (CodeFacts | null)[];
  /** Modules that loading a module loads as well. */
  readonly loads: readonly (readonly number[])[];
  /** Where a use leads: the module and the name there; `null` when outside the project or nowhere. */
  locate(
    module: number,
    use: Pick<ImportUse, 'specifier' | 'name'>,
  ): { readonly module: number; readonly name: string } | null;
}

/** Why a module runs without being imported. */
export interface EntryReason {
  readonly module: number;
  /** A phrase: `"bin" of package.json`, `a route of Next.js`. */
  readonly reason: string;
  /** `api`: whoever installs the package may use its exports. `run`: it is started. `test`: only a test runner does. */
  readonly kind: 'api' | 'run' | 'test';
  readonly uses?: Used;
}

/** What is used of a Python module that is started: all it defines, its classes of bases from elsewhere, or one name. */
export type Used = 'all' | 'classes' | { readonly name: string };

/** One number for each definition of the program. */
export interface DefinitionIndex {
  readonly total: number;
  of(module: number, definition: number): number;
  moduleOf(index: number): number;
  /** Index within its module. */
  localOf(index: number): number;
}

export function indexDefinitions({ code }: Program): DefinitionIndex {
  const offsets = new Int32Array(code.length + 1);
  code.forEach((facts, module) => {
    offsets[module + 1] = (offsets[module] ?? 0) + (facts?.definitions.length ?? 0);
  });
  const total = offsets[code.length] ?? 0;
  const modules = new Int32Array(total);
  for (let module = 0; module < code.length; module++)
    modules.fill(module, offsets[module], offsets[module + 1]);
  return {
    total,
    of: (module, definition) => (offsets[module] ?? 0) + definition,
    moduleOf: (index) => modules[index] ?? -1,
    localOf: (index) => index - (offsets[modules[index] ?? 0] ?? 0),
  };
}
