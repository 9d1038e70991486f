import type { FunctionKind } from '../../format/index.ts';
import { holder, placesOf } from '../parse/places.ts';
import type { FunctionMeta } from '../record/definitions.ts';
import {
  boundNames,
  child,
  children,
  eachChild,
  eachChildWith,
  isAnonymousDefinition,
  isFunction,
  type Node,
  unwrapParens,
} from './ast.ts';
import { keyName, methodKind, qualified, targetName } from './names.ts';

/** A function in the source as it stands, before levels and source maps. */
export interface RawFunction {
  readonly node: Node;
  readonly name: string;
  readonly kind: FunctionKind;
  /** Why its body cannot be rewritten without changing what it does. */
  readonly obstacle?: string;
}

export interface FoundFunction {
  /** Among the traced functions of the file. */
  readonly index: number;
  readonly level: number;
  readonly meta: FunctionMeta;
}

interface Place {
  /** Qualified name of what encloses. */
  readonly scope: string;
  /** Name that the place gives to an anonymous function or class. */
  readonly given?: string;
  readonly kind?: FunctionKind;
}

/** The nodes that are, name or enclose functions; to look at all others for long is what a start has no time for. */
const TELLING = new Set(
  `FunctionDeclaration FunctionExpression ArrowFunctionExpression ParenthesizedExpression ClassDeclaration ClassExpression
  MethodDefinition PropertyDefinition Property StaticBlock VariableDeclarator AssignmentPattern AssignmentExpression
  CallExpression ExportDefaultDeclaration WithStatement`.split(/\s+/),
);

/** The place of what gets neither a name nor a kind from it. */
const plainPlace = (place: Place): Place =>
  place.given === undefined && place.kind === undefined ? place : { scope: place.scope };

/**
 * Every function and static block of the program in source order, named as people name them. `isInvented`: added by a
 * compiler, and so neither found nor part of a name.
 */
export function findFunctions(
  program: Node,
  source: string,
  isInvented?: (node: Node) => boolean,
): RawFunction[] {
  const found: RawFunction[] = [];
  const compiled = isInvented !== undefined;
  let insideWith = 0;
  const holdsFunction = holder(placesOf(program).functions);

  function visit(node: Node, place: Place): void {
    if (!holdsFunction(node)) return;
    if (!TELLING.has(node.type)) {
      eachChildWith(node, plainPlace(place), visit);
      return;
    }
    if (isFunction(node)) {
      visitFunction(node, place);
      return;
    }
    const { scope } = place;
    switch (node.type) {
      case 'ParenthesizedExpression': {
        visit(node.expression as Node, place);
        return;
      }
      case 'ClassDeclaration':
      case 'ClassExpression': {
        const own = (child(node, 'id')?.name as string | undefined) ?? place.given ?? '<anonymous>';
        const inner = { scope: qualified(scope, own) };
        eachChildWith(node, inner, visit);
        return;
      }
      case 'MethodDefinition': {
        visitKeyed(node, scope, methodKind(node));
        return;
      }
      case 'PropertyDefinition':
      case 'Property': {
        visitKeyed(
          node,
          scope,
          node.method
            ? 'method'
            : node.kind === 'get'
              ? 'getter'
              : node.kind === 'set'
                ? 'setter'
                : undefined,
        );
        return;
      }
      case 'StaticBlock': {
        visitStaticBlock(node, scope);
        return;
      }
      case 'VariableDeclarator': {
        visitNamed(node, child(node, 'init'), 'id', scope);
        return;
      }
      case 'AssignmentPattern': {
        visitNamed(node, child(node, 'right'), 'left', scope);
        return;
      }
      case 'AssignmentExpression': {
        visitNamed(node, child(node, 'right'), 'left', scope);
        return;
      }
      case 'CallExpression': {
        const space = compiled ? namespaceOf(node) : undefined;
        if (space) {
          eachChild(unwrapParens(node.callee as Node), (inner) =>
            visit(inner, { scope: qualified(scope, space) }),
          );
          return;
        }
        // esbuild's keepNames: `name(() => .., "given")`.
        const [value, text] = children(node, 'arguments');
        const keeps = value && isAnonymousDefinition(value) && typeof text?.value === 'string';
        if (!keeps || (node.callee as Node).type !== 'Identifier') break;
        visit(value, { ...place, scope, given: text.value as string });
        return;
      }
      case 'ExportDefaultDeclaration': {
        visit(node.declaration as Node, { scope, given: 'default' });
        return;
      }
      case 'WithStatement':
        // Inserted names would be looked up in the object first.
        insideWith++;
        eachChildWith(node, plainPlace(place), visit);
        insideWith--;
        return;
    }
    eachChildWith(node, plainPlace(place), visit);
  }

  function visitKeyed(node: Node, scope: string, kind: FunctionKind | undefined): void {
    if (node.computed) visit(node.key as Node, { scope });
    const value = child(node, 'value');
    if (value && compiled && isBundledModule(node.key as Node, value)) {
      eachChildWith(value, { scope }, visit);
      return;
    }
    if (value) visit(value, { scope, given: keyName(node, source), ...(kind ? { kind } : {}) });
  }

  function visitNamed(node: Node, value: Node | undefined, targetKey: string, scope: string): void {
    const target = node[targetKey] as Node;
    visit(target, { scope });
    if (!value) return;
    const given = targetName(target, source);
    const inner = unwrapParens(value);
    // `const api = { get() {} }`: its methods are api's.
    if (inner.type === 'ObjectExpression' && given) {
      for (const part of children(inner, 'properties')) visit(part, { scope: qualified(scope, given) });
    } else visit(value, given ? { scope, given } : { scope });
  }

  function visitFunction(node: Node, place: Place): void {
    const own = (child(node, 'id')?.name as string | undefined) ?? place.given ?? '<anonymous>';
    if (isInvented?.(node)) {
      eachChildWith(node, plainPlace(place), visit);
      return;
    }
    const name = qualified(place.scope, own);
    const kind = place.kind ?? (node.type === 'ArrowFunctionExpression' ? 'arrow' : 'function');
    const obstacle = insideWith > 0 || holdsWith(node) ? 'with statement' : hoistingObstacle(node);
    found.push({ node, name, kind, ...(obstacle ? { obstacle } : {}) });
    eachChildWith(node, { scope: name }, visit);
  }

  function visitStaticBlock(node: Node, scope: string): void {
    if (isInvented?.(node)) return;
    const name = qualified(scope, '<static>');
    const obstacle = hoistingObstacle(node);
    found.push({ node, name, kind: 'static-block', ...(obstacle ? { obstacle } : {}) });
    eachChildWith(node, { scope: name }, visit);
  }

  visit(program, { scope: '' });
  return found;
}

function holdsWith(node: Node): boolean {
  let held = false;
  const look = (inner: Node): void => {
    if (inner.type === 'WithStatement') held = true;
    if (!held && !isFunction(inner)) eachChild(inner, look);
  };
  const body = child(node, 'body');
  if (body && mayHoldWith) look(body);
  return held;
}

/** Set per program, because almost none has the word and the walk would be quadratic in the nesting. */
let mayHoldWith = true;
export function setMayHoldWith(may: boolean): void {
  mayHoldWith = may;
}

/**
 * A body moves into a try block, where its functions become block-level ones. That changes nothing unless their
 * names are also parameters, variables or each other's, or those of what a direct eval declares.
 */
function hoistingObstacle(node: Node): string | undefined {
  const body = node.type === 'StaticBlock' ? node : (node.body as Node);
  if (body !== node && body.type !== 'BlockStatement') return undefined;
  const functions = children(body, 'body').filter((inner) => inner.type === 'FunctionDeclaration');
  if (functions.length === 0) return undefined;
  const names = new Set<string>();
  for (const inner of functions) {
    const name = (inner.id as Node).name as string;
    if (names.has(name)) return 'functions of one name';
    names.add(name);
  }
  const others = children(node, 'params').flatMap((param) => boundNames(param));
  let evaluates = false;
  const look = (inner: Node): void => {
    if (isFunction(inner) || inner.type.startsWith('Class')) return;
    if (inner.type === 'CallExpression' && (inner.callee as Node).name === 'eval') evaluates = true;
    if (inner.type === 'VariableDeclaration' && inner.kind === 'var') {
      for (const declarator of children(inner, 'declarations')) boundNames(declarator.id as Node, others);
    }
    eachChild(inner, look);
  };
  for (const inner of children(body, 'body')) look(inner);
  // What it declares may have any name.
  if (evaluates) return 'functions beside a direct eval';
  return others.some((name) => names.has(name)) ? 'a variable and a function of one name' : undefined;
}

/** `"src/a.js"(exports, module) { .. }`, which a bundler makes of a file. */
function isBundledModule(key: Node, value: Node): boolean {
  return isFunction(value) && typeof key.value === 'string' && /^[^/].*\.[cm]?[jt]sx?$/.test(key.value);
}

/** `(function (Name) { .. })(Name || (Name = {}))`, which namespaces and enums become, also as an arrow: gives `Name`. */
function namespaceOf(call: Node): string | undefined {
  const callee = unwrapParens(call.callee as Node);
  const [argument, ...more] = children(call, 'arguments');
  const param = isFunction(callee) && !child(callee, 'id') ? children(callee, 'params')[0] : undefined;
  if (argument?.type !== 'LogicalExpression' || more.length > 0 || param?.type !== 'Identifier')
    return undefined;
  // The parameter may have a name of the compiler's.
  const space = argument.left as Node;
  return (space.type === 'Identifier' ? space.name : param.name) as string;
}
