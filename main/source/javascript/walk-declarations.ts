import { isNode, nodesIn, type SyntaxNode } from '../syntax-tree.ts';
import type { Env } from './collector.ts';
import { namesIn } from './look.ts';
import { exportNames } from './module-syntax.ts';
import { boundNames, isClassNode, isFunctionNode, qualified, unwrap } from './names.ts';
import { type Binding, declare } from './scopes.ts';
import type { Visit, WalkTools } from './walk-types.ts';

/** The parts of the walk that declarations need. */
export interface Walk {
  readonly visit: Visit;
  readonly each: (nodes: unknown, env: Env) => void;
  readonly children: (node: SyntaxNode, env: Env) => void;
  readonly block: (env: Env) => Env;
  readonly visitDeclarator: (node: SyntaxNode, declaration: SyntaxNode, env: Env) => void;
}

/** Exports and namespaces, whose declarations have meanings beyond themselves. */
export function createDeclarationWalk(tools: WalkTools, { visit, children, block, visitDeclarator }: Walk) {
  const { collector, comments, style } = tools;

  function visitExport(node: SyntaxNode, env: Env): void {
    const declaration = node.declaration;
    if (!isNode(declaration)) {
      exportNames(node, env, tools);
      return;
    }
    visitDocumented(declaration, env, node);
    const names =
      declaration.type === 'VariableDeclaration'
        ? nodesIn(declaration.declarations).flatMap(({ id }) => boundNames(id))
        : boundNames(declaration.id);
    if (env.inNamespace) {
      for (const name of names) collector.refer({ ...env, definition: 0 }, name, null);
      return;
    }
    const typeOnly = /^TS(?:Interface|TypeAlias)/.test(declaration.type) || declaration.declare === true;
    for (const name of names) {
      if (typeOnly) {
        const fact = {
          name,
          definition: -1,
          from: null,
          typeOnly,
          documented: comments.documents(node.start),
        };
        collector.exportFact(declaration, fact);
      } else collector.exportLocal(env, name, name, declaration, comments.documents(node.start));
    }
  }

  /** A declaration whose comment stands before the `export`. */
  function visitDocumented(declaration: SyntaxNode, env: Env, statement: SyntaxNode): void {
    if (isFunctionNode(declaration) || isClassNode(declaration)) {
      visit(declaration, env, { name: '', statement });
      return;
    }
    if (declaration.type !== 'VariableDeclaration') {
      visit(declaration, env);
      return;
    }
    style.see(declaration);
    for (const declarator of nodesIn(declaration.declarations))
      visitDeclarator(declarator, { ...declaration, start: statement.start }, env);
  }

  function visitDefault(node: SyntaxNode, env: Env): void {
    const value = node.declaration as SyntaxNode;
    const documented = comments.documents(node.start);
    const inner = unwrap(value);
    const isNamed =
      isNode(inner.id) && (inner.type === 'FunctionDeclaration' || inner.type === 'ClassDeclaration');
    if (isNamed) visitDocumented(inner, env, node);
    if (isNamed || inner.type === 'Identifier') {
      if (!isNamed) visit(value, env);
      const local = String(isNamed ? (inner.id as SyntaxNode).name : inner.name);
      collector.exportLocal(env, 'default', local, node, documented);
      return;
    }
    const binding: Binding = { definition: -1, imported: null };
    const isDefinition = isFunctionNode(inner) || isClassNode(inner);
    visit(value, env, { name: 'default', ...(isDefinition ? { binding } : {}), statement: node });
    collector.exportFact(node, {
      name: 'default',
      definition: binding.definition,
      from: null,
      typeOnly: false,
      documented,
    });
  }

  function visitNamespace(node: SyntaxNode, env: Env): void {
    const id = node.id as SyntaxNode;
    if (node.declare === true) {
      // Nothing of it runs; but its types may be those of something here.
      for (const name of namesIn(node.body)) collector.refer(env, name, null);
      return;
    }
    if (id.type !== 'Identifier') return;
    const name = String(id.name);
    declare(env.scope, name);
    const inner = { ...block(env), path: qualified(env.path, name), inNamespace: true };
    if (node.type === 'TSEnumDeclaration') {
      const members = isNode(node.body) ? node.body.members : node.members;
      for (const member of nodesIn(members)) if (isNode(member.initializer)) visit(member.initializer, inner);
    } else if (isNode(node.body)) children(node.body, inner);
  }

  return { visitExport, visitDefault, visitNamespace };
}
