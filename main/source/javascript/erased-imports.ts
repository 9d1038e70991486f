import { oxcParser } from '../natives.ts';
import { isNode, nodesIn, type SyntaxNode } from '../syntax-tree.ts';

/** What of TypeScript's own syntax runs, or holds what runs. */
const running =
  /^TS(?:AsExpression|SatisfiesExpression|NonNullExpression|TypeAssertion|InstantiationExpression|Enum\w+|ExportAssignment|ImportEqualsDeclaration|ModuleDeclaration|ModuleBlock|ParameterProperty)$/;

/**
 * Offsets of the import statements of a TypeScript file that vanish when it is compiled: none of their names is used but as a type.
 * A statement without names is there for what the module does. A name counts as used wherever it stands as one, shadowed or not.
 */
export function erasedImports(program: SyntaxNode): Set<number> {
  const statements = nodesIn(program.body).filter(
    (node) => node.type === 'ImportDeclaration' && nodesIn(node.specifiers).length > 0,
  );
  const found = new Set<number>();
  if (statements.length === 0) return found;
  const used = usedNames(program);
  for (const statement of statements) {
    const isUsed = nodesIn(statement.specifiers).some(
      ({ importKind, local }) => importKind !== 'type' && used.has(String((local as SyntaxNode).name)),
    );
    if (!isUsed) found.add(statement.start);
  }
  return found;
}

function usedNames(program: SyntaxNode): Set<string> {
  const { visitorKeys } = oxcParser();
  const used = new Set<string>();
  const waiting: SyntaxNode[] = [program];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.type === 'Identifier' || node.type === 'JSXIdentifier') used.add(String(node.name));
    for (const field of visitorKeys[node.type] ?? []) {
      if (isName(node, field)) continue;
      const value = node[field];
      if (Array.isArray(value)) for (const child of value) add(waiting, child);
      else add(waiting, value);
    }
  }
  return used;
}

function add(waiting: SyntaxNode[], value: unknown): void {
  if (!isNode(value) || value.type === 'ImportDeclaration') return;
  if (value.type.startsWith('TS') && !running.test(value.type)) return;
  if (
    (value.type === 'ExportNamedDeclaration' || value.type === 'ExportAllDeclaration') &&
    value.exportKind === 'type'
  )
    return;
  waiting.push(value);
}

/** A key or member that is written as a name uses no variable. */
const isName = (node: SyntaxNode, field: string): boolean =>
  (field === 'property' && node.type === 'MemberExpression' && node.computed !== true) ||
  (field === 'key' && node.computed !== true && node.shorthand !== true);
