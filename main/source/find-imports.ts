import { EDGE } from './edge-kinds.ts';
import { lateFunctions } from './javascript/late-code.ts';
import type { LineIndex } from './line-index.ts';
import type { Erased, ImportFact, ModuleFacts } from './module-facts.ts';
import { isNode, literalText, nodesIn, type SyntaxNode, walk } from './syntax-tree.ts';

/** What surrounds a node, as bits. */
const AROUND = {
  /** A parameter hides the global `require` (a bundle's own module function). */
  ownRequire: 1,
  /** Inside `try` with a `catch`. */
  caught: 2,
  /** Inside `declare module '...'`. */
  declaration: 4,
};

interface Found {
  readonly specifier: string;
  readonly kind: number;
}

/**
 * The statements of a syntax tree that name other modules, in source order, and the number of its functions.
 * @param erased offsets of statements that vanish when the file is compiled
 */
export function findImports(
  program: SyntaxNode,
  lines: LineIndex,
  erased: ReadonlyMap<number, Erased> = new Map(),
): Omit<ModuleFacts, 'problem'> {
  const found: (ImportFact & { readonly at: number })[] = [];
  let functions = 0;
  const visit = (node: SyntaxNode, context: number): number => {
    if (isFunction(node)) {
      functions++;
      return hidesRequire(node) ? context | AROUND.ownRequire : context;
    }
    if (node.type === 'TSModuleDeclaration' && node.declare === true) return context | AROUND.declaration;
    const named = namedModule(node, context);
    if (named !== null) {
      const vanishes = erased.get(node.start);
      const deferred = named.kind === EDGE.require || named.kind === EDGE.dynamic;
      found.push({
        specifier: named.specifier,
        kind: (context & AROUND.declaration) === 0 ? named.kind : EDGE.type,
        line: lines.lineAt(node.start),
        optional: deferred && (context & AROUND.caught) !== 0,
        ...(vanishes === undefined ? {} : { erased: vanishes }),
        at: node.start,
      });
    }
    return context;
  };
  walk(program, visit, aroundField);
  found.sort((a, b) => a.at - b.at);
  const late = found.some(mayBeLate) ? lateFunctions(program) : [];
  const imports = found.map(({ at, ...fact }): ImportFact => {
    const isLate = mayBeLate(fact) && late.some(({ start, end }) => start <= at && at < end);
    return isLate ? { ...fact, late: true } : fact;
  });
  return { functions, imports };
}

const mayBeLate = ({ kind }: ImportFact): boolean => kind === EDGE.require || kind === EDGE.dynamic;

function aroundField(node: SyntaxNode, field: string, context: number): number {
  const caught = node.type === 'TryStatement' && field === 'block' && isNode(node.handler);
  return caught ? context | AROUND.caught : context;
}

function isFunction(node: SyntaxNode): boolean {
  return (
    node.type === 'FunctionDeclaration' ||
    node.type === 'FunctionExpression' ||
    node.type === 'ArrowFunctionExpression'
  );
}

function hidesRequire(node: SyntaxNode): boolean {
  return nodesIn(node.params).some((param) => param.type === 'Identifier' && param.name === 'require');
}

/** The module a node names, and how; `null` for any other node and for names that are computed. */
function namedModule(node: SyntaxNode, context: number): Found | null {
  switch (node.type) {
    case 'ImportDeclaration':
      return name(node.source, isTypeOnly(node, 'importKind') ? EDGE.type : EDGE.import);
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return name(node.source, isTypeOnly(node, 'exportKind') ? EDGE.type : EDGE.reExport);
    case 'ImportExpression':
      return name(node.source, EDGE.dynamic);
    case 'TSImportType':
      return name(node.source, EDGE.type);
    case 'TSImportEqualsDeclaration': {
      const reference = node.moduleReference;
      if (!isNode(reference) || reference.type !== 'TSExternalModuleReference') return null;
      return name(reference.expression, node.importKind === 'type' ? EDGE.type : EDGE.require);
    }
    case 'CallExpression': {
      if (!isIdentifier(node.callee, 'require') || (context & AROUND.ownRequire) !== 0) return null;
      return name(nodesIn(node.arguments)[0], EDGE.require);
    }
    case 'NewExpression':
      return isIdentifier(node.callee, 'Worker') ? workerFile(nodesIn(node.arguments)[0]) : null;
    default:
      return null;
  }
}

function name(source: unknown, kind: number): Found | null {
  const specifier = literalText(source);
  return specifier === null ? null : { specifier, kind };
}

/**
 * Whether a declaration vanishes with the types: marked as a whole, or each of its names (which TypeScript drops unless
 * `verbatimModuleSyntax` is on).
 */
function isTypeOnly(node: SyntaxNode, field: 'importKind' | 'exportKind'): boolean {
  if (node[field] === 'type') return true;
  const specifiers = nodesIn(node.specifiers);
  return specifiers.length > 0 && specifiers.every((specifier) => specifier[field] === 'type');
}

/** `new Worker(new URL('./x.js', import.meta.url))`: the file is loaded as the main module of another thread. */
function workerFile(argument: SyntaxNode | undefined): Found | null {
  if (argument?.type !== 'NewExpression' || !isIdentifier(argument.callee, 'URL')) return null;
  const [path, base] = nodesIn(argument.arguments);
  const isModuleUrl =
    base?.type === 'MemberExpression' &&
    isNode(base.object) &&
    base.object.type === 'MetaProperty' &&
    isIdentifier(base.property, 'url');
  const found = isModuleUrl ? name(path, EDGE.dynamic) : null;
  if (found === null || /^[./]/.test(found.specifier)) return found;
  // Relative to the module as every URL without a scheme; an import would take the bare name for a package.
  return { ...found, specifier: `./${found.specifier}` };
}

function isIdentifier(value: unknown, identifier: string): boolean {
  return isNode(value) && value.type === 'Identifier' && value.name === identifier;
}
