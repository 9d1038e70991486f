import { type OwnNames, ownNames } from './own-names.ts';
import { isNode, type Node, nodes, nodesIn } from './syntax.ts';

/** Objects of the language whose functions neither change anything nor depend on anything but their arguments. */
const pureObjects = new Set([
  'Math',
  'String',
  'Number',
  'Boolean',
  'Array',
  'Object',
  'JSON',
  'BigInt',
  'Symbol',
]);
const pureFunctions = new Set([
  ...pureObjects,
  'parseInt',
  'parseFloat',
  'isNaN',
  'isFinite',
  'encodeURIComponent',
  'decodeURIComponent',
  'encodeURI',
  'decodeURI',
  'structuredClone',
]);
const impureMembers = new Set([
  'random',
  'assign',
  'defineProperty',
  'defineProperties',
  'setPrototypeOf',
  'freeze',
]);
const constants = new Set(['undefined', 'NaN', 'Infinity']);
/** Methods of texts, numbers and lists that leave what they are called on alone. */
const pureMethods = new Set(
  `at charAt charCodeAt codePointAt concat endsWith entries every filter find findIndex findLast findLastIndex flat flatMap
forEach get has includes indexOf join keys lastIndexOf localeCompare map match matchAll normalize padEnd padStart reduce
reduceRight repeat replace replaceAll search slice some split startsWith substring toFixed toLowerCase toPrecision toReversed
toSorted toSpliced toString toUpperCase trim trimEnd trimStart values valueOf with`.split(/\s+/),
);

/**
 * Why the result of a function at the top of a module depends on more than its arguments, or the call does more than give it;
 * `null` when it does neither, as far as its text shows.
 */
export function impurity(program: Node, fn: Node, seen: ReadonlySet<Node> = new Set()): string | null {
  if (fn.async === true || fn.generator === true) return 'it is asynchronous, or a generator';
  const own = ownNames(fn);
  const fixed = constantsOf(program);
  for (const { node, parent } of nodes(fn)) {
    switch (node.type) {
      case 'ThisExpression':
      case 'Super':
      case 'AwaitExpression':
      case 'YieldExpression':
      case 'ImportExpression':
        return 'it uses more than its arguments';
      case 'NewExpression':
        if (
          !(
            isNode(node.callee) &&
            /^(Map|Set|Array|RegExp|Error|TypeError|RangeError)$/.test(String(node.callee.name))
          )
        )
          return 'it makes an object of another kind';
        break;
      case 'AssignmentExpression':
      case 'UpdateExpression': {
        const target = isNode(node.left) ? node.left : (node.argument as Node);
        if (!(target.type === 'Identifier' && own.has(String(target.name), target)))
          return 'it changes something that is not its own';
        break;
      }
      case 'UnaryExpression':
        if (node.operator === 'delete') return 'it changes something that is not its own';
        break;
      case 'CallExpression': {
        const why = impureCall(node, own, (name) => {
          const called = functionNamed(program, name);
          if (called === null) return `it calls "${name}"`;
          if (called === fn || seen.has(called)) return null;
          const other = impurity(program, called, new Set([...seen, fn]));
          return other && `it calls "${name}", and ${other}`;
        });
        if (why !== null) return why;
        break;
      }
      case 'Identifier': {
        const name = String(node.name);
        if (
          isLabel(node, parent) ||
          own.has(name, node) ||
          constants.has(name) ||
          fixed.has(name) ||
          pureFunctions.has(name)
        )
          break;
        if (node === fn.id || (parent?.type === 'CallExpression' && parent.callee === node)) break;
        if (/^(Map|Set|Array|RegExp|Error|TypeError|RangeError)$/.test(name)) break;
        return `it depends on "${name}"`;
      }
    }
  }
  return null;
}

/** @param ofModule why a function of the module is not pure; `null` when it is */
function impureCall(
  { callee }: Node,
  own: OwnNames,
  ofModule: (name: string) => string | null,
): string | null {
  if (!isNode(callee)) return 'it calls something that is not known';
  if (callee.type === 'Identifier') {
    const name = String(callee.name);
    if (own.has(name, callee)) return `it calls "${name}", which it is given`;
    return pureFunctions.has(name) ? null : ofModule(name);
  }
  if (callee.type !== 'MemberExpression' || callee.computed === true || !isNode(callee.property))
    return 'it calls something that is not known';
  const name = String(callee.property.name);
  const object = isNode(callee.object) ? String(callee.object.name) : '';
  if (pureObjects.has(object)) return impureMembers.has(name) ? `it calls ${object}.${name}` : null;
  // What it makes itself it may fill.
  if (own.isMade(object, callee) && /^(push|add|set|sort|reverse)$/.test(name)) return null;
  return pureMethods.has(name) ? null : `it calls "${name}" of something`;
}

/** The one function at the top of a module that a name stands for, and that nothing else is put in the place of. */
function functionNamed(program: Node, name: string): Node | null {
  const found = nodesIn(program.body).flatMap((statement): Node[] => {
    const declared = isNode(statement.declaration) ? statement.declaration : statement;
    if (declared.type === 'FunctionDeclaration')
      return isNode(declared.id) && declared.id.name === name ? [declared] : [];
    if (declared.type !== 'VariableDeclaration' || declared.kind !== 'const') return [];
    return nodesIn(declared.declarations).flatMap(({ id, init }) =>
      isNode(id) && id.name === name && isNode(init) && /Function/.test(init.type) ? [init] : [],
    );
  });
  for (const { node } of nodes(program))
    if (node.type === 'AssignmentExpression' && isNode(node.left) && node.left.name === name) return null;
  return found.length === 1 ? (found[0] ?? null) : null;
}

const isLabel = (node: Node, parent: Node | null): boolean =>
  parent !== null &&
  ((parent.type === 'MemberExpression' && parent.property === node && parent.computed !== true) ||
    (parent.type === 'Property' &&
      parent.key === node &&
      parent.computed !== true &&
      parent.value !== node) ||
    /^(Labeled|Break|Continue)Statement$/.test(parent.type));

/** Constants of the module that nothing changes: literals, and objects and lists of literals that are only read. */
function constantsOf(program: Node): Set<string> {
  const found = new Set<string>();
  for (const statement of nodesIn(program.body)) {
    const declaration = isNode(statement.declaration) ? statement.declaration : statement;
    if (declaration.type !== 'VariableDeclaration' || declaration.kind !== 'const') continue;
    for (const { id, init } of nodesIn(declaration.declarations))
      if (isNode(id) && id.type === 'Identifier' && isNode(init) && isPlain(init)) found.add(String(id.name));
  }
  for (const { node } of nodes(program)) {
    const target =
      isNode(node.left) && node.type === 'AssignmentExpression'
        ? node.left
        : node.type === 'UpdateExpression' || (node.type === 'UnaryExpression' && node.operator === 'delete')
          ? node.argument
          : node.type === 'CallExpression' &&
              isNode(node.callee) &&
              node.callee.type === 'MemberExpression' &&
              isNode(node.callee.property) &&
              !pureMethods.has(String(node.callee.property.name))
            ? node.callee
            : null;
    let base: unknown = target;
    while (isNode(base) && base.type === 'MemberExpression') base = base.object;
    if (isNode(base) && base.type === 'Identifier' && target !== base) found.delete(String(base.name));
  }
  return found;
}

function isPlain(node: Node): boolean {
  switch (node.type) {
    case 'Literal':
      // A regular expression that goes on where it stopped remembers something.
      return (
        !(isNode(node.regex) && /[gy]/.test(String(node.regex.flags))) &&
        !/\/[a-z]*[gy][a-z]*$/.test(String(node.raw ?? '').replace(/^[^/].*$/s, ''))
      );
    case 'UnaryExpression':
      return isPlain(node.argument as Node);
    case 'BinaryExpression':
      return isPlain(node.left as Node) && isPlain(node.right as Node);
    case 'TemplateLiteral':
      return nodesIn(node.expressions).every(isPlain);
    case 'ArrayExpression':
      return nodesIn(node.elements).every(isPlain);
    case 'ObjectExpression':
      return nodesIn(node.properties).every(
        (one) => one.type === 'Property' && isNode(one.value) && isPlain(one.value),
      );
    default:
      return false;
  }
}
