import { isNode, literalText, nodesIn, type SyntaxNode } from '../syntax-tree.ts';

/** Whether a node of this type is in there, functions inside left out. */
export function holds(node: SyntaxNode, type: string): boolean {
  const waiting: unknown[] = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (!isNode(next)) continue;
    if (next.type === type) return true;
    if (next !== node && /Function/.test(next.type)) continue;
    for (const value of Object.values(next)) {
      if (Array.isArray(value)) waiting.push(...(value as unknown[]));
      else if (isNode(value)) waiting.push(value);
    }
  }
  return false;
}

/** Whether any of the names is mentioned. */
export function usesAny(node: SyntaxNode, names: ReadonlySet<string>): boolean {
  if (names.size === 0) return false;
  const waiting: unknown[] = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (!isNode(next)) continue;
    if (next.type === 'Identifier' && names.has(String(next.name))) return true;
    for (const value of Object.values(next)) {
      if (Array.isArray(value)) waiting.push(...(value as unknown[]));
      else if (isNode(value)) waiting.push(value);
    }
  }
  return false;
}

/** Every name that stands in it. */
export function namesIn(node: unknown): Set<string> {
  const names = new Set<string>();
  const waiting: unknown[] = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (!isNode(next)) continue;
    if (next.type === 'Identifier') names.add(String(next.name));
    for (const value of Object.values(next)) {
      if (Array.isArray(value)) waiting.push(...(value as unknown[]));
      else if (isNode(value)) waiting.push(value);
    }
  }
  return names;
}

/** The text of a literal first argument: the name of an event. */
export const eventName = (node: SyntaxNode): string | null => literalText(nodesIn(node.arguments)[0]);
