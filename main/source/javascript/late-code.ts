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
}

/** Calls that keep a function for later. */
const keeping =
  /^(?:on|once|addListener|addEventListener|get|post|put|patch|delete|all|then|catch|finally|setTimeout|setInterval|setImmediate|nextTick|queueMicrotask)$/;

/** What is called together with what stands around it: `(f)()`, `f.call()`, `new (class { constructor() {} })()`. */
const handsOn =
  /^(?:ParenthesizedExpression|TS\w+Expression|MemberExpression|ClassExpression|ClassBody|MethodDefinition)$/;

/**
 * The functions whose code does not run while their module is loaded, outermost ones only, in no order. A function counts as run where
 * code that runs hands it to a call that may call it, or calls something of its name, of that of its class, or of the object that it
 * belongs to. What another module calls while it is loaded itself is not seen.
 */
export function lateFunctions(program: SyntaxNode): TextRange[] {
  const { visitorKeys } = oxcParser();
  const late = new Map<SyntaxNode, string | null>();
  const run = new Set<string>();
  const waiting: Running[] = [{ node: program, isCalled: false, owner: null }];

  function take({ node, isCalled, owner: outer }: Running): void {
    const owner = outer ?? nameGiven(node);
    if (isFunction(node) && !isCalled && !(owner !== null && run.has(owner))) {
      late.set(node, owner);
      return;
    }
    const isCall = /^(?:Call|New)Expression$/.test(node.type);
    const keeps = isCall && keeping.test(lastName(node.callee) ?? '');
    for (const name of namedBy(node, keeps)) runNow(name);
    for (const field of visitorKeys[node.type] ?? []) {
      const calls = isCall ? field === 'callee' || !keeps : isCalled && handsOn.test(node.type);
      for (const child of nodesIn(node[field])) waiting.push({ node: child, isCalled: calls, owner });
    }
  }

  /** Functions that were put aside under a name run after all. */
  function runNow(name: string): void {
    if (run.has(name)) return;
    run.add(name);
    for (const [node, owner] of late) {
      if (owner !== name) continue;
      late.delete(node);
      waiting.push({ node, isCalled: true, owner });
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

/** What running a node calls, or may call, by its name. */
function namedBy(node: SyntaxNode, keeps: boolean): string[] {
  const named = (): (string | null)[] => {
    switch (node.type) {
      case 'CallExpression':
      case 'NewExpression':
        return [firstName(node.callee), ...(keeps ? [] : nodesIn(node.arguments).map(nameOf))];
      case 'TaggedTemplateExpression':
        return [firstName(node.tag)];
      case 'Decorator':
        return [firstName(node.expression)];
      default:
        return [];
    }
  };
  return named().filter((name) => name !== null);
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
