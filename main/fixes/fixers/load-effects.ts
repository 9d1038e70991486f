import type { ProjectFile } from '../project-file.ts';
import { isNode, type Node, nodesIn } from './syntax.ts';

/** Of an identifier, or a key that is written as a text; empty for any other node. */
export const nameOf = (node: unknown): string => (isNode(node) ? String(node.name ?? node.value) : '');

/** What a variable is given by `require`, as a whole or a member of it; `null` for any other. */
export function requiredBy({ init }: Node): string | null {
  let call = init;
  while (isNode(call) && call.type === 'MemberExpression' && call.computed !== true) call = call.object;
  if (!isNode(call) || call.type !== 'CallExpression' || nameOf(call.callee) !== 'require') return null;
  const [argument] = nodesIn(call.arguments);
  return typeof argument?.value === 'string' ? argument.value : null;
}

/** The first statement of a module that does more than define something; `null` where there is none. */
export function effectOf({ body }: Node, { text }: ProjectFile): string | null {
  const own = new Set(nodesIn(body).flatMap(ownNames));
  for (const statement of nodesIn(body)) {
    const declared = isNode(statement.declaration) ? statement.declaration : statement;
    if (typeof statement.directive === 'string') continue;
    if (!/Statement$/.test(statement.type) && nodesIn(declared.decorators).length === 0) continue;
    const { expression } = statement;
    const isExport =
      isNode(expression) &&
      ((expression.type === 'AssignmentExpression' && isOfOwn(expression.left, own)) ||
        (expression.type === 'CallExpression' &&
          shapes(expression.callee) &&
          isOfOwn(nodesIn(expression.arguments)[0], own)));
    if (!isExport)
      return `\`${text.slice(statement.start, statement.end).split('\n')[0]?.trim().slice(0, 60)}\``;
  }
  return null;
}

/** `Object.defineProperty` and its kind, `util.inherits`: they say what something of the module is. */
const shapes = (callee: unknown): boolean =>
  isNode(callee) &&
  (callee.type === 'MemberExpression'
    ? nameOf(callee.object) === 'Object' || nameOf(callee.property) === 'inherits'
    : nameOf(callee) === 'inherits');

/** Names that a statement gives to something of the module itself. */
function ownNames(statement: Node): string[] {
  const declared = isNode(statement.declaration) ? statement.declaration : statement;
  if (/^(?:Function|Class)Declaration$/.test(declared.type)) return [nameOf(declared.id)];
  return nodesIn(declared.declarations)
    .filter((one) => requiredBy(one) === null)
    .map(({ id }) => nameOf(id));
}

/** What hangs on `exports`, `module.exports`, or something else of the module itself. */
function isOfOwn(node: unknown, own: ReadonlySet<string>): boolean {
  let at = node;
  while (isNode(at) && at.type === 'MemberExpression') {
    if (nameOf(at.object) === 'module' && nameOf(at.property) === 'exports') return true;
    at = at.object;
  }
  return nameOf(at) === 'exports' || own.has(nameOf(at));
}
