import { child, children, type Node, unwrapParens } from './ast.ts';

const MAX_LENGTH = 80;

/** What a call or an await calls, as people would say it: `JSON.parse`, `new Date`, `fetch().then`, `await db.query`. */
export function siteName(node: Node): string {
  const name = node.type === 'AwaitExpression' ? `await ${called(node.argument as Node)}` : calleeName(node);
  return name.length > MAX_LENGTH ? `${name.slice(0, MAX_LENGTH - 1)}…` : name;
}

/** The target of an assignment: `order.total`, `list[i]`. */
export function memberText(node: Node): string {
  const name = expressionName(node);
  return name.length > MAX_LENGTH ? `${name.slice(0, MAX_LENGTH - 1)}…` : name;
}

const calleeName = (node: Node): string =>
  `${node.type === 'NewExpression' ? 'new ' : ''}${expressionName(node.callee as Node)}`;

function called(node: Node): string {
  const inner = unwrapParens(node);
  const value = inner.type === 'ChainExpression' ? (inner.expression as Node) : inner;
  return value.type === 'CallExpression' || value.type === 'NewExpression'
    ? calleeName(value)
    : expressionName(value);
}

/** Without arguments, and without what is no name. */
function expressionName(node: Node): string {
  const parts: string[] = [];
  let at: Node = node;
  for (;;) {
    at = unwrapParens(at);
    if (at.type === 'ChainExpression') at = at.expression as Node;
    else if (at.type === 'CallExpression') {
      parts.push('()');
      at = at.callee as Node;
    } else if (at.type === 'MemberExpression') {
      parts.push(memberName(at));
      at = at.object as Node;
    } else break;
  }
  return rootName(at) + parts.reverse().join('');
}

function memberName(node: Node): string {
  const property = node.property as Node;
  const dot = node.optional ? '?.' : '.';
  if (!node.computed) return `${dot}${property.type === 'PrivateIdentifier' ? '#' : ''}${property.name}`;
  const key = property.type === 'Literal' ? String(property.value) : expressionName(property);
  return `[${key}]`;
}

function rootName(node: Node): string {
  switch (node.type) {
    case 'Identifier':
      return node.name as string;
    case 'ThisExpression':
      return 'this';
    case 'Super':
      return 'super';
    case 'ImportExpression':
      return 'import()';
    case 'NewExpression':
      return `new ${expressionName(node.callee as Node)}()`;
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return (child(node, 'id')?.name as string | undefined) ?? '(function)';
    case 'ArrayExpression':
      return '[]';
    case 'ObjectExpression':
      return '{}';
    case 'Literal':
      return typeof node.value === 'string' ? "''" : String(node.value);
    case 'TemplateLiteral':
      return '``';
    case 'SequenceExpression':
      return importedName(node) ?? '(…)';
    default:
      return '(…)';
  }
}

/** Compilers write `(0, lib_1.load)(..)` for a call of what has been imported. */
function importedName(node: Node): string | undefined {
  const [zero, member] = children(node, 'expressions');
  return zero?.type === 'Literal' && member?.type === 'MemberExpression' && !member.computed
    ? memberName(member).slice(1)
    : undefined;
}
