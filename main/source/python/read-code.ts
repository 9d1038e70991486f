import type {
  CallFact,
  CodeFacts,
  DefinitionFact,
  ExportFact,
  FunctionFact,
  ImportUse,
} from '../code/facts.ts';
import { isMade } from '../made.ts';
import { type PythonStatement, pythonStatements } from '../python-lines.ts';
import {
  assignedNames,
  itemsOf,
  parameterNames,
  plainBases,
  registers,
  type Word,
  wordsOf,
} from './names.ts';
import { observePython } from './observe.ts';
import { noteFormatted, pythonPlaces } from './places.ts';
import { pythonStyle } from './style.ts';
import { findWays } from './ways.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export interface OpenBlock {
  readonly indent: number;
  readonly line: number;
  readonly definition: number;
  readonly path: string;
  readonly isClass: boolean;
}

interface Use {
  readonly definition: number;
  readonly word: Word;
  readonly line: number;
}

/** A statement with the definition it stands in. */
export interface PlacedStatement extends PythonStatement {
  readonly definition: number;
}

/** Of a longer statement, a table of data as a rule, only the beginning is looked at for more than names: what looks for more takes the square of its length. */
const MOST_LOOKED_AT = 2000;

/**
 * What a Python file defines and uses, by its `def`s, `class`es and names. Lambdas are parts of what holds them. Names are
 * looked up as Python does: in the function, in those around it, in the module; members by their name alone.
 */
export function readPythonCode(source: string): CodeFacts {
  const places = pythonPlaces(source);
  const definitions: Writable<DefinitionFact>[] = [];
  const functions: Writable<FunctionFact>[] = [];
  const locals: Set<string>[] = [];
  const globalNames: Set<string>[] = [];
  /** The first definition of a name in a scope, by `scope name`. */
  const bindings = new Map<string, number>();
  const imported = new Map<string, ImportUse>();
  const uses: Use[] = [];
  const statements: PlacedStatement[] = [];
  const bases: { definition: number; text: string }[] = [];
  let decorators: string[] = [];
  let first = -1;

  const define = (
    kind: DefinitionFact['kind'],
    name: string,
    parent: number,
    line: number,
    given: Partial<DefinitionFact> = {},
  ): number => {
    locals.push(new Set());
    globalNames.push(new Set());
    const empty = {
      uses: [],
      imports: [],
      loads: [],
      members: [],
      globals: [],
      calls: [],
      superclass: null,
      marked: false,
    };
    const place = places.of(line, line);
    const binding = `${parent} ${name.split('.').at(-1)}`;
    if (given.by === 'binding' && !bindings.has(binding)) bindings.set(binding, definitions.length);
    return (
      definitions.push({
        by: 'inline',
        member: null,
        owner: -1,
        function: -1,
        ...empty,
        ...given,
        ...place,
        kind,
        name,
        parent,
      }) - 1
    );
  };
  define('module', '', -1, 1);
  const blocks: OpenBlock[] = [{ indent: -1, line: 0, definition: 0, path: '', isClass: false }];
  const top = (): OpenBlock =>
    blocks.at(-1) ?? { indent: -1, line: 0, definition: 0, path: '', isClass: false };

  for (const statement of pythonStatements(source)) {
    const { text, line, indent } = statement;
    while (blocks.length > 1 && indent <= top().indent && line !== top().line) blocks.pop();
    const block = top();
    const { definition } = block;
    for (let at = definition; at > 0; at = definitions[at]?.parent ?? 0) extend(at, line);
    if (text.startsWith('@')) {
      decorators.push(text.slice(1).trim());
      note(text.slice(1), definition, line);
      continue;
    }
    if (text === "''" && first === definition && definition > 0) document(definition);
    first = -1;
    const head = /^(?:(async)\s+)?def\s+(\w+)\s*(?:\[[^\]]*\])?\s*\((.*)\)\s*(?:->.*)?$/s.exec(text);
    const type = /^class\s+(\w+)\s*(?:\[[^\]]*\])?\s*(?:\((.*)\))?$/s.exec(text);
    if (head !== null) openFunction(head, block, line, indent);
    else if (type !== null) openClass(type, block, line, indent);
    else {
      const head = text.slice(0, MOST_LOOKED_AT);
      statements.push({ ...statement, text: head, definition });
      plain(text, head, definition, line);
    }
    decorators = [];
  }

  function openFunction(
    [, async, name = '', params = '']: RegExpExecArray,
    block: OpenBlock,
    line: number,
    indent: number,
  ): void {
    const path = block.path === '' ? name : `${block.path}.${name}`;
    const isMethod = block.isClass;
    const isFree = /^__\w+__$/.test(name);
    const own =
      functions.push({
        ...places.of(line, line),
        name: path,
        kind: isMethod
          ? name === '__init__'
            ? 'constructor'
            : decorators.some((d) => /property/.test(d))
              ? 'getter'
              : 'method'
          : 'function',
        async: async !== undefined,
        generator: false,
        complexity: 1,
        params: parameterNames(params).length,
        ...optionalOf(params),
        documented: null,
        throws: false,
        loops: false,
      }) - 1;
    note(params, block.definition, line);
    for (const decorator of decorators) note(decorator, block.definition, line);
    locals[block.definition]?.add(name);
    const definition = define(isMethod ? 'method' : 'function', path, block.definition, line, {
      by: isFree ? 'inline' : isMethod ? 'member' : 'binding',
      member: isMethod && !isFree ? name : null,
      function: own,
      marked: decorators.some(registers),
    });
    for (const param of parameterNames(params)) locals[definition]?.add(param);
    const text = `def ${name}(${params})`.slice(0, MOST_LOOKED_AT);
    statements.push({ text, line, indent, opensBlock: true, definition });
    blocks.push({ indent, line, definition, path, isClass: false });
    first = definition;
  }

  function openClass(
    [, name = '', parents = '']: RegExpExecArray,
    block: OpenBlock,
    line: number,
    indent: number,
  ): void {
    const path = block.path === '' ? name : `${block.path}.${name}`;
    note(parents, block.definition, line);
    locals[block.definition]?.add(name);
    const definition = define('class', path, block.definition, line, {
      by: 'binding',
      marked: decorators.some(registers),
    });
    bases.push({ definition, text: parents });
    blocks.push({ indent, line, definition, path, isClass: true });
    first = definition;
  }

  function plain(whole: string, text: string, definition: number, line: number): void {
    const fn = functions[definitions[definition]?.function ?? -1];
    if (fn !== undefined) {
      fn.complexity += branchesOf(text);
      // `raise` and `raise error` hand on what was caught.
      if (/^raise\s+(?![a-z_]\w*(?:\s+from\b.*)?$)/.test(text)) fn.throws = true;
      if (/^(?:async\s+)?(?:for|while)\b|\bfor\b.*\bin\b/.test(text)) fn.loops = true;
      if (/\byield\b/.test(text)) fn.generator = true;
    }
    if (importStatement(whole, definition)) return;
    // The only text that matters by its value: what stands below runs when the file is started.
    if (definition === 0 && /^if\s+__name__\s*==/.test(text)) push(0, 'globals', '__main__');
    const outer = /^(?:global|nonlocal)\s+(.*)$/.exec(text)?.[1];
    for (const name of outer?.match(/\w+/g) ?? []) globalNames[definition]?.add(name);
    for (const name of assignedNames(text)) locals[definition]?.add(name);
    note(whole, definition, line);
  }

  function importStatement(text: string, definition: number): boolean {
    const from = /^from\s*(\.*\s*[\w.]*)\s*import\b\s*\(?([^)]*)\)?$/.exec(text);
    const whole = /^import\s+(.+)$/.exec(text);
    if (from === null && whole === null) return false;
    const specifier = from?.[1]?.replaceAll(/\s/g, '') ?? '';
    for (const item of (from?.[2] ?? whole?.[1] ?? '').split(',')) {
      const [, name = '', alias] = /^\s*([\w.*]+)(?:\s+as\s+(\w+))?/.exec(item) ?? [];
      if (name === '') continue;
      const use =
        from === null ? { specifier: name, name: '*', member: null } : { specifier, name, member: null };
      if (name === '*') push(definition, 'imports', use);
      else if (from === null && alias === undefined) imported.set(name.split('.')[0] ?? name, use);
      else imported.set(alias ?? name, use);
      if (definition !== 0) push(definition, 'loads', use.specifier);
    }
    return true;
  }

  function note(text: string, definition: number, line: number): void {
    for (const word of wordsOf(text)) if (!word.isKeyword) uses.push({ definition, word, line });
  }
  function extend(at: number, line: number): void {
    const open = definitions[at];
    if (open === undefined) return;
    Object.assign(open, places.of(open.line, line));
    const fn = functions[open.function];
    if (fn !== undefined) Object.assign(fn, places.of(fn.line, line));
  }
  function document(definition: number): void {
    const fn = functions[definitions[definition]?.function ?? -1];
    if (fn !== undefined) fn.documented = 'words';
  }
  function push<K extends 'imports' | 'uses' | 'members' | 'globals' | 'calls' | 'loads'>(
    definition: number,
    key: K,
    value: DefinitionFact[K][number],
  ): void {
    (definitions[definition]?.[key] as unknown[] | undefined)?.push(value);
  }

  noteFormatted(source, definitions, note);
  for (const use of uses) resolve(use);

  function resolve({ definition, word, line }: Use): void {
    const { name, isMember, of, isCall } = word;
    if (isMember) {
      push(definition, 'members', name);
      const module = of === null || isLocal(definition, of) ? undefined : imported.get(of);
      const use =
        module === undefined
          ? undefined
          : module.name === '*'
            ? { ...module, name }
            : { ...module, member: name };
      if (use !== undefined) push(definition, 'imports', use);
      if (!isCall) return;
      if (use !== undefined) call(definition, line, { kind: 'import', ...use });
      else call(definition, line, { kind: 'member', name, ofThis: of === 'self' });
      return;
    }
    if (isLocal(definition, name) && definition !== 0 && !isInner(definition, name)) return;
    const target = findDefinition(definition, name);
    const use = imported.get(name);
    if (target !== -1) {
      push(definition, 'uses', { definition: target, member: null });
      if (isCall) call(definition, line, { kind: 'definition', definition: target });
    } else if (use !== undefined) {
      push(definition, 'imports', use);
      if (isCall) call(definition, line, { kind: 'import', ...use });
    } else push(definition, 'globals', name);
  }
  function call(definition: number, line: number, target: CallFact['target']): void {
    push(definition, 'calls', { line, args: -1, target });
  }
  /** A variable of a function around this place. */
  function isLocal(definition: number, name: string): boolean {
    for (let at = definition; at > 0; at = definitions[at]?.parent ?? 0) {
      if (globalNames[at]?.has(name)) return false;
      if (definitions[at]?.kind !== 'class' && locals[at]?.has(name)) return true;
    }
    return false;
  }
  function isInner(definition: number, name: string): boolean {
    const found = findDefinition(definition, name);
    return found !== -1 && definitions[found]?.parent !== 0;
  }
  function findDefinition(definition: number, name: string): number {
    for (let scope = definition; ; scope = definitions[scope]?.parent ?? 0) {
      const found = bindings.get(`${scope} ${name}`) ?? -1;
      if (found !== -1 || scope === 0) return found;
    }
  }
  for (const { definition, text } of bases) {
    for (const base of text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '' && !part.includes('='))) {
      const open = definitions[definition];
      if (open === undefined || plainBases.test(base.replace(/\[.*$/, ''))) continue;
      const known = findDefinition(0, base);
      open.superclass = known !== -1 ? known : (imported.get(base) ?? 'external');
    }
  }
  findWays(statements, definitions, functions, source);
  const exports: ExportFact[] = [];
  definitions.forEach((one, definition) => {
    if (one.parent !== 0) return;
    const { line, endLine, start, end, name } = one;
    const documented = functions[one.function]?.documented ?? null;
    exports.push({ name, definition, from: null, typeOnly: false, documented, line, endLine, start, end });
  });
  for (const [name, from] of imported)
    exports.push({ name, definition: -1, from, typeOnly: false, documented: null, ...places.of(1, 1) });
  for (const [, list = ''] of source.matchAll(/^__all__\s*\+?=\s*[[(]([^\])]*)/gm)) {
    for (const [, name = ''] of list.matchAll(/["'](\w+)["']/g))
      for (const word of wordsOf(name)) resolve({ definition: 0, word, line: 1 });
  }
  return {
    functions,
    definitions,
    exports,
    observations: observePython(statements, definitions, functions, source),
    style: pythonStyle(source, statements),
    suppressions: places.suppressions,
    paths: dottedTexts(source),
    words: [...new Set([...source.matchAll(/["']([A-Za-z_]\w*)["']/g)].map(([, word = '']) => word))],
    prefixes: [],
    format: 'python',
    isMade: isMade(source),
    loadsComputed: /\b(?:import_module|__import__)\s*\((?!\s*["'])/.test(source),
    evaluates: /^[ \t]*(?:exec|eval)\s*\(|[^\w.](?:exec|eval)\s*\(/m.test(source),
  };
}

/** Parameters with a default. */
function optionalOf(params: string): Pick<FunctionFact, 'optional'> {
  const optional = itemsOf(params).flatMap((item) => /^\s*(\w+)\s*(?::[^=]*)?=/.exec(item)?.[1] ?? []);
  return optional.length === 0 ? {} : { optional };
}

/** `'polls.urls'`: what frameworks load by its full name. */
const dottedTexts = (source: string): string[] => [
  ...new Set(
    [...source.matchAll(/["']([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+(?::\w+)?|[A-Za-z_]\w*:\w+)["']/g)].map(
      ([, text = '']) => text,
    ),
  ),
];

const branchesOf = (text: string): number =>
  (/^(?:if|elif|for|while|except|case|async for)\b/.test(text) ? 1 : 0) +
  (text.match(/\b(?:and|or)\b|\bif\b(?=.*\belse\b)/g)?.length ?? 0);
