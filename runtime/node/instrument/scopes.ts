import { child, children, eachChild, isFunction, type Node } from './ast.ts';

/** A variable as the source declares it. */
export interface Variable {
  readonly name: string;
  readonly kind: 'parameter' | 'variable';
  /** The function or static block whose variable it is; undefined: the module's. */
  readonly owner: Node | undefined;
  /** What bounds its scope: the owner itself, or a block, a loop, a catch clause in it. */
  readonly scope: Node;
  /** Its first declaration. */
  readonly declared: Node;
  /** Whether reading it before its declaration has run would throw. */
  readonly guarded: boolean;
}

interface Scope {
  readonly node: Node;
  readonly owner: Node | undefined;
  readonly outer: Scope | undefined;
  readonly names: Map<string, Variable>;
}

/** Identifiers by node: what each one declares or refers to. Names that nothing in the file declares are missing. */
export function resolveVariables(program: Node): ReadonlyMap<Node, Variable> {
  const resolved = new Map<Node, Variable>();
  const references: (readonly [Node, Scope])[] = [];

  function open(node: Node, outer: Scope | undefined, owner: Node | undefined): Scope {
    return { node, owner, outer, names: new Map() };
  }

  function declare(identifier: Node, scope: Scope, kind: Variable['kind'], guarded: boolean): void {
    const name = identifier.name as string;
    let variable = scope.names.get(name);
    if (!variable) {
      variable = { name, kind, owner: scope.owner, scope: scope.node, declared: identifier, guarded };
      scope.names.set(name, variable);
    }
    resolved.set(identifier, variable);
  }

  /** `scope`: of the names; `inner`: of the expressions in it. */
  function bind(pattern: Node, scope: Scope, inner: Scope, kind: Variable['kind'], guarded: boolean): void {
    switch (pattern.type) {
      case 'Identifier':
        declare(pattern, scope, kind, guarded);
        return;
      case 'AssignmentPattern':
        bind(pattern.left as Node, scope, inner, kind, guarded);
        visit(pattern.right as Node, inner);
        return;
      case 'RestElement':
        bind(pattern.argument as Node, scope, inner, kind, guarded);
        return;
      case 'ArrayPattern':
        for (const element of children(pattern, 'elements')) bind(element, scope, inner, kind, guarded);
        return;
      case 'ObjectPattern':
        for (const property of children(pattern, 'properties')) {
          if (property.type !== 'Property') {
            bind(property, scope, inner, kind, guarded);
            continue;
          }
          if (property.computed) visit(property.key as Node, inner);
          bind(property.value as Node, scope, inner, kind, guarded);
        }
    }
  }

  const functionScope = (scope: Scope): Scope => {
    let at = scope;
    while (at.node !== at.owner && at.outer && at.owner === at.outer.owner) at = at.outer;
    return at;
  };

  function visitFunction(node: Node, outer: Scope): void {
    const scope = open(node, outer, node);
    const id = child(node, 'id');
    if (id && node.type === 'FunctionDeclaration') declare(id, outer, 'variable', false);
    for (const param of children(node, 'params')) bind(param, scope, scope, 'parameter', false);
    const body = node.body as Node;
    // Parameters and variables share one scope: where they do not, a variable begins with the parameter's value.
    if (body.type === 'BlockStatement') for (const inner of children(body, 'body')) visit(inner, scope);
    else visit(body, scope);
  }

  function visit(node: Node, scope: Scope): void {
    if (isFunction(node)) {
      visitFunction(node, scope);
      return;
    }
    switch (node.type) {
      case 'Identifier':
        references.push([node, scope]);
        return;
      case 'VariableDeclaration': {
        const isVar = node.kind === 'var';
        const target = isVar ? functionScope(scope) : scope;
        for (const declarator of children(node, 'declarations')) {
          bind(declarator.id as Node, target, scope, 'variable', !isVar);
          const init = child(declarator, 'init');
          if (init) visit(init, scope);
        }
        return;
      }
      case 'ClassDeclaration':
      case 'ClassExpression': {
        const id = child(node, 'id');
        if (id && node.type === 'ClassDeclaration') declare(id, scope, 'variable', true);
        for (const key of ['superClass', 'body']) if (child(node, key)) visit(node[key] as Node, scope);
        return;
      }
      case 'StaticBlock': {
        const own = open(node, scope, node);
        for (const inner of children(node, 'body')) visit(inner, own);
        return;
      }
      case 'BlockStatement':
      case 'SwitchStatement':
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement': {
        const own = open(node, scope, scope.owner);
        eachChild(node, (inner) => visit(inner, own));
        return;
      }
      case 'CatchClause': {
        const own = open(node, scope, scope.owner);
        const param = child(node, 'param');
        if (param) bind(param, own, own, 'variable', false);
        visit(node.body as Node, own);
        return;
      }
      case 'MemberExpression':
        visit(node.object as Node, scope);
        if (node.computed) visit(node.property as Node, scope);
        return;
      case 'Property':
      case 'PropertyDefinition':
      case 'MethodDefinition':
        if (node.computed) visit(node.key as Node, scope);
        if (child(node, 'value')) visit(node.value as Node, scope);
        return;
      case 'LabeledStatement':
        visit(node.body as Node, scope);
        return;
      case 'ExportNamedDeclaration':
        if (child(node, 'declaration')) visit(node.declaration as Node, scope);
        return;
      case 'BreakStatement':
      case 'ContinueStatement':
      case 'MetaProperty':
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
        return;
    }
    eachChild(node, (inner) => visit(inner, scope));
  }

  const root = open(program, undefined, undefined);
  for (const statement of children(program, 'body')) visit(statement, root);
  for (const [identifier, from] of references) {
    for (let scope: Scope | undefined = from; scope; scope = scope.outer) {
      const variable = scope.names.get(identifier.name as string);
      if (!variable) continue;
      resolved.set(identifier, variable);
      break;
    }
  }
  return resolved;
}
