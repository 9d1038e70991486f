import type { DefinitionFact, ImportUse } from '../code/facts.ts';
import { type DefinitionIndex, type EntryReason, indexDefinitions, type Program } from './types.ts';

/** What can be reached from where the program begins. */
export interface Reached {
  readonly index: DefinitionIndex;
  /** By definition. */
  readonly alive: Uint8Array;
  /** By module: whether it is loaded. */
  readonly loaded: Uint8Array;
  /** By module, by export: whether another module uses it. */
  readonly usedExports: readonly Uint8Array[];
  /** Members that something alive reads. */
  readonly members: ReadonlySet<string>;
}

/**
 * Marks what is alive: what an entry point runs, whatever that uses by name, and the members of what is alive whose names
 * something alive reads. `seeds` are definitions that are taken for alive besides. A member is kept by its name alone, whoever's it is: types are not known here.
 */
export function reach(
  program: Program,
  entries: readonly EntryReason[],
  seeds: readonly number[] = [],
): Reached {
  const { code, paths, loads, locate } = program;
  const index = indexDefinitions(program);
  const alive = new Uint8Array(index.total);
  const loaded = new Uint8Array(paths.length);
  const usedExports = code.map((facts) => new Uint8Array(facts?.exports.length ?? 0));
  const members = new Set<string>();
  const prefixes = new Set<string>();
  /** Members of what is alive, that wait for somebody to read their name. */
  const waiting = new Map<string, number[]>();
  const escaped = new Set<number>();
  const queue: number[] = [];
  const childrenOf = code.map((facts) => childLists(facts?.definitions ?? []));
  const globals = globalDefinitions(program, index);

  const revive = (definition: number): void => {
    if (alive[definition] === 1) return;
    alive[definition] = 1;
    queue.push(definition);
  };
  const load = (module: number): void => {
    // Two modules may load each other, and chains can be long.
    const next = [module];
    for (let at = next.pop(); at !== undefined; at = next.pop()) {
      if (loaded[at] === 1) continue;
      loaded[at] = 1;
      for (const prefix of code[at]?.prefixes ?? []) readPrefix(prefix);
      if (code[at] !== null) revive(index.of(at, 0));
      next.push(...(loads[at] ?? []));
    }
  };
  /** Private names belong to their file. */
  const keyOf = (module: number, name: string): string => (/^=?#/.test(name) ? `${module}${name}` : name);

  function readMember(module: number, name: string): void {
    const key = keyOf(module, name);
    if (members.has(key)) return;
    members.add(key);
    for (const definition of waiting.get(key) ?? []) revive(definition);
    waiting.delete(key);
  }

  function waitFor(module: number, definition: number, name: string): void {
    // Whoever reads a property may write it as well.
    if (name.startsWith('=')) waitFor(module, definition, name.slice(1));
    const key = keyOf(module, name);
    if (members.has(key) || [...prefixes].some((prefix) => name.startsWith(prefix))) revive(definition);
    else waiting.set(key, [...(waiting.get(key) ?? []), definition]);
  }

  /** Names that are put together: `on` of `` this[`on${event}`] ``. One letter says too little. */
  function readPrefix(prefix: string): void {
    if (prefixes.has(prefix) || !/^\w{2,}$/.test(prefix)) return;
    prefixes.add(prefix);
    for (const [key, definitions] of waiting) {
      if (!key.startsWith(prefix)) continue;
      for (const definition of definitions) revive(definition);
      waiting.delete(key);
    }
  }

  /** The value is handed on whole: any of its members may be used. */
  function handOn(definition: number): void {
    if (escaped.has(definition)) return;
    escaped.add(definition);
    if (alive[definition] === 1) reviveMembers(definition);
  }

  function reviveMembers(owner: number): void {
    const module = index.moduleOf(owner);
    const local = index.localOf(owner);
    for (const child of childrenOf[module]?.[local] ?? []) {
      if (code[module]?.definitions[child]?.owner === local) revive(index.of(module, child));
    }
  }

  function useDefinition(definition: number, member: string | null): void {
    revive(definition);
    if (member === null) handOn(definition);
  }

  function useExports(module: number, name: string, member: string | null, isApi: boolean): void {
    const seen = new Set<string>();
    const next = [{ module, name, member }];
    for (let use = next.pop(); use !== undefined; use = next.pop()) {
      const key = `${use.module} ${use.name} ${use.member ?? ''}`;
      if (seen.has(key)) continue;
      seen.add(key);
      next.push(...matchingExports(use, isApi));
    }
  }

  interface Use {
    readonly module: number;
    readonly name: string;
    readonly member: string | null;
  }

  function matchingExports({ module, name, member }: Use, isApi: boolean): Use[] {
    const facts = code[module];
    if (!facts) return [];
    load(module);
    const found: Use[] = [];
    const isCommonJs = facts.format === 'commonjs';
    // `import x from` a CommonJS module gives all of it.
    const all = name === '*' || (name === 'default' && isCommonJs);
    let hit = false;
    facts.exports.forEach((fact, e) => {
      const isStar = fact.name === '*';
      const isWhole = fact.name === '=';
      if (!(all || fact.name === name || isWhole || isStar)) return;
      if (isStar && hit && !all) return;
      const used = usedExports[module];
      if (used) used[e] = 1;
      if (!isStar && !isWhole) hit = true;
      if (fact.definition !== -1) {
        const definition = index.of(module, fact.definition);
        useDefinition(definition, isWhole && name !== '*' ? name : member);
        if (isApi) publish(definition);
      }
      if (fact.from === null) return;
      const wanted = isStar
        ? all
          ? '*'
          : name
        : fact.from.name === '*' && member !== null
          ? member
          : fact.from.name;
      const to = locate(module, { specifier: fact.from.specifier, name: wanted });
      if (to !== null) found.push({ ...to, member: isStar || fact.from.name !== '*' ? member : null });
    });
    return found;
  }

  /** Somebody outside may call any method of it that is not private. */
  function publish(definition: number): void {
    const module = index.moduleOf(definition);
    const local = index.localOf(definition);
    for (const child of childrenOf[module]?.[local] ?? []) {
      const name = code[module]?.definitions[child]?.member;
      if (typeof name === 'string' && !/^=?#/.test(name)) revive(index.of(module, child));
    }
  }

  function useImport(module: number, use: ImportUse): void {
    const to = locate(module, use);
    if (to !== null) useExports(to.module, to.name, use.member, false);
  }

  function isExternal(module: number, fact: DefinitionFact): boolean {
    const seen = new Set<string>();
    let at: { module: number; definition: DefinitionFact | undefined } = { module, definition: fact };
    while (at.definition !== undefined) {
      const parent: DefinitionFact['superclass'] = at.definition.superclass;
      if (parent === null) return false;
      if (parent === 'external') return true;
      const key = `${at.module} ${at.definition.start}`;
      if (seen.has(key)) return false;
      seen.add(key);
      if (typeof parent === 'number') at = { ...at, definition: code[at.module]?.definitions[parent] };
      else {
        const to = locate(at.module, parent);
        if (to === null) return true;
        const exported = code[to.module]?.exports.find(({ name }) => name === to.name || name === '=');
        // Behind a re-export: whoever it is, it is a class of the project or the names of its methods are read.
        if (exported === undefined || exported.definition === -1) return true;
        at = { module: to.module, definition: code[to.module]?.definitions[exported.definition] };
      }
    }
    return false;
  }

  /** A framework finds its own kinds of classes in the modules that it loads. */
  function useClasses(module: number): void {
    code[module]?.definitions.forEach((fact, local) => {
      if (fact.kind === 'class' && fact.parent === 0 && isExternal(module, fact))
        useDefinition(index.of(module, local), null);
    });
  }

  function visit(definition: number): void {
    const module = index.moduleOf(definition);
    const local = index.localOf(definition);
    const facts = code[module];
    const fact = facts?.definitions[local];
    if (!facts || fact === undefined) return;
    const external = fact.kind === 'class' && isExternal(module, fact);
    for (const child of childrenOf[module]?.[local] ?? []) {
      const inner = facts.definitions[child];
      if (inner === undefined) continue;
      const global = index.of(module, child);
      if (
        inner.by === 'inline' ||
        inner.marked ||
        (external && inner.by === 'member' && !/^=?#/.test(inner.member ?? ''))
      )
        revive(global);
      else if (inner.by === 'member' && inner.member !== null) {
        if (inner.owner !== -1 && escaped.has(index.of(module, inner.owner))) revive(global);
        else waitFor(module, global, inner.member);
      }
    }
    for (const { definition: used, member } of fact.uses) useDefinition(index.of(module, used), member);
    for (const use of fact.imports) useImport(module, use);
    for (const specifier of fact.loads) {
      const to = locate(module, { specifier, name: '*' });
      if (to !== null) load(to.module);
    }
    for (const name of fact.members) readMember(module, name);
    for (const name of fact.globals) for (const global of globals.get(name) ?? []) revive(global);
    if (escaped.has(definition)) reviveMembers(definition);
  }

  for (const { module, kind, uses = 'none' } of entries) {
    load(module);
    // Python exports all it defines, and a script that is run is asked for none of it.
    if (kind !== 'run' || code[module]?.format !== 'python' || uses === 'all')
      useExports(module, '*', null, kind === 'api');
    else if (uses === 'classes') useClasses(module);
    else if (uses !== 'none') useExports(module, uses.name, null, false);
  }
  for (const seed of seeds) revive(seed);
  for (let definition = queue.pop(); definition !== undefined; definition = queue.pop()) visit(definition);
  return { index, alive, loaded, usedExports, members };
}

/** Indexes of the children of each definition. */
function childLists(definitions: readonly DefinitionFact[]): number[][] {
  const lists: number[][] = definitions.map(() => []);
  for (const [child, { parent }] of definitions.entries()) lists[parent]?.push(child);
  return lists;
}

/** What plain scripts define at their top level, which all scripts of a page share. */
function globalDefinitions(
  { code }: Program,
  index: DefinitionIndex,
): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  code.forEach((facts, module) => {
    if (facts?.format !== 'script') return;
    facts.definitions.forEach(({ parent, by, name }, local) => {
      if (parent !== 0 || by !== 'binding') return;
      found.set(name, [...(found.get(name) ?? []), index.of(module, local)]);
    });
  });
  return found;
}
