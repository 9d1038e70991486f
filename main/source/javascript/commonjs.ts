import { isNode, nodesIn, type SyntaxNode } from '../syntax-tree.ts';
import type { Env } from './collector.ts';
import { loadedModule } from './module-syntax.ts';
import { isClassNode, isFunctionNode, keyName, propertyKind, qualified, unwrap } from './names.ts';
import type { Binding } from './scopes.ts';
import type { Visit, WalkTools } from './walk-types.ts';

/**
 * `module.exports = ..`, `exports.a = ..`, `module.exports.a = ..`, and chains of them. `false` for any other assignment,
 * which the caller has to visit.
 */
export function exportAssignment(node: SyntaxNode, env: Env, tools: WalkTools, visit: Visit): boolean {
  const name = exportedName(node.left as SyntaxNode);
  if (name === null || node.operator !== '=') return false;
  const value = unwrap(node.right as SyntaxNode);
  if (value.type === 'AssignmentExpression' && exportedName(value.left as SyntaxNode) !== null) {
    visit(value, env);
    // `exports = module.exports = f` says nothing more; `exports.a = exports.b = f` does.
    if (name !== '=') exportValue(node, name, lastValue(value), env, tools, () => undefined);
    return true;
  }
  if (name === '=' && value.type === 'ObjectExpression') exportObject(value, env, tools, visit);
  else exportValue(node, name, value, env, tools, visit);
  return true;
}

/** `module.exports`, `exports`, and `this` inside of what is exported: a member of it is one of the module's own exports. */
export const isOwnExports = (object: SyntaxNode): boolean =>
  object.type === 'ThisExpression' || exportedName(object) === '=';

/** `=` for the module's whole value, or the name of one export. */
function exportedName(target: SyntaxNode): string | null {
  if (target.type === 'Identifier') return target.name === 'exports' ? '=' : null;
  if (target.type !== 'MemberExpression' || target.computed === true) return null;
  const property = String((target.property as SyntaxNode).name);
  const object = target.object as SyntaxNode;
  if (object.type === 'Identifier') {
    if (object.name === 'exports') return property;
    return object.name === 'module' && property === 'exports' ? '=' : null;
  }
  return exportedName(object) === '=' && object.type === 'MemberExpression' ? property : null;
}

function lastValue(assignment: SyntaxNode): SyntaxNode {
  let value = assignment;
  while (value.type === 'AssignmentExpression') value = unwrap(value.right as SyntaxNode);
  return value;
}

function exportValue(
  node: SyntaxNode,
  name: string,
  value: SyntaxNode,
  env: Env,
  { collector, comments }: WalkTools,
  visit: Visit,
): void {
  const documented = comments.documents(node.start);
  if (comments.marks(node.start)) collector.useOwnExport(env, name);
  const loaded = loadedModule(value);
  if (loaded !== null) {
    collector.load(env, loaded.specifier);
    const all = name === '=' && loaded.name === '*';
    const from = { ...loaded, member: null };
    collector.exportFact(node, {
      name: all ? '*' : name,
      definition: -1,
      from,
      typeOnly: false,
      documented,
    });
    return;
  }
  if (value.type === 'Identifier') {
    collector.exportLocal(env, name, String(value.name), node, documented);
    return;
  }
  const binding: Binding = { definition: -1, imported: null };
  const isDefinition = isFunctionNode(value) || isClassNode(value);
  const given = { name: name === '=' ? 'exports' : name, statement: node };
  visit(value, env, isDefinition ? { ...given, binding } : given);
  collector.exportFact(node, {
    name,
    definition: binding.definition,
    from: null,
    typeOnly: false,
    documented,
  });
}

/** `module.exports = { a, b: c, d() {}, ...require('./e') }`. */
function exportObject(object: SyntaxNode, env: Env, tools: WalkTools, visit: Visit): void {
  const { collector, comments } = tools;
  const inner = { ...env, path: qualified(env.path, 'exports') };
  for (const property of nodesIn(object.properties)) {
    const documented = comments.documents(property.start);
    if (comments.marks(property.start) && property.type !== 'SpreadElement')
      collector.useOwnExport(env, keyName(property, collector.source));
    if (property.type === 'SpreadElement') {
      const loaded = loadedModule(property.argument as SyntaxNode);
      if (loaded === null) {
        visit(property, env);
        continue;
      }
      collector.load(env, loaded.specifier);
      const from = { ...loaded, member: null };
      collector.exportFact(property, { name: '*', definition: -1, from, typeOnly: false, documented });
      continue;
    }
    if (property.computed === true || !isNode(property.value)) {
      visit(property, inner);
      continue;
    }
    const name = keyName(property, collector.source);
    const value = unwrap(property.value);
    const loaded = loadedModule(value);
    if (loaded !== null) {
      collector.load(env, loaded.specifier);
      const from = { ...loaded, member: null };
      collector.exportFact(property, { name, definition: -1, from, typeOnly: false, documented });
    } else if (value.type === 'Identifier') {
      collector.exportLocal(env, name, String(value.name), property, documented);
    } else {
      const binding: Binding = { definition: -1, imported: null };
      const isDefinition = isFunctionNode(value) || isClassNode(value);
      const kind = propertyKind(property);
      const given = { name, statement: property, ...(kind === null ? {} : ({ kind } as const)) };
      visit(value, inner, isDefinition ? { ...given, binding } : given);
      collector.exportFact(property, {
        name,
        definition: binding.definition,
        from: null,
        typeOnly: false,
        documented,
      });
    }
  }
}
