import { oxcParser } from '../natives.ts';
import { isNode, nodesIn, type SyntaxNode } from '../syntax-tree.ts';

/** A part of a text, UTF-16 offsets, end exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Something of the module that runs while the module is loaded. */
interface Running {
  readonly node: SyntaxNode;
  /** What stands around it calls it: it is a callee, or an argument of a call that may call it at once. */
  readonly isCalled: boolean;
  /** The name by which code beside it can call it; `null` where it has none. */
  readonly owner: string | null;
  /** What has the name is this itself, and not something that it is a part of. */
  readonly isOwner: boolean;
}

/** A function that does not run as far as is known. */
type Late = Pick<Running, 'owner' | 'isOwner'>;

/** Calls that keep a function for later, or give another one that calls it then. */
const keeping =
  /^(?:on|once|addListener|addEventListener|get|post|put|patch|delete|all|then|catch|finally|setTimeout|setInterval|setImmediate|nextTick|queueMicrotask|memoi[sz]e\w*|lazy[A-Z]?\w*|deprecated?|debounce|throttle|promisify|callbackify)$/;

/** What is called together with what stands around it: `(f)()`, `f.call()`, `new (class { constructor() {} })()`. */
const handsOn =
  /^(?:ParenthesizedExpression|TS\w+Expression|MemberExpression|ClassExpression|ClassBody|MethodDefinition)$/;

/** Around the same value. */
const wraps = /^(?:ParenthesizedExpression|TS\w+Expression)$/;

/**
 * The functions whose code does not run while their module is loaded, outermost ones only, in no order. A function counts as run where
 * code that runs hands it to a call that may call it, or calls something of its name, of that of its class, or of the object that it
 * belongs to. Who is handed a class, or an object, seldom calls its methods at once. What another module calls while it is loaded itself is not seen.
 */
export function lateFunctions(program: SyntaxNode): TextRange[] {
  const { visitorKeys } = oxcParser();
  const late = new Map<SyntaxNode, Late>();
  const called = new Set<string>();
  const handed = new Set<string>();
  const waiting: Running[] = [{ node: program, isCalled: false, owner: null, isOwner: false }];
  const runs = ({ owner, isOwner }: Late): boolean =>
    owner !== null && (called.has(owner) || (isOwner && handed.has(owner)));

  function take({ node, isCalled, owner: outer, isOwner: isValue }: Running): void {
    const owner = outer ?? nameGiven(node);
    const isOwner = isValue || (outer === null && node.type === 'FunctionDeclaration');
    if (isFunction(node) && !isCalled && !runs({ owner, isOwner })) {
      late.set(node, { owner, isOwner });
      return;
    }
    const isCall = /^(?:Call|New)Expression$/.test(node.type);
    const keeps = isCall && keeping.test(lastName(node.callee) ?? '');
    runNow(called, calledBy(node));
    if (isCall && !keeps) for (const argument of nodesIn(node.arguments)) runNow(handed, nameOf(argument));
    const isNamed = outer === null && givesToValue(node);
    for (const field of visitorKeys[node.type] ?? []) {
      const calls = isCall ? field === 'callee' || !keeps : isCalled && handsOn.test(node.type);
      const keepsName = isNamed || (isValue && wraps.test(node.type));
      for (const child of nodesIn(node[field]))
        waiting.push({ node: child, isCalled: calls, owner, isOwner: keepsName });
    }
  }

  /** Functions that were put aside under a name run after all. */
  function runNow(names: Set<string>, name: string | null): void {
    if (name === null || names.has(name)) return;
    names.add(name);
    for (const [node, one] of late) {
      if (one.owner !== name || !runs(one)) continue;
      late.delete(node);
      waiting.push({ node, isCalled: true, ...one });
    }
  }

  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) take(next);
  return [...late.keys()].map(({ start, end }) => ({ start, end }));
}

/** The name that a declaration or an assignment gives: of `exports.a = ..` and `A.prototype.b = ..` what stands first. */
function nameGiven(node: SyntaxNode): string | null {
  switch (node.type) {
    case 'VariableDeclarator':
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return nameOf(node.id);
    case 'AssignmentExpression':
      return firstName(node.left);
    default:
      return null;
  }
}

/** Whether the name that a node gives is that of a value in it, and not of something that the value becomes a part of. */
const givesToValue = ({ type, left }: SyntaxNode): boolean =>
  type === 'VariableDeclarator' || (type === 'AssignmentExpression' && nameOf(left) !== null);

/** What running a node calls, by its name. */
function calledBy(node: SyntaxNode): string | null {
  switch (node.type) {
    case 'CallExpression':
    case 'NewExpression':
      return firstName(node.callee);
    case 'TaggedTemplateExpression':
      return firstName(node.tag);
    case 'Decorator':
      return firstName(node.expression);
    default:
      return null;
  }
}

const nameOf = (node: unknown): string | null =>
  isNode(node) && node.type === 'Identifier' ? String(node.name) : null;

/** `a` of `a.b.c`. */
function firstName(node: unknown): string | null {
  let at = node;
  while (isNode(at) && at.type === 'MemberExpression') at = at.object;
  return nameOf(at);
}

/** `c` of `a.b.c`. */
const lastName = (node: unknown): string | null =>
  isNode(node) && node.type === 'MemberExpression' ? nameOf(node.property) : nameOf(node);

const isFunction = ({ type }: SyntaxNode): boolean =>
  type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression';
