import type { Erased } from '../module-facts.ts';
import { oxcParser } from '../natives.ts';
import { isNode, nodesIn, type SyntaxNode } from '../syntax-tree.ts';

/** What of TypeScript's own syntax runs, or holds what runs. */
const running =
  /^TS(?:AsExpression|SatisfiesExpression|NonNullExpression|TypeAssertion|InstantiationExpression|Enum\w+|ExportAssignment|ImportEqualsDeclaration|ModuleDeclaration|ModuleBlock|ParameterProperty)$/;

/**
 * The import statements of a TypeScript file that vanish when it is compiled, by their offsets: none of their names is used but as a type, or as
 * one of a class with decorators, which the compiler may be told to keep. A statement without names is there for what the module does. A name
 * counts as used wherever it stands as one, shadowed or not.
 */
export function erasedImports(program: SyntaxNode): Map<number, Erased> {
  const statements = nodesIn(program.body).filter(
    (node) => node.type === 'ImportDeclaration' && nodesIn(node.specifiers).length > 0,
  );
  const found = new Map<number, Erased>();
  if (statements.length === 0) return found;
  const { used, described } = usedNames(program);
  for (const statement of statements) {
    const names = nodesIn(statement.specifiers)
      .filter(({ importKind }) => importKind !== 'type')
      .map(({ local }) => String((local as SyntaxNode).name));
    if (names.some((name) => used.has(name))) continue;
    const isDescribed = names.some((name) => described.has(name));
    found.set(statement.start, isDescribed ? 'without-metadata' : 'always');
  }
  return found;
}

/** Names that stand for values; and types of the parameters, properties and results around decorators. */
function usedNames(program: SyntaxNode) {
  const { visitorKeys } = oxcParser();
  const used = new Set<string>();
  const described = new Set<string>();
  const waiting: SyntaxNode[] = [program];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.type === 'Identifier' || node.type === 'JSXIdentifier') used.add(String(node.name));
    if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression')
      for (const name of describedTypes(node)) described.add(name);
    for (const field of visitorKeys[node.type] ?? []) {
      if (isName(node, field)) continue;
      const value = node[field];
      if (Array.isArray(value)) for (const child of value) add(waiting, child);
      else add(waiting, value);
    }
  }
  return { used, described };
}

/** Types that are a name in the parameters, properties and results of a class, where it, a member or a parameter has a decorator. */
function describedTypes(node: SyntaxNode): string[] {
  const members = nodesIn((node.body as SyntaxNode).body);
  const parametersOf = ({ value }: SyntaxNode): readonly SyntaxNode[] =>
    isNode(value) ? nodesIn(value.params) : [];
  const decorated = [node, ...members, ...members.flatMap(parametersOf)];
  if (!decorated.some(({ decorators }) => nodesIn(decorators).length > 0)) return [];
  return members.flatMap((member) => {
    const typed = [member, ...parametersOf(member), ...(isNode(member.value) ? [member.value] : [])];
    return typed.flatMap((node) => {
      const { parameter = node } = node;
      const { typeAnnotation, returnType } = parameter as SyntaxNode;
      return [typeAnnotation, returnType].flatMap((type) => {
        const named = isNode(type) ? type.typeAnnotation : null;
        const name = isNode(named) && named.type === 'TSTypeReference' ? named.typeName : null;
        return isNode(name) && name.type === 'Identifier' ? [String(name.name)] : [];
      });
    });
  });
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
