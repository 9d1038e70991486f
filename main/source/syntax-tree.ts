import { oxcParser } from './natives.ts';

/** A node of the ESTree (TS-ESTree) that the parser returns; other fields by name. */
export interface SyntaxNode {
  readonly type: string;
  /** UTF-16 offsets, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

export function isNode(value: unknown): value is SyntaxNode {
  return (
    typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
  );
}

/** The nodes in a field: none, one, or those of its list. */
export function nodesIn(value: unknown): readonly SyntaxNode[] {
  if (Array.isArray(value)) return value.filter(isNode);
  return isNode(value) ? [value] : [];
}

/**
 * Visits every node once, a parent before its children, without recursion: source can be nested deeper than a stack.
 * @param visit gets a node and the context of its parent, and returns the context of its children
 * @param narrow the context of one field of a node, where it differs from the node's
 */
export function walk(
  root: SyntaxNode,
  visit: (node: SyntaxNode, context: number) => number,
  narrow: (node: SyntaxNode, field: string, context: number) => number,
): void {
  const { visitorKeys } = oxcParser();
  const nodes: SyntaxNode[] = [root];
  const contexts: number[] = [0];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    const context = visit(node, contexts.pop() ?? 0);
    for (const field of visitorKeys[node.type] ?? []) {
      const value = node[field];
      if (value === null || value === undefined) continue;
      const inner = narrow(node, field, context);
      for (const child of nodesIn(value)) {
        nodes.push(child);
        contexts.push(inner);
      }
    }
  }
}

/** The text of a string literal, or of a template without substitutions; `null` for anything else. */
export function literalText(value: unknown): string | null {
  if (!isNode(value)) return null;
  if (value.type === 'Literal') return typeof value.value === 'string' ? value.value : null;
  if (value.type !== 'TemplateLiteral' || nodesIn(value.expressions).length > 0) return null;
  const quasi = nodesIn(value.quasis)[0]?.value as { cooked?: unknown } | undefined;
  return typeof quasi?.cooked === 'string' ? quasi.cooked : null;
}
