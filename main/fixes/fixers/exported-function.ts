import { isNode, type Node, nodes, nodesIn } from './syntax.ts';

/** How a file gives a function of its own to others. */
export interface Exported {
  /** By `export`, or by `exports` and `module.exports`. */
  readonly by: 'module' | 'script';
  /** It is all that the file gives. */
  readonly isWhole: boolean;
}

/** How a function that is not asynchronous can be had from outside by its own name; `null` where it cannot. */
export function exportedAs(program: Node, name: string): Exported | null {
  let isPlain = false;
  let found: Exported | null = null;
  for (const { node } of nodes(program)) {
    const { id, init } = node;
    const isNamed = isNode(id) && id.name === name;
    if (isNamed && node.type === 'FunctionDeclaration')
      isPlain = node.async !== true && node.generator !== true;
    if (isNamed && node.type === 'VariableDeclarator' && isNode(init) && /Function/.test(init.type))
      isPlain = init.async !== true && init.generator !== true;
    found ??= byExport(node, name) ?? byExports(node, name);
  }
  return isPlain ? found : null;
}

function byExport(node: Node, name: string): Exported | null {
  if (node.type !== 'ExportNamedDeclaration' || isNode(node.source)) return null;
  const { declaration } = node;
  const declared = isNode(declaration) ? [declaration, ...nodesIn(declaration.declarations)] : [];
  const isDeclared = declared.some(({ id }) => isNode(id) && id.name === name);
  const isListed = nodesIn(node.specifiers).some(
    ({ local, exported }) => isName(local, name) && isName(exported, name),
  );
  return isDeclared || isListed ? { by: 'module', isWhole: false } : null;
}

function byExports({ type, left, right }: Node, name: string): Exported | null {
  if (type !== 'AssignmentExpression' || !isNode(left) || !isNode(right) || left.type !== 'MemberExpression')
    return null;
  if (isModuleExports(left)) {
    if (isName(right, name)) return { by: 'script', isWhole: true };
    const given = right.type === 'ObjectExpression' ? nodesIn(right.properties) : [];
    return given.some(({ key, value }) => isName(key, name) && isName(value, name))
      ? { by: 'script', isWhole: false }
      : null;
  }
  const isExports = isName(left.object, 'exports') || (isNode(left.object) && isModuleExports(left.object));
  return isExports && isName(left.property, name) && isName(right, name)
    ? { by: 'script', isWhole: false }
    : null;
}

const isName = (node: unknown, name: string): boolean =>
  isNode(node) && node.type === 'Identifier' && node.name === name;

const isModuleExports = ({ type, object, property }: Node): boolean =>
  type === 'MemberExpression' && isName(object, 'module') && isName(property, 'exports');
