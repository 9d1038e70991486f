import { posix } from 'node:path';
import { isNode, literalText, nodesIn, type SyntaxNode } from '../syntax-tree.ts';
import type { Collector } from './collector.ts';
import { leadingText } from './traits.ts';

/** Notes the file that an expression names beside its own: a way to name a module whose parts are all known. */
export function noteBeside(node: SyntaxNode, collector: Collector): void {
  const path = pathBeside(node);
  if (path !== null) collector.paths.add(path);
}

/** A `require` that somebody else than its text decides about. */
export function noteComputedRequire(call: SyntaxNode, callee: SyntaxNode, collector: Collector): void {
  const [argument] = nodesIn(call.arguments);
  if (callee.type !== 'Identifier' || callee.name !== 'require' || argument === undefined) return;
  if (pathBeside(argument) === null) collector.loadComputed(leadingText(argument));
}

/**
 * `./lib/x` of `path.join(__dirname, 'lib', 'x')`, `__dirname + '/lib/x'`, and `` `${import.meta.dirname}/lib/x` ``; `null` of everything else.
 */
function pathBeside(node: SyntaxNode): string | null {
  switch (node.type) {
    case 'BinaryExpression':
      return node.operator === '+' && isOwnFolder(node.left) ? below(literalText(node.right)) : null;
    case 'TemplateLiteral': {
      const [before, behind] = nodesIn(node.quasis).map(({ value }) => (value as { cooked?: string }).cooked);
      const [folder, ...others] = nodesIn(node.expressions);
      return before === '' && others.length === 0 && isOwnFolder(folder) ? below(behind ?? null) : null;
    }
    case 'CallExpression': {
      const callee = node.callee as SyntaxNode;
      const named = callee.type === 'MemberExpression' ? (callee.property as SyntaxNode) : callee;
      const [folder, ...parts] = nodesIn(node.arguments);
      if (!/^(?:join|resolve)$/.test(String(named.name)) || !isOwnFolder(folder)) return null;
      const texts = parts.map(literalText).filter((text) => text !== null);
      return texts.length === parts.length && texts.length > 0 ? `./${posix.join(...texts)}` : null;
    }
    default:
      return null;
  }
}

const below = (text: string | null): string | null =>
  text?.startsWith('/') ? `.${posix.normalize(text)}` : null;

function isOwnFolder(node: unknown): boolean {
  if (!isNode(node)) return false;
  if (node.type === 'Identifier') return node.name === '__dirname';
  return (
    node.type === 'MemberExpression' &&
    (node.object as SyntaxNode).type === 'MetaProperty' &&
    (node.property as SyntaxNode).name === 'dirname'
  );
}
