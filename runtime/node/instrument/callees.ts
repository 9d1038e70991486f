import { holder, placesOf } from '../parse/places.ts';
import { child, children, eachChild, isFunction, type Node, unwrapParens } from './ast.ts';
import { listening } from './scheduling.ts';

/** What a file says about the names that it calls. */
export interface CalleeNames {
  /** Functions and classes of the file itself and of files beside it. */
  readonly own: ReadonlySet<string>;
  /** Names of methods that the file defines. */
  readonly methods: ReadonlySet<string>;
  /** Parameters of functions of the file: what they are called with is known elsewhere. */
  readonly params: ReadonlySet<string>;
  /** Packages and Node's modules by the names that stand for them or for what they export. */
  readonly libraries: ReadonlyMap<string, string>;
  /** Functions that are handed over by name to listen to an emitter. */
  readonly listeners: ReadonlySet<string>;
}

interface Gathered {
  readonly own: Set<string>;
  readonly methods: Set<string>;
  readonly params: Set<string>;
  readonly libraries: Map<string, string>;
  readonly listeners: Set<string>;
}

const isOwnModule = (specifier: string) => /^[./#]|^file:/.test(specifier);

/** One walk over a file. */
export function findCalleeNames(program: Node): CalleeNames {
  const names: Gathered = {
    own: new Set(),
    methods: new Set(),
    params: new Set(),
    libraries: new Map(),
    listeners: new Set(),
  };
  const isTelling = holder(placesOf(program).telling);
  const visit = (node: Node): void => {
    if (!isTelling(node)) return;
    note(node, names);
    eachChild(node, visit);
  };
  visit(program);
  return names;
}

function note(node: Node, names: Gathered): void {
  if (isFunction(node)) {
    for (const param of children(node, 'params')) {
      if (param.type === 'Identifier') names.params.add(param.name as string);
    }
  }
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'ClassDeclaration': {
      const id = child(node, 'id');
      if (id) names.own.add(id.name as string);
      return;
    }
    case 'VariableDeclarator': {
      const value = child(node, 'init');
      if (value) noteVariable(node.id as Node, unwrapParens(value), names);
      return;
    }
    case 'ImportDeclaration': {
      const specifier = (node.source as Node).value as string;
      for (const imported of children(node, 'specifiers'))
        noteImport(imported.local as Node, specifier, names);
      return;
    }
    case 'MethodDefinition':
    case 'Property':
    case 'PropertyDefinition': {
      const value = child(node, 'value');
      const key = child(node, 'key');
      if (value && key?.type === 'Identifier' && isFunction(value)) names.methods.add(key.name as string);
      return;
    }
    case 'AssignmentExpression': {
      const target = node.left as Node;
      if (target.type !== 'MemberExpression' || !isFunction(unwrapParens(node.right as Node))) return;
      const key = child(target, 'property');
      if (key?.type === 'Identifier') names.methods.add(key.name as string);
      return;
    }
    case 'CallExpression': {
      const listener = listening(node)?.listener;
      if (listener?.type === 'Identifier') names.listeners.add(listener.name as string);
    }
  }
}

function noteVariable(target: Node, value: Node, names: Gathered): void {
  if (isFunction(value) || value.type === 'ClassExpression') {
    if (target.type === 'Identifier') names.own.add(target.name as string);
    return;
  }
  const specifier = requiredModule(value);
  if (specifier === undefined) return;
  if (target.type === 'Identifier') noteImport(target, specifier, names);
  for (const property of children(target, 'properties')) {
    const bound = child(property, 'value');
    if (bound?.type === 'Identifier') noteImport(bound, specifier, names);
  }
}

function noteImport(local: Node, specifier: string, names: Gathered): void {
  if (isOwnModule(specifier)) names.own.add(local.name as string);
  else names.libraries.set(local.name as string, specifier.replace(/^node:/, ''));
}

/** `require('x')`, also with what is read of it at once. */
function requiredModule(value: Node): string | undefined {
  let inner = value;
  while (inner.type === 'MemberExpression') inner = inner.object as Node;
  if (inner.type === 'AwaitExpression') inner = inner.argument as Node;
  if (inner.type === 'ImportExpression') return textOf(child(inner, 'source'));
  if (inner.type !== 'CallExpression' || (inner.callee as Node).name !== 'require') return undefined;
  return textOf(children(inner, 'arguments')[0]);
}

const textOf = (node: Node | undefined) =>
  typeof node?.value === 'string' ? (node.value as string) : undefined;
