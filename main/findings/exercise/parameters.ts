import { parseSync } from 'oxc-parser';
import { isNode, nodesIn, type SyntaxNode } from '../../source/index.ts';
import type { Shape } from './protocol.ts';

const unknown: Shape = { kind: 'unknown' };

/** Aliases and interfaces that are followed from one to the next. */
const MAX_DEPTH = 4;

const keywords: Readonly<Record<string, Shape>> = {
  TSStringKeyword: { kind: 'string' },
  TSNumberKeyword: { kind: 'number' },
  TSBooleanKeyword: { kind: 'boolean' },
  TSBigIntKeyword: { kind: 'bigint' },
  TSUndefinedKeyword: { kind: 'undefined' },
  TSVoidKeyword: { kind: 'undefined' },
  TSNullKeyword: { kind: 'literal', value: null },
  TSFunctionType: { kind: 'callback' },
};

/** A class of a file, as far as it can be called from outside. */
export interface ClassShape {
  readonly name: string;
  readonly isAbstract: boolean;
  /** Offset of the constructor; -1 where it has none of its own. */
  readonly ownConstructor: number;
  /** What an instance takes; `null`: what a class that is not known here takes. */
  readonly params: readonly Shape[] | null;
  /** Methods that anybody may call: no accessors, none that is private or named as if it were. */
  readonly methods: readonly { readonly name: string; readonly start: number; readonly isStatic: boolean }[];
}

/** What is known of the values that a file's functions take. */
export interface FileShapes {
  /** By the offset where a function begins. */
  readonly params: ReadonlyMap<number, readonly Shape[]>;
  /** By offset. */
  readonly classes: ReadonlyMap<number, ClassShape>;
}

/**
 * What the parameters of a file's functions take, by the offset where a function begins: by their types in TypeScript, by their default
 * values, and by nothing else. `unknown` for what is declared elsewhere.
 */
export function parameterShapes(path: string, text: string): FileShapes {
  const program = parseSync(path, text).program as unknown as SyntaxNode;
  const declared = new Map<string, SyntaxNode>();
  const found = new Map<number, readonly Shape[]>();
  const functions: SyntaxNode[] = [];
  const classNodes: SyntaxNode[] = [];
  const waiting: unknown[] = [program];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (Array.isArray(node)) waiting.push(...(node as unknown[]));
    if (!isNode(node)) continue;
    if (node.type === 'TSTypeAliasDeclaration' || node.type === 'TSInterfaceDeclaration')
      declared.set(String((node.id as SyntaxNode).name), node);
    if (/^(?:Function(?:Declaration|Expression)|ArrowFunctionExpression)$/.test(node.type))
      functions.push(node);
    if (/^Class(?:Declaration|Expression)$/.test(node.type)) classNodes.push(node);
    waiting.push(...Object.values(node));
  }
  const read = createTypeReader(declared);
  for (const node of functions) {
    const params = nodesIn(node.params).filter(({ type }) => type !== 'RestElement');
    found.set(
      node.start,
      params.map((param) => shapeOfParameter(param, read)),
    );
  }
  const classes = new Map(classNodes.map((node) => [node.start, classShape(node, found)]));
  return { params: found, classes };
}

/** What of a class can be called; members by the offset of their functions. */
function classShape(node: SyntaxNode, found: ReadonlyMap<number, readonly Shape[]>): ClassShape {
  let ownConstructor = -1;
  const methods: { name: string; start: number; isStatic: boolean }[] = [];
  for (const member of nodesIn((node.body as SyntaxNode).body)) {
    const { key, value } = member as unknown as { key?: SyntaxNode; value?: SyntaxNode };
    if (member.type !== 'MethodDefinition' || !isNode(value)) continue;
    if (member.kind === 'constructor') ownConstructor = value.start;
    if (member.kind !== 'method' || member.computed === true || key?.type !== 'Identifier') continue;
    const name = String(key.name);
    if (name.startsWith('_') || /^(?:private|protected)$/.test(String(member.accessibility))) continue;
    methods.push({ name, start: value.start, isStatic: member.static === true });
  }
  const own = ownConstructor === -1 ? null : (found.get(ownConstructor) ?? []);
  return {
    name: isNode(node.id) ? String(node.id.name) : '',
    isAbstract: node.abstract === true,
    ownConstructor,
    params: own ?? (node.superClass === null ? [] : null),
    methods,
  };
}

type ReadType = (type: unknown, depth: number) => Shape;

function shapeOfParameter(param: SyntaxNode, read: ReadType): Shape {
  if (param.type === 'AssignmentPattern') {
    const target = param.left as SyntaxNode;
    return isNode(target.typeAnnotation) ? read(target.typeAnnotation, 0) : shapeOfDefault(param.right);
  }
  if (param.type === 'TSParameterProperty') return shapeOfParameter(param.parameter as SyntaxNode, read);
  const shape = isNode(param.typeAnnotation) ? read(param.typeAnnotation, 0) : shapeOfPattern(param);
  return param.optional === true ? { kind: 'one-of', shapes: [shape, { kind: 'undefined' }] } : shape;
}

/** What is taken apart has parts, whatever these are. */
function shapeOfPattern(param: SyntaxNode): Shape {
  if (param.type === 'ArrayPattern') return { kind: 'list', item: unknown };
  if (param.type !== 'ObjectPattern') return unknown;
  const fields = nodesIn(param.properties).flatMap(({ key, computed }) =>
    computed !== true && isNode(key) && key.type === 'Identifier'
      ? [{ name: String(key.name), shape: unknown, optional: false }]
      : [],
  );
  return { kind: 'object', fields };
}

function shapeOfDefault(value: unknown): Shape {
  if (!isNode(value) || value.type !== 'Literal') return unknown;
  const type = typeof value.value;
  return type === 'string' || type === 'number' || type === 'boolean' ? { kind: type } : unknown;
}

function createTypeReader(declared: ReadonlyMap<string, SyntaxNode>): ReadType {
  function members(nodes: unknown, depth: number): Shape {
    const fields = nodesIn(nodes).map((member) => ({
      name: String((member.key as SyntaxNode | undefined)?.name ?? ''),
      shape:
        member.type === 'TSMethodSignature'
          ? ({ kind: 'callback' } as const)
          : read(member.typeAnnotation, depth),
      optional: member.optional === true,
    }));
    return fields.some(({ name }) => name === '') ? unknown : { kind: 'object', fields };
  }

  function reference(node: SyntaxNode, depth: number): Shape {
    const name = String((node.typeName as SyntaxNode).name ?? '');
    const [first, second] = nodesIn((node.typeArguments as SyntaxNode | null)?.params);
    if (name === 'Array' || name === 'ReadonlyArray') return { kind: 'list', item: read(first, depth) };
    if (name === 'Record') return { kind: 'record', value: read(second, depth) };
    if (name === 'Readonly') return read(first, depth);
    if (name === 'Date') return { kind: 'date' };
    const own = declared.get(name);
    if (own === undefined || depth >= MAX_DEPTH || isNode(own.typeParameters)) return unknown;
    if (own.type === 'TSTypeAliasDeclaration') return read(own.typeAnnotation, depth + 1);
    return nodesIn(own.extends).length > 0 ? unknown : members((own.body as SyntaxNode).body, depth + 1);
  }

  function read(node: unknown, depth: number): Shape {
    if (!isNode(node)) return unknown;
    const keyword = keywords[node.type];
    if (keyword !== undefined) return keyword;
    switch (node.type) {
      case 'TSTypeAnnotation':
      case 'TSParenthesizedType':
        return read(node.typeAnnotation, depth);
      case 'TSTypeOperator':
        return node.operator === 'readonly' ? read(node.typeAnnotation, depth) : unknown;
      case 'TSArrayType':
        return { kind: 'list', item: read(node.elementType, depth) };
      case 'TSTupleType':
        return { kind: 'tuple', items: nodesIn(node.elementTypes).map((item) => read(item, depth)) };
      case 'TSUnionType':
        return { kind: 'one-of', shapes: nodesIn(node.types).map((type) => read(type, depth)) };
      case 'TSLiteralType': {
        const value = (node.literal as SyntaxNode).value;
        const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
        return isPlain ? { kind: 'literal', value } : unknown;
      }
      case 'TSTypeLiteral':
        return members(node.members, depth);
      case 'TSTypeReference':
        return reference(node, depth);
      default:
        return unknown;
    }
  }
  return read;
}

/** Whether all of it is known: a call with such values is one that the function must stand. */
export function isKnown(shape: Shape): boolean {
  switch (shape.kind) {
    case 'unknown':
      return false;
    case 'list':
      return isKnown(shape.item);
    case 'record':
      return isKnown(shape.value);
    case 'tuple':
      return shape.items.every(isKnown);
    case 'object':
      return shape.fields.every((field) => isKnown(field.shape));
    case 'one-of':
      return shape.shapes.every(isKnown);
    default:
      return true;
  }
}
