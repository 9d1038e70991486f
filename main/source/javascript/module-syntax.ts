import { isNode, literalText, nodesIn, type SyntaxNode } from '../syntax-tree.ts';
import type { Collector, Env } from './collector.ts';
import { unwrap } from './names.ts';
import { declare, type Scope } from './scopes.ts';
import type { WalkTools } from './walk-types.ts';

/** A module that an expression gives, and the part of it: `*` for all. */
export interface Loaded {
  readonly specifier: string;
  readonly name: string;
}

/** `require('x')`, `await import('x')`, `import('x')`, and `require('x').part`. */
export function loadedModule(node: SyntaxNode): Loaded | null {
  const inner = unwrap(node);
  switch (inner.type) {
    case 'AwaitExpression':
      return loadedModule(inner.argument as SyntaxNode);
    case 'ImportExpression':
      return whole(literalText(inner.source));
    case 'CallExpression': {
      const callee = inner.callee as SyntaxNode;
      const isRequire = callee.type === 'Identifier' && callee.name === 'require';
      return isRequire && nodesIn(inner.arguments).length === 1
        ? whole(literalText(nodesIn(inner.arguments)[0]))
        : null;
    }
    case 'MemberExpression': {
      if (inner.computed === true) return null;
      const object = inner.object as SyntaxNode;
      const loaded = object.type === 'ImportExpression' ? null : loadedModule(object);
      return loaded?.name === '*' ? { ...loaded, name: String((inner.property as SyntaxNode).name) } : null;
    }
    default:
      return null;
  }
}

const whole = (specifier: string | null): Loaded | null =>
  specifier === null ? null : { specifier, name: '*' };

/** Declares what a pattern takes of a loaded module; `false` where it takes something of a part of it. */
export function bindImported(id: SyntaxNode, { specifier, name }: Loaded, scope: Scope): boolean {
  if (id.type === 'Identifier') {
    declare(scope, String(id.name), { specifier, name });
    return true;
  }
  if (id.type !== 'ObjectPattern' || name !== '*') return false;
  for (const property of nodesIn(id.properties)) {
    if (property.type === 'RestElement') {
      declare(scope, String((property.argument as SyntaxNode).name), { specifier, name: '*' });
      continue;
    }
    const value = property.value as SyntaxNode;
    const target = value.type === 'AssignmentPattern' ? (value.left as SyntaxNode) : value;
    const key = property.key as SyntaxNode;
    if (target.type !== 'Identifier' || property.computed === true) return false;
    declare(scope, String(target.name), { specifier, name: String(key.name ?? key.value) });
  }
  return true;
}

const nameOf = (node: unknown): string => (isNode(node) ? String(node.name ?? node.value) : '');

/** `import` in all its forms. */
export function declareImports(node: SyntaxNode, collector: Collector): void {
  if (node.type === 'TSImportEqualsDeclaration') {
    const reference = node.moduleReference as SyntaxNode;
    const specifier =
      reference.type === 'TSExternalModuleReference' ? literalText(reference.expression) : null;
    if (specifier !== null) declare(collector.moduleScope, nameOf(node.id), { specifier, name: '*' });
    return;
  }
  const specifier = literalText(node.source) ?? '';
  for (const item of nodesIn(node.specifiers)) {
    const name =
      item.type === 'ImportSpecifier'
        ? nameOf(item.imported)
        : item.type === 'ImportDefaultSpecifier'
          ? 'default'
          : '*';
    declare(collector.moduleScope, nameOf(item.local), { specifier, name });
  }
}

/** `export { .. }`, `export .. from` and `export *`. */
export function exportNames(node: SyntaxNode, env: Env, { collector, comments }: WalkTools): void {
  const documented = comments.documents(node.start);
  const specifier = literalText(node.source);
  const isType = node.exportKind === 'type';
  if (node.type === 'ExportAllDeclaration') {
    const name = isNode(node.exported) ? nameOf(node.exported) : '*';
    const from = { specifier: specifier ?? '', name: '*', member: null };
    collector.exportFact(node, { name, definition: -1, from, typeOnly: isType, documented });
    return;
  }
  for (const item of nodesIn(node.specifiers)) {
    const name = nameOf(item.exported);
    const typeOnly = isType || item.exportKind === 'type';
    if (specifier !== null) {
      const from = { specifier, name: nameOf(item.local), member: null };
      collector.exportFact(item, { name, definition: -1, from, typeOnly, documented });
    } else if (typeOnly)
      collector.exportFact(item, { name, definition: -1, from: null, typeOnly, documented });
    else {
      const isDocumented = documented ?? comments.documents(item.start);
      if (comments.marks(node.start) || comments.marks(item.start)) collector.useOwnExport(env, name);
      collector.exportLocal(env, name, nameOf(item.local), item, isDocumented);
    }
  }
}
