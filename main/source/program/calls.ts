import type { CodeFacts, ImportUse } from '../code/facts.ts';
import type { Program } from './types.ts';

/** Bits of `CallTable.kinds`. */
export const CALL = {
  /** The source says so: the name leads there. */
  bound: 1,
  /** A member of this name is called, and only one function of the project has it. */
  named: 2,
  runtime: 4,
} as const;

/** Calls between functions that the source shows, one row for each pair. */
export interface CallTable {
  /** Functions in the order of modules and, in each, of `CodeFacts.functions`. */
  readonly functions: number;
  /** By module: the index of its first function; one more at the end. */
  readonly offsets: Int32Array<ArrayBuffer>;
  /** -1: the top level of a module. */
  readonly from: Int32Array<ArrayBuffer>;
  readonly to: Int32Array<ArrayBuffer>;
  readonly kinds: Uint8Array<ArrayBuffer>;
  /** Lines of the first call and of the last one. */
  readonly line: Int32Array<ArrayBuffer>;
  readonly lastLine: Int32Array<ArrayBuffer>;
  /** The most arguments that one of them gives; -1: not known. */
  readonly args: Int32Array<ArrayBuffer>;
}

/** Finds the functions that calls lead to: by binding through imports and re-exports, else by a member's unique name. */
export function staticCalls(program: Program): CallTable {
  const { code } = program;
  const offsets = new Int32Array(code.length + 1);
  code.forEach((facts, module) => {
    offsets[module + 1] = (offsets[module] ?? 0) + (facts?.functions.length ?? 0);
  });
  const byMember = uniqueMembers(code, offsets);
  const edges = new Map<number, Edge>();
  const functions = offsets[code.length] ?? 0;

  code.forEach((facts, module) => {
    if (facts === null) return;
    const offset = offsets[module] ?? 0;
    for (let definition = 0; definition < facts.definitions.length; definition++) {
      const calls = facts.definitions[definition]?.calls ?? [];
      const caller = calls.length === 0 ? -1 : enclosingFunction(facts, definition);
      const from = caller === -1 ? -1 : offset + caller;
      for (const { line, args, target } of calls) {
        let to: number | undefined;
        let kind: number = CALL.bound;
        if (target.kind === 'definition') to = callable(module, target.definition);
        else if (target.kind === 'import') to = exportedFunction(program, module, target, callable);
        const member =
          target.kind === 'member' ? target.name : target.kind === 'import' ? target.member : null;
        if (to === undefined && member !== null) {
          to = byMember.get(member);
          kind = CALL.named;
        }
        if (to === undefined) continue;
        const key = (from + 1) * (functions + 1) + to;
        const edge = edges.get(key);
        if (edge === undefined) {
          edges.set(key, { from, to, kinds: kind, line, lastLine: line, args });
          continue;
        }
        edge.kinds |= kind;
        edge.line = Math.min(edge.line, line);
        edge.lastLine = Math.max(edge.lastLine, line);
        edge.args = Math.min(edge.args, args) === -1 ? -1 : Math.max(edge.args, args);
      }
    }
  });

  /** The function that a call of a definition runs: a class's constructor. */
  function callable(module: number, definition: number): number | undefined {
    const facts = code[module];
    const fact = facts?.definitions[definition];
    if (!facts || fact === undefined) return undefined;
    const own =
      fact.kind === 'class'
        ? facts.definitions.find(
            ({ parent, function: f }) => parent === definition && facts.functions[f]?.kind === 'constructor',
          )?.function
        : fact.function;
    return own === undefined || own === -1 ? undefined : (offsets[module] ?? 0) + own;
  }

  const rows = [...edges.values()].sort((a, b) => a.from - b.from || a.to - b.to);
  return {
    functions,
    offsets,
    from: Int32Array.from(rows, (row) => row.from),
    to: Int32Array.from(rows, (row) => row.to),
    kinds: Uint8Array.from(rows, (row) => row.kinds),
    line: Int32Array.from(rows, (row) => row.line),
    lastLine: Int32Array.from(rows, (row) => row.lastLine),
    args: Int32Array.from(rows, (row) => row.args),
  };
}

interface Edge {
  readonly from: number;
  readonly to: number;
  kinds: number;
  line: number;
  lastLine: number;
  args: number;
}

function enclosingFunction({ definitions }: CodeFacts, definition: number): number {
  for (let at = definition; at > 0; at = definitions[at]?.parent ?? 0) {
    const own = definitions[at]?.function ?? -1;
    if (own !== -1) return own;
  }
  return -1;
}

/** Follows re-exports to the function, if there is one. A member is one of a module that is imported by its name, as Python does. */
function exportedFunction(
  { code, locate }: Program,
  module: number,
  use: ImportUse,
  callable: (module: number, definition: number) => number | undefined,
): number | undefined {
  let at = locate(module, use);
  let { member } = use;
  for (let steps = 0; at !== null && steps < 50; steps++) {
    const { module: in_ } = at;
    const name: string = at.name === '*' && member !== null ? member : at.name;
    if (name === member) member = null;
    const exports = code[in_]?.exports ?? [];
    const found =
      exports.find((fact) => fact.name === name) ??
      exports.find((fact) => fact.name === '=' || fact.name === '*');
    if (found === undefined) return undefined;
    if (found.definition !== -1) return member === null ? callable(in_, found.definition) : undefined;
    if (found.from === null) return undefined;
    at = locate(in_, { specifier: found.from.specifier, name: found.name === '*' ? name : found.from.name });
  }
  return undefined;
}

/** Names that exactly one function of the project has as a member, and that the language's own objects do not have. */
function uniqueMembers(code: Program['code'], offsets: Int32Array): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const shared = new Set<string>();
  code.forEach((facts, module) => {
    for (const { member, function: own } of facts?.definitions ?? []) {
      if (member === null || own === -1) continue;
      if (found.has(member)) shared.add(member);
      found.set(member, (offsets[module] ?? 0) + own);
    }
  });
  for (const name of found.keys()) if (shared.has(name) || common.has(name)) found.delete(name);
  return found;
}

const common = new Set(
  [Array, Map, Set, String, Promise, Object, Function, RegExp, Date, Number].flatMap((type) => [
    ...Object.getOwnPropertyNames(type.prototype),
    ...Object.getOwnPropertyNames(type),
  ]),
);
for (const name of [
  'on',
  'off',
  'once',
  'emit',
  'send',
  'write',
  'end',
  'close',
  'open',
  'log',
  'error',
  'warn',
  'append',
  'remove',
  'update',
  'get',
  'execute',
  'start',
  'stop',
])
  common.add(name);
