import { oxcParser } from '../natives.ts';
import { isNode, literalText, nodesIn, type SyntaxNode } from '../syntax-tree.ts';
import type { Env } from './collector.ts';
import { exportAssignment, isOwnExports } from './commonjs.ts';
import { bindImported, declareImports, exportNames, loadedModule } from './module-syntax.ts';
import {
  boundNames,
  isClassNode,
  isFunctionNode,
  keptName,
  keyName,
  methodKind,
  propertyKind,
  prototypeOwner,
  qualified,
  targetName,
  unwrap,
} from './names.ts';
import { noteBeside, noteComputedRequire } from './own-folder.ts';
import { declare, innerScope, varScope } from './scopes.ts';
import {
  callsUnasked,
  isPure,
  iterates,
  leadingText,
  loops,
  noteText,
  referElement,
  referQualified,
  throwsOwn,
} from './traits.ts';
import { createDeclarationWalk } from './walk-declarations.ts';
import type { Given, WalkTools } from './walk-types.ts';
import { createWays, parameterFacts } from './ways.ts';

/** Walks a program once, in source order, and hands what it finds to the collector and the observer. */
export function walkCode(program: SyntaxNode, tools: WalkTools): void {
  const { collector, comments, style, observer } = tools;
  const { source } = collector;
  const ways = createWays(collector, comments);

  const children = (node: SyntaxNode, env: Env): void => {
    for (const field of oxcParser().visitorKeys[node.type] ?? []) {
      const value = node[field];
      if (Array.isArray(value)) for (const inner of value) visit(inner as SyntaxNode, env);
      else if (value !== null && value !== undefined) visit(value as SyntaxNode, env);
    }
  };
  const each = (nodes: unknown, env: Env): void => nodesIn(nodes).forEach((node) => void visit(node, env));
  const block = (env: Env): Env => ({ ...env, scope: innerScope(env.scope, false) });

  function visit(node: SyntaxNode, env: Env, given?: Given): void {
    if (!isNode(node)) return;
    if (isFunctionNode(node)) visitFunction(node, env, given);
    else if (isClassNode(node)) visitClass(node, env, given);
    else if (!referQualified(node, env, collector)) visitOther(node, env, given);
  }

  function visitOther(node: SyntaxNode, env: Env, given?: Given): void {
    style.see(node);
    noteBeside(node, collector);
    const fn = collector.functionAt(env.function);
    if (fn !== undefined) ways.see(node, fn);
    if (loops(node)) {
      if (fn !== undefined) fn.loops = true;
      children(node, { ...block(env), inLoop: true });
      return;
    }
    switch (node.type) {
      case 'ParenthesizedExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'TSTypeAssertion':
        visit(node.expression as SyntaxNode, env, given);
        if (isNode(node.typeAnnotation)) visit(node.typeAnnotation, env);
        return;
      case 'Identifier':
      case 'JSXIdentifier':
        collector.refer(env, String(node.name), null);
        if (isNode(node.typeAnnotation)) visit(node.typeAnnotation, env);
        return;
      case 'Literal':
      case 'TemplateElement':
        noteText(node, collector);
        return;
      case 'ImportDeclaration':
      case 'TSImportEqualsDeclaration':
        declareImports(node, collector);
        return;
      case 'ExportNamedDeclaration':
        declarations.visitExport(node, env);
        return;
      case 'ExportAllDeclaration':
        exportNames(node, env, tools);
        return;
      case 'ExportDefaultDeclaration':
        declarations.visitDefault(node, env);
        return;
      case 'TSExportAssignment':
        if (isNode(node.expression) && node.expression.type === 'Identifier')
          collector.exportLocal(env, '=', String(node.expression.name), node);
        visit(node.expression as SyntaxNode, env);
        return;
      case 'VariableDeclaration':
        for (const declarator of nodesIn(node.declarations)) visitDeclarator(declarator, node, env);
        return;
      case 'AssignmentPattern':
        visitNamed(node.left as SyntaxNode, node.right as SyntaxNode, env);
        return;
      case 'AssignmentExpression':
        visitAssignment(node, env);
        return;
      case 'StaticBlock':
        visitFunction(node, env, { name: '<static>', kind: 'static-block' });
        return;
      case 'Property':
        visitKeyed(node, env, { name: keyName(node, source) });
        return;
      case 'ObjectPattern':
        for (const property of nodesIn(node.properties)) visitPatternProperty(property, env);
        return;
      case 'MemberExpression':
        visitMember(node, env, null);
        return;
      case 'CallExpression':
      case 'NewExpression':
        visitCall(node, env);
        return;
      case 'ImportExpression':
        visitLoaded(node, env, null);
        return;
      case 'AwaitExpression':
      case 'ThrowStatement':
        if (fn !== undefined && throwsOwn(node, env)) fn.throws = true;
        visit(node.argument as SyntaxNode, env);
        return;
      case 'TryStatement':
        observer.seeTry(node, env);
        children(node, env);
        return;
      case 'BlockStatement':
      case 'FunctionBody':
        observer.seeStatements(nodesIn(node.body), env);
        each(node.body, block(env));
        return;
      case 'CatchClause': {
        const inner = block(env);
        const caught = boundNames(node.param);
        for (const name of caught) declare(inner.scope, name);
        children(node, { ...inner, caught: [...(env.caught ?? []), ...caught] });
        return;
      }
      case 'SwitchStatement':
        children(node, block(env));
        return;
      case 'BinaryExpression':
        observer.seeBinary(node, env);
        children(node, env);
        return;
      case 'LabeledStatement':
        visit(node.body as SyntaxNode, env);
        return;
      case 'BreakStatement':
      case 'ContinueStatement':
      case 'MetaProperty':
      case 'JSXClosingElement':
        return;
      case 'JSXOpeningElement':
        referElement(node.name as SyntaxNode, env, collector);
        each(node.attributes, env);
        return;
      case 'JSXAttribute':
        if (isNode(node.value)) visit(node.value, env);
        return;
      case 'TSDeclareFunction':
        each(node.params, env);
        return;
      case 'TSEnumDeclaration':
      case 'TSModuleDeclaration':
        declarations.visitNamespace(node, env);
        return;
      case 'TSInterfaceDeclaration':
      case 'TSTypeAliasDeclaration':
        declare(env.scope, String((node.id as SyntaxNode).name));
        children(node, env);
        return;
      case 'TSPropertySignature':
      case 'TSMethodSignature':
        // The key is a name of the type, not a use of a variable.
        if (node.computed === true) visit(node.key as SyntaxNode, env);
        if (isNode(node.typeAnnotation)) visit(node.typeAnnotation, env);
        if (isNode(node.returnType)) visit(node.returnType, env);
        each(node.params, env);
    }
    children(node, env);
  }

  function visitFunction(node: SyntaxNode, env: Env, given?: Given): void {
    if (node.type !== 'StaticBlock' && !isNode(node.body)) return;
    const own = isNode(node.id) ? String(node.id.name) : null;
    const name = qualified(env.path, own ?? given?.name ?? '<anonymous>');
    const statement = given?.statement ?? node;
    const index = collector.addFunction({
      ...collector.placeOf(node),
      name,
      kind: given?.kind ?? (node.type === 'ArrowFunctionExpression' ? 'arrow' : 'function'),
      async: node.async === true,
      generator: node.generator === true,
      complexity: 1,
      ...parameterFacts(node, statement, source, comments),
      documented: comments.documents(statement.start) ?? comments.documents(node.start),
      throws: false,
      loops: false,
    });
    const declared = node.type === 'FunctionDeclaration' && own !== null;
    if (declared) declare(varScope(env.scope), own);
    const binding = declared ? declare(env.scope, own) : given?.binding;
    const definition = collector.define(env.definition, node, {
      name,
      kind: given?.member === undefined ? 'function' : 'method',
      ...(binding !== undefined ? { by: 'binding' } : given?.member === undefined ? {} : { by: 'member' }),
      member: given?.member === undefined ? null : `${given.kind === 'setter' ? '=' : ''}${given.member}`,
      owner: given?.owner ?? -1,
      function: index,
      marked: (given?.marked ?? false) || comments.marks(statement.start),
    });
    if (binding !== undefined) binding.definition = definition;
    const scope = innerScope(env.scope, true);
    if (declared) {
      const outer = varScope(env.scope).names.get(own);
      if (outer !== undefined && outer.definition === -1) outer.definition = definition;
    } else if (own !== null) declare(scope, own).definition = definition;
    for (const param of nodesIn(node.params)) for (const bound of boundNames(param)) declare(scope, bound);
    const inner: Env = { ...env, scope, definition, path: name, function: index, inLoop: false };
    each(node.decorators, env);
    each([node.typeParameters, ...nodesIn(node.params)], inner);
    if (isNode(node.returnType)) visit(node.returnType, inner);
    if (node.type === 'StaticBlock') {
      each(node.body, inner);
      return;
    }
    const body = node.body as SyntaxNode;
    if (body.type !== 'BlockStatement' && body.type !== 'FunctionBody') {
      visit(body, inner);
      return;
    }
    observer.seeStatements(nodesIn(body.body), inner);
    each(body.body, inner);
  }

  function visitClass(node: SyntaxNode, env: Env, given?: Given): void {
    const own = isNode(node.id) ? String(node.id.name) : null;
    const name = qualified(env.path, own ?? given?.name ?? '<anonymous>');
    const binding =
      node.type === 'ClassDeclaration' && own !== null ? declare(env.scope, own) : given?.binding;
    const definition = collector.define(env.definition, node, {
      name,
      kind: 'class',
      ...(binding === undefined ? {} : { by: 'binding' }),
      marked: nodesIn(node.decorators).length > 0 || comments.marks((given?.statement ?? node).start),
    });
    if (binding !== undefined) binding.definition = definition;
    const scope = innerScope(env.scope, false);
    if (own !== null && binding === undefined) declare(scope, own).definition = definition;
    each(node.decorators, env);
    const inner: Env = { ...env, scope, definition, path: name };
    if (isNode(node.superClass)) {
      const parent = unwrap(node.superClass);
      if (parent.type === 'Identifier') collector.extend(definition, String(parent.name), env.scope);
      else collector.definition(definition).superclass = 'external';
      visit(node.superClass, inner);
    }
    each([node.superTypeArguments, node.typeParameters, ...nodesIn(node.implements)], inner);
    for (const member of nodesIn((node.body as SyntaxNode).body)) visitClassMember(member, inner);
  }

  function visitClassMember(node: SyntaxNode, env: Env): void {
    if (node.type === 'StaticBlock') {
      visit(node, env);
      return;
    }
    if (!isNode(node.key)) {
      children(node, env);
      return;
    }
    each(node.decorators, env);
    const name = keyName(node, source);
    const free = node.computed === true || node.kind === 'constructor' || callsUnasked(name);
    const kind = node.type === 'MethodDefinition' ? methodKind(node) : null;
    visitKeyed(node, env, {
      name,
      ...(kind === null ? {} : { kind }),
      ...(free ? {} : { member: name, owner: -1 }),
      statement: node,
      marked: nodesIn(node.decorators).length > 0 || comments.marks(node.start),
    });
    if (isNode(node.typeAnnotation)) visit(node.typeAnnotation, env);
  }

  /** A property or class member: its key, and its value with the key's name. */
  function visitKeyed(node: SyntaxNode, env: Env, given: Given): void {
    if (node.computed === true) visit(node.key as SyntaxNode, env);
    if (!isNode(node.value)) return;
    const kind = propertyKind(node);
    visit(node.value, env, kind === null || given.kind !== undefined ? given : { ...given, kind });
  }

  function visitPatternProperty(property: SyntaxNode, env: Env): void {
    if (property.type !== 'Property') {
      visit(property, env);
      return;
    }
    const key = property.key as SyntaxNode;
    if (property.computed === true) visit(key, env);
    else collector.definition(env.definition).members.add(String(key.name ?? key.value));
    // What it binds is no use of a name; a default value is.
    const value = property.value as SyntaxNode;
    if (value.type !== 'Identifier') visit(value, env);
  }

  /** A pattern that declares: only its default values and computed keys use names. */
  function visitPattern(pattern: SyntaxNode, env: Env): void {
    if (pattern.type !== 'Identifier') visit(pattern, env);
    else if (isNode(pattern.typeAnnotation)) visit(pattern.typeAnnotation, env);
  }

  function visitNamed(target: SyntaxNode, value: SyntaxNode, env: Env, given: Partial<Given> = {}): void {
    visitPattern(target, env);
    const name = targetName(target, source);
    const inner = unwrap(value);
    if (inner.type === 'ObjectExpression' && name !== '') {
      const objectEnv = { ...env, path: qualified(env.path, name) };
      for (const property of nodesIn(inner.properties)) visitOwned(property, objectEnv, given.owner);
    } else if (name === '') visit(value, env);
    else visit(value, env, { ...given, name });
  }

  /** A property of an object that has a name: its functions are members that can be looked for by name. */
  function visitOwned(property: SyntaxNode, env: Env, owner: number | undefined): void {
    if (property.type !== 'Property' || property.computed === true || owner === undefined) {
      visit(property, env);
      return;
    }
    const name = keyName(property, source);
    const free = callsUnasked(name);
    visitKeyed(property, env, { name, ...(free ? {} : { member: name, owner }), statement: property });
  }

  function visitDeclarator(node: SyntaxNode, declaration: SyntaxNode, env: Env): void {
    const id = node.id as SyntaxNode;
    const scope = declaration.kind === 'var' ? varScope(env.scope) : env.scope;
    const names = boundNames(id);
    for (const name of names) declare(scope, name);
    if (!isNode(node.init)) {
      visitPattern(id, env);
      return;
    }
    const loaded = loadedModule(node.init);
    if (loaded !== null && bindImported(id, loaded, scope)) {
      collector.load(env, loaded.specifier);
      visitPattern(id, env);
      return;
    }
    const value = unwrap(node.init);
    const [name] = names;
    if (id.type !== 'Identifier' || name === undefined) {
      visitNamed(id, node.init, env);
      return;
    }
    const binding = declare(scope, name);
    if (isFunctionNode(value) || isClassNode(value)) {
      visitNamed(id, node.init, env, { binding, statement: declaration });
      return;
    }
    if (env.definition !== 0) {
      visitNamed(id, node.init, env);
      return;
    }
    const definition = collector.define(0, node, {
      name: qualified(env.path, name),
      kind: 'variable',
      by: 'binding',
    });
    if (binding.definition === -1) binding.definition = definition;
    if (!isPure(value)) collector.keep(definition);
    visitNamed(id, node.init, { ...env, definition }, { owner: definition });
  }

  function visitAssignment(node: SyntaxNode, env: Env): void {
    const left = node.left as SyntaxNode;
    const right = node.right as SyntaxNode;
    if (exportAssignment(node, env, tools, visit)) return;
    if (left.type === 'MemberExpression' && node.operator === '=') visitTarget(left, env);
    else visitPattern(left, env);
    const name = targetName(left, source);
    const inner = unwrap(right);
    if (inner.type === 'ObjectExpression' && name !== '') {
      each(inner.properties, { ...env, path: qualified(env.path, name) });
      return;
    }
    if (name === '') {
      visit(right, env);
      return;
    }
    // By a name that is worked out, as of a symbol, anybody may ask for it.
    const isNamed = left.computed !== true || literalText(left.property as SyntaxNode) !== null;
    const member =
      prototypeOwner(left) === null || !isNamed ? undefined : name.slice(name.lastIndexOf('.') + 1);
    const usedByName = member !== undefined && !callsUnasked(member);
    visit(right, env, { name, ...(usedByName ? { member, owner: -1 } : {}) });
  }

  /** A member that is assigned: its object is used, and the member is not read. */
  function visitTarget(node: SyntaxNode, env: Env): void {
    const object = node.object as SyntaxNode;
    const property = node.property as SyntaxNode;
    if (node.computed === true) visit(property, env);
    else collector.definition(env.definition).members.add(`=${String(property.name)}`);
    if (object.type === 'Identifier' && node.computed !== true)
      collector.refer(env, String(object.name), String(property.name));
    else visit(object, env);
  }

  function visitMember(node: SyntaxNode, env: Env, call: SyntaxNode | null): void {
    const object = node.object as SyntaxNode;
    const property = node.property as SyntaxNode;
    const name = node.computed === true ? literalText(property) : String(property.name);
    const definition = collector.definition(env.definition);
    if (name !== null) {
      const member = property.type === 'PrivateIdentifier' ? `#${name}` : name;
      definition.members.add(member);
      if (call !== null) collector.callMember(env, member, object.type === 'ThisExpression', call);
    } else {
      visit(property, env);
      const text = leadingText(property);
      if (text !== '') collector.prefixes.add(text);
    }
    if (isOwnExports(object)) collector.useOwnExport(env, name);
    if (object.type === 'Identifier') {
      collector.refer(env, String(object.name), name, call);
      return;
    }
    // `import('x').then` is a member of the promise.
    const loaded = object.type === 'ImportExpression' ? null : loadedModule(object);
    if (loaded === null || name === null) {
      visit(object, env);
      return;
    }
    collector.load(env, loaded.specifier);
    collector.useImport(env.definition, { specifier: loaded.specifier, name, member: null });
  }

  function visitCall(node: SyntaxNode, env: Env): void {
    const callee = unwrap(node.callee as SyntaxNode);
    const loaded = loadedModule(node);
    if (loaded !== null) {
      visitLoaded(node, env, loaded.specifier);
      return;
    }
    observer.seeCall(node, callee, env);
    noteComputedRequire(node, callee, collector);
    const fn = collector.functionAt(env.function);
    if (fn !== undefined && iterates(callee)) fn.loops = true;
    if (callee.type === 'Identifier') collector.refer(env, String(callee.name), null, node);
    else if (callee.type === 'MemberExpression') visitMember(callee, env, node);
    else visit(node.callee as SyntaxNode, env);
    if (isNode(node.typeArguments)) visit(node.typeArguments, env);
    const kept = keptName(callee, node);
    nodesIn(node.arguments).forEach((argument, i) => {
      visit(argument, env, i === 0 && kept !== null ? { name: kept } : undefined);
    });
  }

  /** A module that is loaded and of which nobody can tell what is used: all of it may be. */
  function visitLoaded(node: SyntaxNode, env: Env, known: string | null): void {
    const specifier = known ?? loadedModule(node)?.specifier;
    if (specifier === undefined) {
      collector.loadComputed(leadingText(node.source as SyntaxNode));
      children(node, env);
      return;
    }
    collector.load(env, specifier);
    collector.useImport(env.definition, { specifier, name: '*', member: null });
  }

  const declarations = createDeclarationWalk(tools, { visit, each, children, block, visitDeclarator });
  const module = collector.define(-1, program, { name: '', kind: 'module' });
  const top: Env = {
    scope: collector.moduleScope,
    definition: module,
    path: '',
    function: -1,
    inLoop: false,
    inNamespace: false,
  };
  observer.seeStatements(nodesIn(program.body), top);
  each(program.body, top);
}
