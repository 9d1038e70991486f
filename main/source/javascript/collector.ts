import type {
  CallFact,
  CodeFacts,
  DefinitionFact,
  Documented,
  ExportFact,
  FunctionFact,
  ImportUse,
  Observation,
  ObservationKind,
} from '../code/facts.ts';
import type { LineIndex } from '../line-index.ts';
import { nodesIn, type SyntaxNode } from '../syntax-tree.ts';
import { type Binding, innerScope, lookUp, type Scope } from './scopes.ts';

/** Where in the program the walk stands. */
export interface Env {
  readonly scope: Scope;
  /** Index of the innermost definition. */
  readonly definition: number;
  /** Qualified name of what encloses. */
  readonly path: string;
  /** Index of the innermost function; -1 at the top. */
  readonly function: number;
  /** Inside a loop of the function. */
  readonly inLoop: boolean;
  /** Inside `namespace N {}`: what is exported there is no export of the module. */
  readonly inNamespace: boolean;
  /** Names that the `catch` clauses around it have for their errors. */
  readonly caught?: readonly string[];
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
export type OpenFunction = Writable<FunctionFact>;

interface OpenDefinition extends Omit<Writable<DefinitionFact>, 'uses' | 'imports' | 'members' | 'globals'> {
  readonly uses: Map<string, DefinitionFact['uses'][number]>;
  readonly imports: Map<string, ImportUse>;
  readonly members: Set<string>;
  readonly globals: Set<string>;
  readonly calls: CallFact[];
  readonly loads: string[];
}

interface Reference {
  readonly name: string;
  readonly scope: Scope;
  readonly definition: number;
  readonly member: string | null;
  /** The call of it; `null`: it is not called here. */
  readonly call: SyntaxNode | null;
}

export type NewDefinition = Pick<DefinitionFact, 'name' | 'kind'> &
  Partial<Pick<DefinitionFact, 'by' | 'member' | 'owner' | 'function' | 'marked'>>;

/** Gathers what the walk finds, and looks its names up when all declarations are known. */
export function createCollector(source: string, lines: LineIndex) {
  const definitions: OpenDefinition[] = [];
  const functions: OpenFunction[] = [];
  const references: Reference[] = [];
  const exported: { name: string; local: string; scope: Scope; node: SyntaxNode; documented: Documented }[] =
    [];
  const exports: ExportFact[] = [];
  const observations: Observation[] = [];
  const ownExports: { readonly definition: number; readonly name: string }[] = [];
  const superclasses: { definition: number; name: string; scope: Scope }[] = [];
  const words = new Set<string>();
  const paths = new Set<string>();
  const prefixes = new Set<string>();
  const moduleScope = innerScope(null, true);
  let loadsComputed = false;

  const placeOf = ({ start, end }: SyntaxNode) => ({
    line: lines.lineAt(start),
    endLine: lines.lineAt(Math.max(start, end - 1)),
    start,
    end,
  });

  function define(parent: number, node: SyntaxNode, given: NewDefinition): number {
    return (
      definitions.push({
        by: 'inline',
        member: null,
        owner: -1,
        function: -1,
        marked: false,
        ...given,
        ...placeOf(node),
        parent,
        uses: new Map(),
        imports: new Map(),
        members: new Set(),
        globals: new Set(),
        calls: [],
        loads: [],
        superclass: null,
      }) - 1
    );
  }

  const at = (index: number): OpenDefinition => {
    const definition = definitions[index];
    if (definition === undefined) throw new Error(`There is no definition ${index}`);
    return definition;
  };

  function useImport(definition: number, use: ImportUse): void {
    at(definition).imports.set(`${use.specifier}\n${use.name}\n${use.member ?? ''}`, use);
  }

  function resolveReference({ name, scope, definition, member, call }: Reference): void {
    const from = at(definition);
    const binding = lookUp(scope, name);
    if (binding === null) {
      from.globals.add(name);
      return;
    }
    if (binding.imported !== null) {
      const use = importUse(binding.imported, member);
      useImport(definition, use);
      // A call of a member of an imported object is a call by the member's name only.
      if (call !== null && use.member === null)
        from.calls.push({ ...called(call), target: { kind: 'import', ...use } });
    } else if (binding.definition !== -1) {
      from.uses.set(`${binding.definition} ${member ?? ''}`, { definition: binding.definition, member });
      if (call !== null && member === null)
        from.calls.push({ ...called(call), target: { kind: 'definition', definition: binding.definition } });
    }
  }

  const called = (call: SyntaxNode): Pick<CallFact, 'line' | 'args'> => {
    const given = nodesIn(call.arguments);
    const isKnown = !given.some(({ type }) => type === 'SpreadElement');
    return { line: lines.lineAt(call.start), args: isKnown ? given.length : -1 };
  };

  function superclassOf(name: string, scope: Scope): DefinitionFact['superclass'] {
    const binding = lookUp(scope, name);
    if (binding === null) return plainBuiltIns.test(name) ? null : 'external';
    if (binding.imported !== null) return importUse(binding.imported, null);
    return binding.definition === -1 ? 'external' : binding.definition;
  }

  function finish(
    rest: Pick<CodeFacts, 'style' | 'suppressions' | 'format' | 'evaluates' | 'isMade'>,
  ): CodeFacts {
    references.forEach(resolveReference);
    for (const { definition, name, scope } of superclasses)
      at(definition).superclass = superclassOf(name, scope);
    for (const { name, local, scope, node, documented } of exported) {
      const binding = lookUp(scope, local);
      const from = binding?.imported ? importUse(binding.imported, null) : null;
      exports.push({
        name,
        definition: binding?.definition ?? -1,
        from,
        typeOnly: false,
        documented,
        ...placeOf(node),
      });
    }
    const ownNames = new Set(ownExports.map(({ name }) => name));
    for (const { definition, name } of ownExports) {
      const used = exports.find((one) => one.name === name)?.definition ?? -1;
      if (used !== -1) at(definition).uses.set(`${used} `, { definition: used, member: null });
    }
    return {
      ...rest,
      functions,
      definitions: definitions.map((open) => ({
        ...open,
        uses: [...open.uses.values()],
        imports: [...open.imports.values()],
        members: [...open.members],
        globals: [...open.globals],
      })),
      exports: exports.map((one) => (ownNames.has(one.name) ? { ...one, usedHere: true } : one)),
      observations,
      paths: [...paths],
      words: [...words],
      prefixes: [...prefixes],
      loadsComputed,
    };
  }

  return {
    source,
    lines,
    moduleScope,
    words,
    paths,
    prefixes,
    placeOf,
    define,
    definition: at,
    useImport,
    finish,
    addFunction: (fact: OpenFunction): number => functions.push(fact) - 1,
    functionAt: (index: number): OpenFunction | undefined => functions[index],
    refer(env: Env, name: string, member: string | null, call: SyntaxNode | null = null): void {
      references.push({ name, scope: env.scope, definition: env.definition, member, call });
    },
    callMember(env: Env, name: string, ofThis: boolean, call: SyntaxNode): void {
      at(env.definition).calls.push({ ...called(call), target: { kind: 'member', name, ofThis } });
    },
    /** A member of `module.exports`, or of `this`, is read; `null`: one that is computed. */
    useOwnExport(env: Env, name: string | null): void {
      if (name !== null) ownExports.push({ definition: env.definition, name });
    },
    load(env: Env, specifier: string): void {
      at(env.definition).loads.push(specifier);
    },
    /**
     * A module whose name is put together: all files that begin like `start`, or any file at all.
     */
    loadComputed(start: string): void {
      if (/^\.{1,2}\/[\w./-]*$/.test(start)) paths.add(`${start}*`);
      else loadsComputed = true;
    },
    /** The module uses it whenever it is loaded. */
    keep(definition: number): void {
      at(0).uses.set(`${definition} `, { definition, member: null });
    },
    extend(definition: number, name: string, scope: Scope): void {
      superclasses.push({ definition, name, scope });
    },
    exportLocal(
      env: Env,
      name: string,
      local: string,
      node: SyntaxNode,
      documented: Documented = null,
    ): void {
      exported.push({ name, local, scope: env.scope, node, documented });
    },
    exportFact(node: SyntaxNode, fact: Omit<ExportFact, 'line' | 'endLine' | 'start' | 'end'>): void {
      exports.push({ ...fact, ...placeOf(node) });
    },
    observe(
      env: Env,
      kind: ObservationKind,
      node: SyntaxNode,
      subject: string,
      detail: readonly string[] = [],
    ) {
      const { definition, inLoop } = env;
      observations.push({ kind, definition, inLoop, subject, detail, ...placeOf(node) });
    },
  };
}

export type Collector = ReturnType<typeof createCollector>;

/** Built-in classes that never call a method of a subclass by a name of its own. */
const plainBuiltIns = /Error$|^(?:Object|Array|Map|Set|WeakMap|WeakSet|Promise|Function|EventTarget)$/;

/** What is used of another module when a name that stands for a part of it is used, or a member of that. */
function importUse(imported: NonNullable<Binding['imported']>, member: string | null): ImportUse {
  const { specifier, name } = imported;
  return name === '*' && member !== null
    ? { specifier, name: member, member: null }
    : { specifier, name, member };
}
